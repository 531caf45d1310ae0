import {
  failpoint,
  NotFoundError,
  type Clock,
  type Fact,
  type Journal,
  type JournalRow,
  type LoggedEvent,
  type Original,
  type OriginalStore,
  type RawStanza,
  type SessionName,
} from '@columba/core';
import { type Compilable, type Selectable, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import type { Inbox } from '../inbox/inbox.js';

type Row = Selectable<Schema['raw_stanza']>;
type Arrival = Pick<Row, 'session' | 'tag' | 'wa_id' | 'from_jid' | 'received_at' | 'node'>;
type Ending = Pick<Row, 'session' | 'rid' | 'state' | 'note' | 'settled_at'>;

const ADD = statement((db, { session, tag, wa_id, from_jid, received_at, node }: Arrival) =>
  db.insertInto('raw_stanza').values({
    session,
    tag,
    wa_id,
    from_jid,
    received_at,
    node,
    state: 'new',
    attempts: 0,
    settled_at: null,
    note: null,
  }),
);
const END = statement((db, { session, rid, state, note, settled_at }: Ending) =>
  db.updateTable('raw_stanza').set({ state, note, settled_at }).where('rid', '=', rid).where('session', '=', session),
);
const CLEAR = statement((db, { session, hashes }: { session: string; hashes: readonly string[] }) =>
  db
    .updateTable('decrypt_journal')
    .set({ plaintext: null })
    .where('session', '=', session)
    .where('hash', 'in', oneOf(hashes)),
);

/** Whether one of these new events lets what is kept of a message be this from now on. */
export type Rewording = (events: readonly LoggedEvent[], original: Original) => boolean;

export class SqliteJournal implements Journal {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly inbox: Inbox,
    private readonly originals: OriginalStore,
    private readonly rewords: Rewording,
    private readonly session: SessionName,
  ) {}

  add(stanza: RawStanza): JournalRow {
    const insert = ADD({
      session: this.session,
      tag: stanza.tag,
      wa_id: stanza.id,
      from_jid: stanza.from,
      received_at: stanza.receivedAt.getTime(),
      node: stanza.node,
    });
    failpoint('in.raw.before');
    const { id: rid } = this.db.heldTransaction(() => this.db.run(insert));
    failpoint('in.raw.after');
    return { ...stanza, rid, attempts: 0 };
  }

  pending(): JournalRow[] {
    const query = this.db.query
      .selectFrom('raw_stanza')
      .selectAll()
      .where('session', '=', this.session)
      .where('state', '=', sql.lit('new'))
      .orderBy('rid');
    return this.db.all(query).map(toJournalRow);
  }

  settle(
    rid: number,
    facts: readonly Fact[],
    cleared: readonly string[] = [],
    originals: readonly Original[] = [],
  ): void {
    this.db.heldTransaction(() => {
      // First in line, so that it is passed before anybody hears of the events.
      this.db.onCommit(() => failpoint('in.event.after'));
      const events = this.inbox.record(this.session, facts);
      this.end(rid, 'done', null);
      for (const original of originals) if (this.rewords(events, original)) this.originals.keep(original);
      if (cleared.length > 0) this.clear(cleared);
      failpoint('in.event.before');
    });
  }

  secure(): Promise<void> {
    return this.db.sync();
  }

  private clear(hashes: readonly string[]): void {
    this.db.run(CLEAR({ session: this.session, hashes }));
  }

  retryLater(rid: number): void {
    const update = this.db.query.updateTable('raw_stanza').set((eb) => ({ attempts: eb('attempts', '+', 1) }));
    this.change(update.where('rid', '=', rid).where('session', '=', this.session), rid);
  }

  bury(rid: number, reason: string): void {
    this.end(rid, 'dead', reason);
  }

  private end(rid: number, state: 'done' | 'dead', note: string | null): void {
    this.change(END({ session: this.session, rid, state, note, settled_at: this.clock.now().getTime() }), rid);
  }

  /** A row that is not there, as after the removal of its session, must not look settled. */
  private change(update: Compilable, rid: number): void {
    if (this.db.run(update).changes === 0) throw new NotFoundError(`The journal has no row ${rid}`);
  }
}

const toJournalRow = (row: Row): JournalRow => ({
  rid: row.rid,
  tag: row.tag,
  id: row.wa_id,
  from: row.from_jid,
  receivedAt: new Date(row.received_at),
  node: row.node,
  attempts: row.attempts,
});
