import type { Clock } from '@columba/core';
import type { Database } from '../database/database.js';
import { statement } from '../database/statement.js';

export type ConsumerKind = 'ha' | 'webhook' | 'pull' | 'media';

export interface Consumer {
  id: string;
  kind: ConsumerKind;
  /** Everything up to here is done. */
  cursorPos: number;
  lastError?: string;
}

const FIND = statement((db, { id }: { id: string }) => db.selectFrom('consumer').selectAll().where('id', '=', id));
const ADVANCE = statement((db, { id, pos, error, at }: { id: string; pos: number; error: string | null; at: number }) =>
  db
    .updateTable('consumer')
    .set({ cursor_pos: pos, last_error: error, updated_at: at })
    .where('id', '=', id)
    .where('cursor_pos', '<=', pos),
);

/** Readers of the log, each with its own cursor. */
export class ConsumerRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the consumer at `startPos` unless it is there already; gives back where it stands. */
  ensure({ id, kind, startPos }: { id: string; kind: ConsumerKind; startPos: number }): Consumer {
    return this.db.transaction(() => {
      const row = { id, kind, cursor_pos: startPos, last_error: null, updated_at: this.clock.now().getTime() };
      const insert = this.db.query.insertInto('consumer').values(row);
      this.db.run(insert.onConflict((conflict) => conflict.doNothing()));
      return this.get(id) ?? { id, kind, cursorPos: startPos };
    });
  }

  get(id: string): Consumer | undefined {
    const row = this.db.first(FIND({ id }));
    if (!row) return undefined;
    const { kind, cursor_pos: cursorPos, last_error } = row;
    return { id, kind: kind as ConsumerKind, cursorPos, ...(last_error === null ? {} : { lastError: last_error }) };
  }

  /**
   * Everything up to `pos` is done. A cursor never goes back by this. It does not wait for the disk: a crash of the
   * process does not undo it; a power cut may, and then the last events come once more, under the same ids.
   */
  advance(id: string, pos: number, lastError?: string): void {
    const at = this.clock.now().getTime();
    this.db.unsyncedTransaction(() => this.db.run(ADVANCE({ id, pos, error: lastError ?? null, at })));
  }

  /** How many events wait for this consumer. */
  lag(id: string): number {
    const { query } = this.db;
    const waiting = query
      .selectFrom('event')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pos', '>', query.selectFrom('consumer').select('cursor_pos').where('id', '=', id));
    return this.db.first(waiting)?.count ?? 0;
  }
}
