import type { Jid } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { PeopleRepository } from './people.repository.js';

/** Which labels a chat has. The labels themselves are the engine's to tell. */
export class ChatLabelRepository {
  constructor(
    private readonly db: Database,
    private readonly people: Pick<PeopleRepository, 'aliases' | 'resolve'>,
  ) {}

  /** These and no others, under whatever address they were set. */
  set(session: string, chat: Jid, labels: readonly string[]): void {
    const { query } = this.db;
    const chats = oneOf(this.people.aliases(session, chat));
    this.db.run(query.deleteFrom('chat_label').where('session', '=', session).where('chat', 'in', chats));
    for (const label of labels)
      this.db.run(
        query
          .insertInto('chat_label')
          .values({ session, chat, label })
          .onConflict((conflict) => conflict.doNothing()),
      );
  }

  /** The label is no more. */
  forget(session: string, label: string): void {
    this.db.run(this.db.query.deleteFrom('chat_label').where('session', '=', session).where('label', '=', label));
  }

  /** The labels of every chat that has one, by its public address. */
  all(session: string): ReadonlyMap<Jid, readonly string[]> {
    const rows = this.db.query.selectFrom('chat_label').select(['chat', 'label']).where('session', '=', session);
    const found = new Map<Jid, string[]>();
    for (const { chat, label } of this.db.all(rows.orderBy('label'))) {
      const id = this.people.resolve(session, chat as Jid);
      const labels = found.get(id) ?? [];
      if (!labels.includes(label)) found.set(id, [...labels, label]);
    }
    return found;
  }

  /** The chats with a label, by their public address. */
  chatsWith(session: string, label: string): Jid[] {
    const rows = this.db.query.selectFrom('chat_label').select('chat').where('session', '=', session);
    const chats = this.db.all(rows.where('label', '=', label).orderBy('chat')).map(({ chat }) => chat as Jid);
    return [...new Set(chats.map((chat) => this.people.resolve(session, chat)))];
  }
}
