import type { Clock, Jid, MessageId, Original, OriginalStore, SessionName } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import type { PeopleRepository } from '../repositories/people.repository.js';

interface Replacing {
  session: string;
  id: string;
  chats: readonly string[];
  bytes: Uint8Array;
}

const REPLACE = statement((db, { session, id, chats, bytes }: Replacing) =>
  db
    .updateTable('original')
    .set({ bytes })
    .where('session', '=', session)
    .where('message_id', '=', id)
    .where('chat', 'in', oneOf(chats)),
);
const ADD = statement((db, { session, chat, message_id, bytes, created_at }: Schema['original']) =>
  db.insertInto('original').values({ session, chat, message_id, bytes, created_at }),
);

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
    const { session } = this;
    const chats = this.people.aliases(session, chat);
    if (this.db.run(REPLACE({ session, id, chats, bytes })).changes > 0) return;
    this.db.run(ADD({ session, chat, message_id: id, bytes, created_at: this.clock.now().getTime() }));
  }
}
