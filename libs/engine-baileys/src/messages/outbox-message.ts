import { generateWAMessage, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { GroupsPort, Jid, MessageId, OutgoingContent, SendOptions, SentStore } from '@columba/core';
import type { Me } from '../people/parties.js';
import { contextOf } from './content/incoming.js';
import { inviteOf } from './content/group-invite.content.js';
import { fromContent } from './content/outgoing.js';
import type { OriginalBook } from './originals/original-book.js';

/** How an invitation to a group is got from WhatsApp. */
export type Inviting = Pick<GroupsPort, 'get' | 'invite'>;

export interface Draft {
  chat: Jid;
  content: OutgoingContent;
  options: SendOptions;
}

/** What a message is made with. */
export interface DraftParts {
  me: Me;
  sent: SentStore;
  originals: OriginalBook;
  groups: Inviting;
}

/**
 * The exact message for an id: made once, stored before the first byte leaves, and the same again on every retry. A
 * poll keeps its secret so, and media its key.
 */
export async function messageFor({ chat, content, options }: Draft, parts: DraftParts): Promise<proto.Message> {
  const { me, sent } = parts;
  const { messageId, quoted } = options;
  return keptMessage(sent, chat, messageId, async () => {
    if (quoted) parts.originals.assertKnown(quoted);
    if (content.kind === 'groupInvite') return refer(await inviteOf(content, parts.groups), chat, options, parts);
    const made = await generateWAMessage(chat, fromContent(content), {
      messageId,
      userJid: me.id,
      upload: () => Promise.reject(new Error('Nothing of this kind is uploaded')),
    });
    return refer(made.message ?? {}, chat, options, parts);
  });
}

/** What was kept under the id, or what `make` makes, kept from now on. */
export async function keptMessage(
  sent: SentStore,
  chat: Jid,
  id: MessageId,
  make: () => proto.IMessage | Promise<proto.IMessage>,
): Promise<proto.Message> {
  const kept = sent.get(chat, id);
  if (kept) return proto.Message.decode(kept);
  const bytes = proto.Message.encode(await make()).finish();
  sent.keep(chat, id, bytes);
  // Somebody may have been faster; the first bytes count.
  return proto.Message.decode(sent.get(chat, id) ?? bytes);
}

/** Puts what the message quotes and whom it mentions into it. */
function refer(
  made: proto.IMessage,
  chat: Jid,
  { quoted, mentions, disappearingSeconds }: SendOptions,
  { me, originals }: DraftParts,
): proto.Message {
  const message = proto.Message.create(made);
  if (!quoted && !mentions?.length && !disappearingSeconds) return message;
  const context: proto.IContextInfo = contextOf(message) ?? contextFor(message);
  if (mentions?.length) context.mentionedJid = mentions;
  if (disappearingSeconds) context.expiration = disappearingSeconds;
  if (!quoted) return message;
  context.stanzaId = quoted.id;
  context.participant = quoted.fromMe ? me.id.replace(/:\d+@/, '@') : (quoted.participant ?? quoted.chat);
  if (quoted.chat !== chat) context.remoteJid = quoted.chat;
  // A quote inside a quote is shown to nobody.
  const original = normalizeMessageContent(originals.find(quoted));
  const inner = contextOf(original);
  if (inner) delete inner.quotedMessage;
  context.quotedMessage = original ?? { conversation: '' };
  return message;
}

/** Gives the message's own part a context to write into. */
function contextFor(message: proto.Message): proto.IContextInfo {
  const context: proto.IContextInfo = {};
  const part = Object.values(message as object).find(
    (value): value is { contextInfo?: proto.IContextInfo } => typeof value === 'object' && value !== null,
  );
  if (part) part.contextInfo = context;
  return context;
}
