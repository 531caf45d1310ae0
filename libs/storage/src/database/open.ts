import { statSync } from 'node:fs';
import { join } from 'node:path';
import { failpoint, StorageError } from '@columba/core';
import Sqlite from 'better-sqlite3';
import { lockDirectory } from './directory-lock.js';
import { codeOf } from './errors.js';
import type { LogSync } from './disk-line.js';
import { migrate, refuseNewer } from './migrate.js';
import { adoptSnapshot } from './snapshot.js';
import { privateDirectory, privateFile } from './private-files.js';
import { WriteAheadLog } from './write-ahead-log.js';

export interface OpenedDatabase {
  raw: Sqlite.Database;
  log: LogSync;
  /** Lets go of the data directory; the database is closed by then. */
  release: () => void;
}

/**
 * Takes the data directory for this process, checks the database and brings its schema up to date.
 * @throws StorageError with one sentence for a person; a database that was there is unchanged then.
 */
export function openDatabase(directory: string, now: () => Date): OpenedDatabase {
  privateDirectory(directory);
  const unlock = lockDirectory(directory);
  try {
    failpoint('start.locked');
    adoptSnapshot(directory);
    const file = join(directory, 'columba.db');
    const raw = openFile(file, now);
    const log = new WriteAheadLog(file);
    const release = () => {
      log.close();
      unlock();
    };
    return { raw, log: () => log.sync(), release };
  } catch (error) {
    unlock();
    throw error;
  }
}

function openFile(file: string, now: () => Date): Sqlite.Database {
  let raw: Sqlite.Database | undefined;
  try {
    privateFile(file);
    if (statSync(file).size > 0) inspect(file);
    raw = new Sqlite(file, { timeout: 5_000 });
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    // 16 MB: copying the log into the file costs more than anything else here, and rarer is cheaper.
    raw.pragma('wal_autocheckpoint = 4000');
    // 8 MB, half of the usual: a long history fills it, and gains nothing by more.
    raw.pragma('cache_size = -8000');
    raw.pragma('foreign_keys = ON');
    migrate(raw, now);
    failpoint('start.opened');
    return raw;
  } catch (cause) {
    raw?.close();
    throw refusal(file, cause);
  }
}

/**
 * Damage found now is a message; damage found later is lost data. On a reading handle, because a writing one would
 * copy its log into the damaged file when it is closed.
 */
function inspect(file: string): void {
  const raw = new Sqlite(file, { readonly: true });
  try {
    const verdict = raw.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw damaged(file, new Error(String(verdict)));
    refuseNewer(raw);
  } finally {
    raw.close();
  }
}

function refusal(file: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const isDamage = ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].some((code) => codeOf(cause).startsWith(code));
  return isDamage ? damaged(file, cause) : new StorageError(`The database ${file} cannot be opened`, { cause });
}

const damaged = (file: string, cause: unknown): StorageError =>
  new StorageError(`The database ${file} is damaged. It was left as it is: restore a backup or move it away`, {
    cause,
  });
