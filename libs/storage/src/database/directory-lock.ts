import { join } from 'node:path';
import { StorageError } from '@columba/core';
import Sqlite from 'better-sqlite3';
import { codeOf } from './errors.js';
import { privateFile } from './private-files.js';

/**
 * Holds a data directory for this process alone; returns the function that lets it go. The lock is the operating
 * system's, on a file of its own: it dies with the process, however that ends, so there is never a stale one.
 * @throws StorageError when another process holds it.
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'columba.lock');
  privateFile(file);
  try {
    const lock = new Sqlite(file, { timeout: 0 });
    try {
      lock.pragma('locking_mode = EXCLUSIVE');
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return () => void lock.close();
  } catch (cause) {
    const why = codeOf(cause).startsWith('SQLITE_BUSY') ? 'is in use by another process' : 'cannot be written';
    throw new StorageError(`The data directory ${directory} ${why}`, { cause });
  }
}
