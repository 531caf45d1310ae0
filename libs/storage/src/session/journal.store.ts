import {
  failpoint,
  NotFoundError,
  type Clock,
  type Fact,
  type Journal,
  type JournalRow,
  type Original,
  type OriginalStore,
  type RawStanza,
  type SessionName,
} from '@columba/core';
import { type Compilable, type Selectable, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import type { Inbox } from '../inbox/inbox.js';

export class SqliteJournal implements Journal {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly inbox: Inbox,
    private readonly originals: OriginalStore,
    private readonly session: SessionName,
  ) {}

  add(stanza: RawStanza): JournalRow {
    const row = {
      session: this.session,
      tag: stanza.tag,
      wa_id: stanza.id,
      from_jid: stanza.from,
      received_at: stanza.receivedAt.getTime(),
      node: stanza.node,
      state: 'new' as const,
      attempts: 0,
      settled_at: null,
      note: null,
    };
    failpoint('in.raw.before');
    const insert = this.db.query.insertInto('raw_stanza').values(row);
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
      this.inbox.record(this.session, facts);
      this.end(rid, 'done', null);
      for (const original of originals) this.originals.keep(original);
      if (cleared.length > 0) this.clear(cleared);
      failpoint('in.event.before');
    });
  }

  secure(): Promise<void> {
    return this.db.sync();
  }

  private clear(hashes: readonly string[]): void {
    const clear = this.db.query.updateTable('decrypt_journal').set({ plaintext: null });
    this.db.run(clear.where('session', '=', this.session).where('hash', 'in', oneOf(hashes)));
  }

  retryLater(rid: number): void {
    const update = this.db.query.updateTable('raw_stanza').set((eb) => ({ attempts: eb('attempts', '+', 1) }));
    this.change(update.where('rid', '=', rid).where('session', '=', this.session), rid);
  }

  bury(rid: number, reason: string): void {
    this.end(rid, 'dead', reason);
  }

  private end(rid: number, state: 'done' | 'dead', note: string | null): void {
    const change = { state, note, settled_at: this.clock.now().getTime() };
    const update = this.db.query.updateTable('raw_stanza').set(change).where('rid', '=', rid);
    this.change(update.where('session', '=', this.session), rid);
  }

  /** A row that is not there, as after the removal of its session, must not look settled. */
  private change(update: Compilable, rid: number): void {
    if (this.db.run(update).changes === 0) throw new NotFoundError(`The journal has no row ${rid}`);
  }
}

const toJournalRow = (row: Selectable<Schema['raw_stanza']>): JournalRow => ({
  rid: row.rid,
  tag: row.tag,
  id: row.wa_id,
  from: row.from_jid,
  receivedAt: new Date(row.received_at),
  node: row.node,
  attempts: row.attempts,
});
