import { InvalidInputError } from '@columba/core';

/** A place in the whole log. Opaque to clients, so that it may become something else. */
export const writeCursor = (pos: number): string => Buffer.from(`p${pos}`).toString('base64url');

/** @throws InvalidInputError unless the text came from {@link writeCursor}. */
export function readCursor(cursor: string): number {
  const digits = /^p(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (digits === undefined) throw new InvalidInputError('This cursor did not come from here');
  return Number(digits);
}
