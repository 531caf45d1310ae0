import { StorageError } from '@columba/core';

const NO_ROOM = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/** Any failure of the database as a StorageError; the database's own error stays underneath as `cause`. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const what = isDiskFull(error) ? 'The disk is full: nothing was stored' : 'The database refused the operation';
  return new StorageError(what, { cause: error });
}

/** Whether a failed write failed for lack of space. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return NO_ROOM.includes(codeOf(error)) || isDiskFull((error as { cause?: unknown }).cause);
}

/** What SQLite and the file system throw: errors with a code. Ours are no failures of the database. */
export const isDatabaseFailure = (error: unknown): boolean => /^(SQLITE_\w+|E[A-Z0-9]+)$/.test(codeOf(error));

/** The code of a system's or a database's error, or an empty string. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Somebody else owns the database now, or the session: what is written here would overwrite what is true there. */
export class OwnershipLostError extends StorageError {}
