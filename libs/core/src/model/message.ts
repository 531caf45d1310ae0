import type { Jid, MessageId } from '../ids.js';
import type { MessageContent } from './content.js';
import type { Person } from './person.js';

/** Names one message. `participant` is the sender in a group, absent in a chat of two. */
export interface MessageKey {
  chat: Jid;
  id: MessageId;
  fromMe: boolean;
  participant?: Jid;
}

export const MESSAGE_STATUSES = ['failed', 'pending', 'sent', 'delivered', 'read', 'played'] as const;
/** How far an own message has come. Words, because the two engines number them differently. */
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** `api`: sent through Columba; `device`: by the account's phone or another linked device; `contact`: by somebody else. */
export type MessageOrigin = 'api' | 'device' | 'contact';

export interface Message {
  key: MessageKey;
  from: Person;
  /** When it was sent, according to WhatsApp. */
  occurredAt: Date;
  content: MessageContent;
  origin: MessageOrigin;
  /** Own messages only. */
  status?: MessageStatus;
  quoted?: { id: MessageId; participant?: Jid; content?: MessageContent };
  mentions: Person[];
  /** Everybody in the group is meant. */
  mentionsAll?: boolean;
  forwarded: boolean;
  starred: boolean;
  /** Pinned in its chat for everyone, until the time beside it. */
  pinnedAt?: Date;
  pinnedUntil?: Date;
  editedAt?: Date;
  revokedAt?: Date;
  expiresAt?: Date;
}

const RANK: Record<MessageStatus, number> = { failed: 0, pending: 1, sent: 2, delivered: 3, read: 4, played: 5 };

/** Receipts arrive in any order; a status only ever rises. Only an uncertain failure may still become `sent`. */
export function isProgress(from: MessageStatus | undefined, to: MessageStatus): boolean {
  if (from === undefined) return true;
  if (to === 'failed') return from === 'pending';
  return RANK[to] > RANK[from];
}
