import type { Clock, Jid, MessageId, Original, OriginalStore, SessionName } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { PeopleRepository } from '../repositories/people.repository.js';

export class SqliteOriginalStore implements OriginalStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly session: SessionName,
  ) {}

  has(chat: Jid, id: MessageId): boolean {
    const query = this.db.query
      .selectFrom('message')
      .select(sql.lit(1).as('one'))
      .where('session', '=', this.session)
      .where('id', '=', id)
      .where('chat', 'in', oneOf(this.people.aliases(this.session, chat)));
    return this.db.first(query) !== undefined;
  }

  get(chat: Jid, id: MessageId): Uint8Array | undefined {
    const query = this.db.query
      .selectFrom('original')
      .select('bytes')
      .where('session', '=', this.session)
      .where('message_id', '=', id)
      .where('chat', 'in', oneOf(this.people.aliases(this.session, chat)));
    return this.db.first(query)?.bytes;
  }

  keep({ chat, id, bytes }: Original): void {
    const update = this.db.query.updateTable('original').set({ bytes }).where('session', '=', this.session);
    const known = this.db.run(
      update.where('message_id', '=', id).where('chat', 'in', oneOf(this.people.aliases(this.session, chat))),
    );
    if (known.changes > 0) return;
    const row = { session: this.session, chat, message_id: id, bytes, created_at: this.clock.now().getTime() };
    this.db.run(this.db.query.insertInto('original').values(row));
  }
}
