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
  for (let at = error; at instanceof Error; at = at.cause) if (NO_ROOM.includes(codeOf(at))) return true;
  return false;
}

/** What SQLite and the file system throw: errors with a code. Ours are no failures of the database. */
export const isDatabaseFailure = (error: unknown): boolean =>
  error instanceof Error && /^(SQLITE_\w+|E[A-Z0-9]+)$/.test(codeOf(error));

/** The code of a system's or a database's error, or an empty string. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
