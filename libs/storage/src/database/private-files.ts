import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { StorageError } from '@columba/core';
import { codeOf } from './errors.js';

/** Makes the folder unless it is there, and keeps it to ourselves (mode 0700). @throws StorageError */
export function privateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StorageError(`The data directory ${directory} cannot be written`, { cause });
  }
  restrict(directory, 0o700);
}

/**
 * Makes an empty file unless it is there, and keeps it to ourselves (mode 0600); SQLite gives its companion files the
 * same mode. A file that is there is not opened: closing it would drop the locks that this process holds on it.
 * @throws StorageError
 */
export function privateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw new StorageError(`The file ${file} cannot be written`, { cause });
  }
  restrict(file, 0o600);
}

/** On a disk without modes, and in a folder that somebody else owns, what is there stays as open as it is. */
function restrict(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (cause) {
    if (!['EPERM', 'ENOTSUP', 'EINVAL', 'EROFS'].includes(codeOf(cause)))
      throw new StorageError(`The mode of ${path} cannot be set`, { cause });
  }
}
