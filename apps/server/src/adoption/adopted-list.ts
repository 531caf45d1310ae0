import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What was taken over once is not taken over again: an account that was logged out since must not come back. Kept in a
 * file beside the database, written only after what it tells of is stored.
 */
export class AdoptedList {
  private readonly file: string;
  private readonly known: Record<string, string>;

  /** @throws SyntaxError when the file is damaged. */
  constructor(dataDirectory: string) {
    this.file = join(dataDirectory, 'adopted.json');
    this.known = existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, string>) : {};
  }

  has(folder: string): boolean {
    return folder in this.known;
  }

  add(folder: string, now: Date): void {
    this.known[folder] = now.toISOString();
    const next = `${this.file}.new`;
    writeFileSync(next, `${JSON.stringify(this.known, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(next, this.file);
  }
}
