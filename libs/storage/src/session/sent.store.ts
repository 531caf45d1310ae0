import { failpoint, type Clock, type Jid, type MessageId, type SentStore, type SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { PeopleRepository } from '../repositories/people.repository.js';

export class SqliteSentStore implements SentStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly session: SessionName,
  ) {}

  get(chat: Jid, id: MessageId): Uint8Array | undefined {
    const query = this.db.query
      .selectFrom('sent_bytes')
      .select('bytes')
      .where('session', '=', this.session)
      .where('message_id', '=', id)
      .where('chat', 'in', oneOf(this.people.aliases(this.session, chat)));
    return this.db.first(query)?.bytes;
  }

  keep(chat: Jid, id: MessageId, bytes: Uint8Array): void {
    const row = { session: this.session, message_id: id, chat, bytes, created_at: this.clock.now().getTime() };
    const insert = this.db.query.insertInto('sent_bytes').values(row);
    this.db.heldTransaction(() => this.db.run(insert.onConflict((conflict) => conflict.doNothing())));
    failpoint('send.bytes.after');
  }
}
