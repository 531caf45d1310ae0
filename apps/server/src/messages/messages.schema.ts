import type { Message, Reaction } from '@columba/core';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf, pageOf } from '../common/openapi/page.js';
import { chatRefSchema, toChatRefDto } from './chat-ref.schema.js';
import { contentSchema, toContentDto } from './content/content.schema.js';
import { messageErrorSchema } from './message-error.schema.js';
import { messageStatus } from './message-status.schema.js';
import { reactionSchema, toReactionDto } from './opinions.schema.js';
import { jid, personSchema, toPersonDto } from './person.schema.js';

export const messageId = z
  .string()
  .describe("WhatsApp's id of the message; unique within its chat.")
  .meta({ example: '3EB0A1B2C3D4E5F60718' });

export const messageSchema = component(
  'Message',
  'A message that came or went.',
  z.object({
    messageId,
    chat: chatRefSchema,
    from: personSchema,
    fromMe: z.boolean().describe('Sent by the linked account, from here or from another of its devices.'),
    occurredAt: instant.describe('When it was sent, according to WhatsApp.'),
    content: contentSchema,
    status: messageStatus.optional().describe('Own messages only.'),
    origin: z
      .enum(['api', 'device', 'contact'])
      .describe("`api`: through Columba; `device`: by another of the account's devices."),
    quoted: z
      .object({ messageId, participant: jid.optional(), content: contentSchema.optional() })
      .optional()
      .describe('The message that this one answers.'),
    mentions: z.array(personSchema),
    mentionsAll: z.literal(true).optional().describe('Everybody in the group is meant.'),
    reactions: z.array(reactionSchema).optional().describe('Where messages are read; events tell of each change.'),
    forwarded: z.boolean(),
    starred: z.boolean(),
    pinnedUntil: instant.optional().describe('Pinned in its chat for everyone, until then.'),
    editedAt: instant.optional(),
    revokedAt: instant.optional().describe('Deleted for everyone.'),
    expiresAt: instant.optional().describe('When it disappears.'),
  }),
);
export type MessageDto = z.output<typeof messageSchema>;

/** A message as it stands in an event, or, with its reactions, as it is read. */
export function toMessageDto(message: Message, reactions?: readonly Reaction[]): MessageDto {
  const { key, quoted } = message;
  return {
    messageId: key.id,
    chat: toChatRefDto(key.chat),
    from: toPersonDto(message.from),
    fromMe: key.fromMe,
    occurredAt: message.occurredAt.toISOString(),
    content: toContentDto(message.content),
    status: message.status,
    origin: message.origin,
    quoted: quoted && {
      messageId: quoted.id,
      participant: quoted.participant,
      content: quoted.content && toContentDto(quoted.content),
    },
    mentions: message.mentions.map(toPersonDto),
    mentionsAll: message.mentionsAll || undefined,
    reactions: reactions?.map(toReactionDto),
    forwarded: message.forwarded,
    starred: message.starred,
    pinnedUntil: message.pinnedUntil?.toISOString(),
    editedAt: message.editedAt?.toISOString(),
    revokedAt: message.revokedAt?.toISOString(),
    expiresAt: message.expiresAt?.toISOString(),
  };
}

export const messagePageSchema = pageOf('MessagePage', 'Messages, newest first unless asked otherwise.', messageSchema);

export const sendResultSchema = component(
  'SendResult',
  'An accepted message, and how far it is.',
  z.object({
    messageId,
    chatId: jid.describe('The true address of the chat: use it from now on.'),
    phone: z.string().optional(),
    lid: z.string().optional(),
    status: messageStatus,
    acceptedAt: instant,
    sentAt: instant.optional().describe('When WhatsApp confirmed it.'),
    error: messageErrorSchema.optional(),
    clientReference: z.string().optional(),
    idempotencyKey: z.string().describe('Repeat the request with this key and nothing is sent twice.'),
  }),
);
export type SendResultDto = z.output<typeof sendResultSchema>;

export const sendResultListSchema = listOf(
  'SendResultList',
  'One result for each chat, in their order.',
  sendResultSchema,
);
