import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@columba/core';
import Sqlite from 'better-sqlite3';
import { privateFile } from './private-files.js';

const DATABASE = 'columba.db';
const SNAPSHOT = 'columba.backup';

/**
 * Makes a whole copy of the database beside it while the server goes on writing; a copy of the files themselves, taken one
 * after the other, would be none. Does nothing where there is no database yet.
 * @throws StorageError
 */
export async function takeSnapshot(directory: string): Promise<boolean> {
  const file = join(directory, DATABASE);
  if (!isThere(file)) return false;
  const part = join(directory, `${SNAPSHOT}.part`);
  try {
    rmSync(part, { force: true });
    privateFile(part);
    const raw = new Sqlite(file, { readonly: true, timeout: 10_000 });
    try {
      await raw.backup(part);
    } finally {
      raw.close();
    }
    renameSync(part, join(directory, SNAPSHOT));
    return true;
  } catch (cause) {
    throw new StorageError(`The database in ${directory} cannot be copied`, { cause });
  }
}

export function dropSnapshot(directory: string): void {
  for (const name of [SNAPSHOT, `${SNAPSHOT}.part`]) rmSync(join(directory, name), { force: true });
}

/** A restored backup holds the copy only: then it becomes the database. Beside a database a copy is left over, and goes. */
export function adoptSnapshot(directory: string): void {
  const snapshot = join(directory, SNAPSHOT);
  if (!existsSync(snapshot)) return;
  const file = join(directory, DATABASE);
  if (isThere(file)) return dropSnapshot(directory);
  for (const companion of [`${file}-wal`, `${file}-shm`]) rmSync(companion, { force: true });
  renameSync(snapshot, file);
}

const isThere = (file: string): boolean => existsSync(file) && statSync(file).size > 0;
