import type { Jid, Message, MessageId, MessageKey, Person } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeMessage, FakeReceipt } from './fake-conversation.js';

export const RECEIPT_RANK: Record<FakeReceipt, number> = { delivered: 1, read: 2, played: 3 };

export type FakeMessageParts = Pick<FakeMessage, 'id' | 'conversation' | 'from' | 'content' | 'sentAt'> &
  Partial<
    Pick<
      FakeMessage,
      | 'bytes'
      | 'audience'
      | 'quoted'
      | 'mentions'
      | 'mentionsAll'
      | 'forwarded'
      | 'disappearingSeconds'
      | 'undecryptable'
    >
  >;

export function newMessage(parts: FakeMessageParts): FakeMessage {
  return {
    ...parts,
    mentions: parts.mentions ?? [],
    forwarded: parts.forwarded ?? false,
    disappearingSeconds: parts.disappearingSeconds ?? parts.conversation.disappearingSeconds,
    copies: 1,
    differingCopies: 0,
    receivedBy: new Set([parts.from]),
    deletedBy: new Set(),
    starredBy: new Set(),
    reactions: new Map(),
    votes: new Map(),
    receipts: new Map(),
  };
}

/** The key of a message in the eyes of one account. */
export function keyFor(message: FakeMessage, viewer: FakeAccount): MessageKey {
  const key: MessageKey = {
    chat: message.conversation.chatFor(viewer),
    id: message.id,
    fromMe: message.from === viewer,
  };
  if (message.conversation.kind !== 'pair') key.participant = message.from.seenBy(viewer).id;
  return key;
}

/** The message in the eyes of one account. */
export function toMessage(message: FakeMessage, viewer: FakeAccount, origin: 'api' | 'device'): Message {
  const own = message.from === viewer;
  const seen: Message = {
    key: keyFor(message, viewer),
    from: message.from.seenBy(viewer),
    occurredAt: message.sentAt,
    content: message.undecryptable && !own ? { kind: 'unsupported', reason: 'undecryptable' } : message.content,
    origin: own ? origin : 'contact',
    mentions: message.mentions.map((mentioned): Person => mentioned.seenBy(viewer)),
    forwarded: message.forwarded,
    starred: message.starredBy.has(viewer),
  };
  if (own) seen.status = 'sent';
  if (message.mentionsAll) seen.mentionsAll = true;
  if (message.quoted) seen.quoted = quotation(message, message.quoted, viewer);
  if (message.editedAt) seen.editedAt = message.editedAt;
  if (message.revokedAt) seen.revokedAt = message.revokedAt;
  if (message.disappearingSeconds)
    seen.expiresAt = new Date(message.sentAt.getTime() + message.disappearingSeconds * 1000);
  return seen;
}

function quotation(message: FakeMessage, id: MessageId, viewer: FakeAccount): NonNullable<Message['quoted']> {
  const original = message.conversation.find(id);
  if (!original) return { id };
  const participant: Jid = original.from.seenBy(viewer).id;
  return { id, participant, content: original.content };
}
