import { failpoint, type Clock, type Jid, type MessageId, type SentStore, type SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import { ReadCache } from '../database/read-cache.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import type { PeopleRepository } from '../repositories/people.repository.js';

const FIND = statement((db, { session, id, chats }: { session: string; id: string; chats: readonly string[] }) =>
  db
    .selectFrom('sent_bytes')
    .select('bytes')
    .where('session', '=', session)
    .where('message_id', '=', id)
    .where('chat', 'in', oneOf(chats)),
);
const KEEP = statement((db, { session, message_id, chat, bytes, created_at }: Schema['sent_bytes']) =>
  db
    .insertInto('sent_bytes')
    .values({ session, message_id, chat, bytes, created_at })
    .onConflict((conflict) => conflict.doNothing()),
);

/** What was just sent is asked for again when WhatsApp has taken it. */
const REMEMBERED = 100;

export class SqliteSentStore implements SentStore {
  private readonly recent: ReadCache<Uint8Array>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly session: SessionName,
  ) {
    this.recent = new ReadCache(db, REMEMBERED);
  }

  get(chat: Jid, id: MessageId): Uint8Array | undefined {
    const chats = this.people.aliases(this.session, chat);
    const read = () => this.db.first(FIND({ session: this.session, id, chats }))?.bytes;
    return this.recent.get(`${id} ${this.people.resolve(this.session, chat)}`, read);
  }

  keep(chat: Jid, id: MessageId, bytes: Uint8Array): void {
    const row = { session: this.session, message_id: id, chat, bytes, created_at: this.clock.now().getTime() };
    this.db.heldTransaction(() => this.db.run(KEEP(row)));
    failpoint('send.bytes.after');
  }
}
