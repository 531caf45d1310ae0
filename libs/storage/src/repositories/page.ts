import { InvalidInputError } from '@columba/core';

/** Some of a list. */
export interface Page<T> {
  data: T[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
}

export interface PageRequest {
  /** At least 1. */
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

type Mark = string | number;

/** A place in an order of rows: the values that the order is made of, so it stays valid whatever comes or goes. */
export const toCursor = (...marks: readonly Mark[]): string => Buffer.from(JSON.stringify(marks)).toString('base64url');

/**
 * @param types what the marks must be. @throws InvalidInputError when it is not such a cursor.
 */
export function fromCursor<T extends readonly Mark[]>(cursor: string, example: T): T {
  const marks = read(cursor);
  const fits = marks.length === example.length && marks.every((mark, n) => typeof mark === typeof example[n]);
  if (!fits) throw new InvalidInputError('This is not a cursor of this list');
  return marks as unknown as T;
}

function read(cursor: string): unknown[] {
  try {
    const marks: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(marks) ? marks : [];
  } catch {
    return [];
  }
}

/** Cuts a page of rows that were asked for with one more than the limit. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  { item, cursor }: { item: (row: Row) => T; cursor: (row: Row) => string },
): Page<T> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: rows.slice(0, limit).map(item), ...(last === undefined ? {} : { next: cursor(last) }) };
}
