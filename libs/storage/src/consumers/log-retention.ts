import { type Clock } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { EventSpan } from './event-span.js';
import { LogSize, sizeOfEvent } from './log-size.js';

const DAY_MS = 24 * 3600 * 1000;
/** So few at once that nobody waits for it. */
const BATCH = 500;
/** WhatsApp delivers again for so long: until then a double must be recognised, although its event is gone. */
const REDELIVERED_FOR_DAYS = 14;

export interface LogLimits {
  /** Older events go once every consumer in `heldFor` has them; absent: nobody knows just now how old anything is. */
  days?: number;
  /** More events are never kept: the oldest go, whoever lacks them. */
  events: number;
  /** Nor more of their bytes, with what the database needs to find them. */
  bytes?: number;
}

/** Consumers with the parts of their filters as JSON; NULL: all. */
const FILTERED = sql`SELECT id, cursor_pos, filter -> '$.types' types, filter -> '$.sessions' sessions, filter -> '$.chats' chats
  FROM (SELECT k.id, k.cursor_pos, coalesce(w.filter, p.filter) filter
    FROM consumer k LEFT JOIN webhook w ON w.id = k.id LEFT JOIN pull_consumer p ON p.id = k.id)`;

/** A chat counts under every address that is known of it. */
const WANTED = sql`(c.types IS NULL OR e.type IN (SELECT value FROM json_each(c.types)))
  AND (c.sessions IS NULL OR e.session IN (SELECT value FROM json_each(c.sessions)))
  AND (c.chats IS NULL OR e.chat IN (SELECT value FROM json_each(c.chats)) OR EXISTS (
    SELECT 1 FROM alias a JOIN alias b ON b.person_id = a.person_id JOIN json_each(c.chats) wanted ON wanted.value = b.alias
    WHERE a.session = e.session AND a.alias = e.chat))`;

/** Keeps the log within its limits. Whoever loses something by that is told. */
export class LogRetention {
  private readonly size: LogSize;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    this.size = new LogSize(db);
  }

  /** Counts what came since the last time; to be called until it returns false, before {@link trim}. */
  measure(): boolean {
    return this.size.measure();
  }

  /**
   * Removes at most a batch of events; to be called again until it returns 0.
   * @param heldFor ids of the consumers that the log waits for, within the hard limits
   */
  trim(limits: LogLimits, heldFor: readonly string[]): number {
    const { db } = this;
    const gone = db.transaction(() => {
      const oldest = this.mustGo(limits, heldFor);
      const upTo = oldest.at(-1)?.pos;
      if (upTo === undefined) return [];
      this.noteLosses(upTo);
      db.run(db.query.deleteFrom('event').where('pos', '<=', upTo));
      db.run(db.query.deleteFrom('delivery').where('pos', '<=', upTo));
      db.run(db.query.updateTable('log_start').set({ trimmed_pos: upTo }));
      if (limits.days !== undefined) this.forgetKeys(limits.events);
      return oldest;
    });
    const bytes = gone.reduce((sum, { size }) => sum + size, 0);
    this.size.shrunk(gone.length, bytes);
    return gone.length;
  }

  /** What a consumer lost and was not told yet. */
  losses(consumer: string): EventSpan[] {
    const rows = this.db.query.selectFrom('loss').selectAll().where('consumer', '=', consumer).orderBy('session');
    return this.db.all(rows).map((row) => ({
      session: row.session,
      fromSeq: row.from_seq,
      toSeq: row.to_seq,
      count: row.events,
      oldestAt: new Date(row.oldest_at),
    }));
  }

  /** The consumer knows of it. What was lost meanwhile stays to be told. */
  told(consumer: string, { session, toSeq }: EventSpan): void {
    const row = this.db.query.deleteFrom('loss').where('consumer', '=', consumer).where('session', '=', session);
    this.db.run(row.where('to_seq', '<=', toSeq));
  }

  /** Always from the oldest on, so that one wrong time stamp takes nothing else with it. */
  private mustGo({ days = Infinity, events, bytes = Infinity }: LogLimits, heldFor: readonly string[]) {
    const { query } = this.db;
    const count = this.db.first(query.selectFrom('event').select((eb) => eb.fn.countAll<number>().as('n')))?.n ?? 0;
    const before = this.clock.now().getTime() - days * DAY_MS;
    const done = Math.min(...heldFor.map((consumer) => this.doneBy(consumer)));
    const rows = query.selectFrom('event').select(['pos', 'stored_at', sizeOfEvent]).orderBy('pos').limit(BATCH);
    const oldest = this.db.all(rows);
    let left = this.size.bytes;
    const kept = oldest.findIndex(({ pos, stored_at, size }, index) => {
      const mayGo = stored_at < before && pos <= done;
      if (index >= count - events && left <= bytes && !mayGo) return true;
      left -= size;
      return false;
    });
    return kept < 0 ? oldest : oldest.slice(0, kept);
  }

  /** Up to where a consumer needs nothing any more. */
  private doneBy(consumer: string): number {
    const { query } = this.db;
    const cursor = this.db.first(query.selectFrom('consumer').select('cursor_pos').where('id', '=', consumer));
    const waiting = query.selectFrom('delivery').select((eb) => eb.fn.min('pos').as('first'));
    const first = this.db.first(waiting.where('consumer', '=', consumer).where('state', '=', 'pending'))?.first;
    return Math.min(cursor?.cursor_pos ?? Infinity, first ? first - 1 : Infinity);
  }

  /** Undone is what lies behind the cursor and is wanted, and what was taken in and still waits or was set aside. */
  private noteLosses(upTo: number): void {
    const undone = sql`SELECT c.id, e.session, min(e.seq), max(e.seq), count(*), min(e.stored_at)
      FROM event e JOIN (${FILTERED}) c ON (e.pos > c.cursor_pos AND ${WANTED})
        OR EXISTS (SELECT 1 FROM delivery d WHERE d.consumer = c.id AND d.pos = e.pos)
      WHERE e.pos <= ${upTo} GROUP BY c.id, e.session`;
    const note = sql`INSERT INTO loss (consumer, session, from_seq, to_seq, events, oldest_at) ${undone}
      ON CONFLICT DO UPDATE SET from_seq = min(from_seq, excluded.from_seq), to_seq = max(to_seq, excluded.to_seq),
        events = events + excluded.events, oldest_at = min(oldest_at, excluded.oldest_at)`;
    this.db.run({ compile: () => note.compile(this.db.query) });
    const behind = this.db.query.updateTable('consumer').set({ cursor_pos: upTo }).where('cursor_pos', '<', upTo);
    this.db.run(behind);
  }

  private forgetKeys(most: number): void {
    const { query } = this.db;
    const oldest = this.db.first(query.selectFrom('event').select(['pos', 'stored_at']).orderBy('pos').limit(1));
    if (!oldest) return;
    const isOld = this.clock.now().getTime() - oldest.stored_at >= REDELIVERED_FOR_DAYS * DAY_MS;
    const before = isOld ? oldest.pos : oldest.pos - most;
    const keys = sql`DELETE FROM event_key WHERE (session, key) IN
      (SELECT session, key FROM event_key WHERE pos < ${before} LIMIT ${BATCH * 2})`;
    this.db.run({ compile: () => keys.compile(query) });
  }
}
