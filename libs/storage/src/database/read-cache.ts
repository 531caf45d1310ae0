import type { Database } from './database.js';

/**
 * Rows that are read several times a message and written hardly ever. Whoever writes them clears it; what was read in a
 * transaction that was undone goes by itself.
 */
export class ReadCache<Row> {
  private readonly rows = new Map<string, Row>();
  private epoch = 0;

  constructor(
    private readonly db: Pick<Database, 'epoch'>,
    private readonly most: number,
  ) {}

  get(key: string, read: () => Row | undefined): Row | undefined {
    if (this.epoch !== this.db.epoch || this.rows.size >= this.most) this.clear();
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const found = read();
    if (found !== undefined) this.rows.set(key, found);
    return found;
  }

  clear(): void {
    this.epoch = this.db.epoch;
    this.rows.clear();
  }
}
