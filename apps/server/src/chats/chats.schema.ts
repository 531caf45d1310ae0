import { phoneOf, type Message } from '@columba/core';
import type { StoredChat } from '@columba/storage';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { pageOf } from '../common/openapi/page.js';
import { CHAT_KINDS } from '../messages/chat-ref.schema.js';
import { messageSchema, toMessageDto } from '../messages/messages.schema.js';
import { jid, phone } from '../messages/person.schema.js';

export const chatSchema = component(
  'Chat',
  'A conversation, and how the account keeps it.',
  z.object({
    chatId: jid,
    kind: z.enum(CHAT_KINDS),
    name: z.string().optional().describe('Of the group, or of the person as far as known.'),
    phone: phone.optional().describe('Of the person, where the phone is known.'),
    unreadCount: z.int(),
    markedUnread: z.boolean().describe('Shown as unread, whatever was read.'),
    archived: z.boolean(),
    pinned: z.boolean().describe('Kept on top.'),
    mutedUntil: instant.nullable().describe('null: not muted.'),
    disappearingSeconds: z.int().describe('After how long new messages disappear; 0: never.'),
    readOnly: z.boolean().describe('This account cannot write here.'),
    lastActivityAt: instant.optional(),
    lastMessage: messageSchema.optional(),
  }),
);
export type ChatDto = z.output<typeof chatSchema>;

export const chatPageSchema = pageOf('ChatPage', 'Chats, last activity first.', chatSchema);

/** A chat with its newest message. */
export interface ChatView {
  chat: StoredChat;
  lastMessage?: Message;
}

export const toChatDto = ({ chat, lastMessage }: ChatView): ChatDto => ({
  chatId: chat.id,
  kind: chat.kind,
  name: chat.name,
  phone: phoneOf(chat.id),
  unreadCount: chat.unreadCount,
  markedUnread: chat.markedUnread,
  archived: chat.archived,
  pinned: chat.pinned,
  mutedUntil: chat.mutedUntil?.toISOString() ?? null,
  disappearingSeconds: chat.disappearingSeconds,
  readOnly: chat.readOnly,
  lastActivityAt: chat.lastActivityAt?.toISOString(),
  lastMessage: lastMessage && toMessageDto(lastMessage),
});
