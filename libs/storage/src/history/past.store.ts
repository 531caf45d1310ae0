import {
  type HistoryBatch,
  type HistoryStore,
  type Jid,
  type Message,
  type SessionName,
  STATUS_JID,
} from '@columba/core';
import type { Database } from '../database/database.js';
import type { Identities } from '../inbox/identities.js';
import type { Inbox } from '../inbox/inbox.js';
import { toDetails } from '../projections/contact.projection.js';
import { isUndecryptable } from '../projections/message.projection.js';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { OpinionRepository } from '../repositories/opinion.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';

export interface PastParts {
  db: Database;
  inbox: Inbox;
  identities: Identities;
  people: PeopleRepository;
  messages: MessageRepository;
  opinions: OpinionRepository;
  chats: ChatRepository;
}

/** How much of a batch was new. */
export interface HistoryCounts {
  chats: number;
  contacts: number;
  messages: number;
}

const SOURCE = 'history';

/**
 * The past goes into the read model and not into the log: nobody is told of an old message as if it came now. What live
 * facts have told is never overwritten, and taking the same in again changes nothing.
 */
export class PastStore implements HistoryStore {
  constructor(
    private readonly parts: PastParts,
    private readonly session: SessionName,
  ) {}

  /** In one transaction. @throws StorageError */
  add(batch: HistoryBatch): HistoryCounts {
    return this.parts.db.transaction(() => {
      const { identities } = this.parts;
      this.learn(batch);
      const { contacts, chats, messages, reactions } = identities.canonical(this.session, {
        contacts: batch.contacts,
        // Under these names the addresses in them are known to be addresses.
        chats: batch.chats.map((chat) => ({ chat })),
        messages: batch.messages,
        reactions: batch.reactions,
      });
      const counts = {
        contacts: contacts.filter((contact) => this.contact(contact)).length,
        chats: chats.filter(({ chat }) => this.parts.chats.fill(this.session, chat)).length,
        messages: this.messages(messages),
      };
      for (const { target, by, emoji, reactedAt } of reactions) {
        const message = { chat: target.chat, messageId: target.id };
        this.parts.opinions.react(this.session, message, by.id, emoji, reactedAt ?? NOT_KNOWN);
      }
      return counts;
    });
  }

  /** Mappings first, so that everything else finds its one person. */
  private learn({ identities: pairs, contacts, chats, messages, reactions }: HistoryBatch): void {
    const { identities, inbox } = this.parts;
    const learnt = [
      ...pairs.flatMap((pair) => identities.pair(this.session, pair, SOURCE)),
      ...identities.learn(this.session, { contact: contacts, messages, reactions }, SOURCE),
    ];
    for (const { id } of chats) identities.seeChat(this.session, id, SOURCE);
    for (const { key } of messages) identities.seeChat(this.session, key.chat, SOURCE);
    if (learnt.length > 0) inbox.record(this.session, learnt);
  }

  private contact(contact: HistoryBatch['contacts'][number]): boolean {
    const { people } = this.parts;
    const isNew = people.find(this.session, contact.id)?.name === null;
    people.describe(this.session, contact.id, toDetails(contact), 'fill');
    return isNew;
  }

  private messages(messages: readonly Message[]): number {
    const latest = new Map<Jid, Date>();
    const cleared = new Map<Jid, Date | undefined>();
    const clearedAt = (chat: Jid) => {
      if (!cleared.has(chat)) cleared.set(chat, this.parts.chats.clearedAt(this.session, chat));
      return cleared.get(chat);
    };
    const added = messages.filter((message) => {
      const { chat } = message.key;
      const gone = clearedAt(chat);
      if (gone && message.occurredAt <= gone) return false;
      const known = latest.get(chat);
      if (chat !== STATUS_JID && (!known || known < message.occurredAt)) latest.set(chat, message.occurredAt);
      return this.message(message);
    });
    for (const [id, lastActivityAt] of latest) this.parts.chats.fill(this.session, { id, lastActivityAt });
    return added.length;
  }

  private message(message: Message): boolean {
    const { messages, people } = this.parts;
    const { from, key } = message;
    if (!key.fromMe) people.heardName(this.session, from, 'fill');
    if (messages.add(this.session, message)) return true;
    const known = messages.known(this.session, message);
    // What could not be read when it came live can be read now.
    if (known && isUndecryptable(known.content) && !isUndecryptable(message.content))
      messages.save(this.session, { ...known, content: message.content });
    return false;
  }
}

/** Anything that has a time is newer. */
const NOT_KNOWN = new Date(0);
