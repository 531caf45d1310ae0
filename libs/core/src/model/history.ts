import type { Jid } from '../ids.js';
import type { Chat, Contact } from './chat.js';
import type { Message, MessageKey } from './message.js';
import type { Person } from './person.js';

/** Which part of the past the phone hands over; `names` holds the names that people gave themselves. */
export const HISTORY_PARTS = ['initial', 'recent', 'full', 'names', 'on_demand', 'other'] as const;
export type HistoryPart = (typeof HISTORY_PARTS)[number];

/** A piece of the past: a few hundred entries at most, so that live traffic gets its turn between two pieces. */
export interface HistoryBatch {
  chats: (Partial<Chat> & Pick<Chat, 'id'>)[];
  contacts: (Partial<Contact> & Pick<Contact, 'id'>)[];
  messages: Message[];
  reactions: HistoryReaction[];
  /** Both addresses of one person. */
  identities: { phone: Jid; lid: Jid }[];
}

export interface HistoryReaction {
  target: MessageKey;
  by: Person;
  emoji: string;
  reactedAt?: Date;
}
