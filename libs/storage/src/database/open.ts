import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@columba/core';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../migrations/index.js';

const FILE = 'columba.db';
const LOCK = 'columba.lock';

export interface OpenedDatabase {
  raw: Sqlite.Database;
  /** Lets go of the data directory. */
  release: () => void;
}

/**
 * Takes the data directory for this process, checks the database and brings its schema up to date.
 * @throws StorageError with one sentence for a person; nothing that was there is changed then.
 */
export function openDatabase(directory: string, now: () => Date): OpenedDatabase {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StorageError(`The data directory ${directory} cannot be written`, { cause });
  }
  const release = takeLock(directory);
  try {
    return { raw: openChecked(join(directory, FILE), now), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** An exclusive lock on a file of its own: it dies with the process, however that ends. */
function takeLock(directory: string): () => void {
  try {
    const lock = new Sqlite(join(directory, LOCK), { timeout: 0 });
    try {
      lock.pragma('locking_mode = EXCLUSIVE');
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return () => lock.close();
  } catch (cause) {
    const busy = String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY');
    const why = busy ? 'is in use by another process' : 'cannot be written';
    throw new StorageError(`The data directory ${directory} ${why}`, { cause });
  }
}

function openChecked(file: string, now: () => Date): Sqlite.Database {
  const isNew = !existsSync(file);
  let raw: Sqlite.Database | undefined;
  try {
    raw = new Sqlite(file, { timeout: 5_000 });
    if (isNew) chmodSync(file, 0o600);
    else check(raw, file);
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    migrate(raw, now);
    return raw;
  } catch (cause) {
    raw?.close();
    if (cause instanceof StorageError) throw cause;
    if (isDamage(cause)) throw damaged(file, cause);
    throw new StorageError(`The database ${file} cannot be opened`, { cause });
  }
}

/** Damage found now is a message; damage found later is lost data. */
function check(raw: Sqlite.Database, file: string): void {
  const verdict = raw.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw damaged(file, new Error(String(verdict)));
}

const isDamage = (error: unknown): boolean =>
  ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].some((code) => String((error as { code?: unknown }).code).startsWith(code));

const damaged = (file: string, cause: unknown): StorageError =>
  new StorageError(`The database ${file} is damaged. It was left as it is: restore a backup or move it away`, {
    cause,
  });

function migrate(raw: Sqlite.Database, now: () => Date): void {
  raw.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  const applied = raw.prepare('SELECT name FROM migration ORDER BY name').pluck().all() as string[];
  const unknown = applied.find((name) => !MIGRATIONS.some((known) => known.name === name));
  if (unknown !== undefined)
    throw new StorageError(`The database was written by a newer version of Columba (it has '${unknown}')`);
  for (const { name, sql } of MIGRATIONS) {
    if (applied.includes(name)) continue;
    raw.transaction(() => {
      raw.exec(sql);
      raw.prepare('INSERT INTO migration (name, applied_at) VALUES (?, ?)').run(name, now().getTime());
    })();
  }
}
