import type SqliteDatabase from 'better-sqlite3';
import { OwnershipLostError } from './errors.js';

/**
 * Whose writes count. The lock of the directory says who is alive; this holds where that lock does not, as on a network
 * disk.
 */
export class Ownership {
  /** Ours, since {@link claim}; higher than that of every owner before. */
  private generation: number | undefined;
  /** Changes only when somebody else has written: as long as it does not, there is nothing to ask. */
  private version: unknown;
  private readonly askVersion: SqliteDatabase.Statement;

  constructor(
    private readonly raw: SqliteDatabase.Database,
    /** Hears, once, that another process has taken over. */
    private onLost: () => void,
  ) {
    this.askVersion = raw.prepare('PRAGMA data_version').pluck();
  }

  /** From now on the writes of an earlier owner, if it still lives, are refused. */
  claim(at: Date): number {
    const claimed = this.raw
      .prepare<[number], { generation: number }>(
        `INSERT INTO ownership (id, generation, taken_at) VALUES (1, 1, ?)
         ON CONFLICT (id) DO UPDATE SET generation = generation + 1, taken_at = excluded.taken_at RETURNING generation`,
      )
      .get(at.getTime());
    if (!claimed) throw new Error('The database did not say whose it is');
    this.generation = claimed.generation;
    this.version = this.askVersion.get();
    return claimed.generation;
  }

  /** To be asked inside the transaction that is about to write. @throws OwnershipLostError */
  require(): void {
    if (this.generation === undefined) return;
    const version = this.askVersion.get();
    if (version === this.version) return;
    const present = this.raw.prepare<[], { generation: number }>('SELECT generation FROM ownership').get()?.generation;
    if (present === this.generation) {
      this.version = version;
      return;
    }
    const tell = this.onLost;
    this.onLost = () => {};
    tell();
    throw new OwnershipLostError('Another process has taken over the data directory');
  }
}
