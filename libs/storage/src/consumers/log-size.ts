import { sql } from 'kysely';
import type { Database } from '../database/database.js';

/** What an event takes beside its text: its other columns, its places in the indexes, its keys. */
const OVERHEAD = 400;
/** So few at once that nobody waits for it. */
const BATCH = 5_000;

export const sizeOfEvent = sql<number>`octet_length(data) + ${sql.lit(OVERHEAD)}`.as('size');

/** How much the events of the log take, counted once after a start and then as they come. */
export class LogSize {
  bytes = 0;
  private upTo = 0;
  private rows = 0;

  constructor(private readonly db: Database) {}

  /** Counts a batch of what was not counted yet. @returns whether there is more */
  measure(): boolean {
    const { query } = this.db;
    const next = query.selectFrom('event').select(['pos', sizeOfEvent]).where('pos', '>', this.upTo);
    const sums = query
      .selectFrom(next.orderBy('pos').limit(BATCH).as('next'))
      .select((eb) => [
        eb.fn.max('pos').as('upTo'),
        eb.fn.sum<number>('size').as('bytes'),
        eb.fn.countAll<number>().as('rows'),
      ]);
    const found = this.db.first(sums);
    if (!found?.rows) return this.recount();
    this.upTo = found.upTo;
    this.bytes += found.bytes;
    this.rows += found.rows;
    return true;
  }

  /** The oldest were removed. */
  shrunk(rows: number, bytes: number): void {
    this.rows -= rows;
    this.bytes -= bytes;
  }

  /** A session that was deleted has taken its events with it: then the count begins anew. */
  private recount(): boolean {
    const all = this.db.query.selectFrom('event').select((eb) => eb.fn.countAll<number>().as('rows'));
    if (this.db.first(all)?.rows === this.rows) return false;
    this.upTo = this.bytes = this.rows = 0;
    return true;
  }
}
