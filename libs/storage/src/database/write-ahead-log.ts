import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const synced = promisify(fdatasync);

/**
 * SQLite's log, to be waited for beside SQLite, which would stand still meanwhile. SQLite writes into this file for as
 * long as the database is open, and has no locks on it that closing our handle could break.
 */
export class WriteAheadLog {
  private readonly file: number;
  private running = 0;
  private closed = false;

  constructor(database: string) {
    this.file = openSync(`${database}-wal`, 'r');
  }

  async sync(): Promise<void> {
    this.running += 1;
    try {
      await synced(this.file);
    } finally {
      this.running -= 1;
      if (this.closed && this.running === 0) closeSync(this.file);
    }
  }

  /** The number of an open file must not be given away while something waits for it. */
  close(): void {
    this.closed = true;
    if (this.running === 0) closeSync(this.file);
  }
}
