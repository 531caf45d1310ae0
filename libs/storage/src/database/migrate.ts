import { failpoint, StorageError } from '@columba/core';
import type SqliteDatabase from 'better-sqlite3';
import { MIGRATIONS } from '../migrations/index.js';

/** @throws StorageError when a newer Columba has written the database. */
export function refuseNewer(raw: SqliteDatabase.Database): void {
  const unknown = appliedTo(raw).find((name) => !MIGRATIONS.some((known) => known.name === name));
  if (unknown !== undefined)
    throw new StorageError(`The database was written by a newer version of Columba (it has '${unknown}')`);
}

/** Brings the schema up to date, each step in one transaction with its name. */
export function migrate(raw: SqliteDatabase.Database, now: () => Date): void {
  raw.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  const applied = appliedTo(raw);
  for (const { name, sql } of MIGRATIONS) {
    if (applied.includes(name)) continue;
    const step = raw.transaction(() => {
      raw.exec(sql);
      raw.prepare('INSERT INTO migration (name, applied_at) VALUES (?, ?)').run(name, now().getTime());
      failpoint('start.migrate');
    });
    step.immediate();
  }
}

function appliedTo(raw: SqliteDatabase.Database): string[] {
  const table = raw.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").get();
  return table ? (raw.prepare('SELECT name FROM migration ORDER BY name').pluck().all() as string[]) : [];
}
