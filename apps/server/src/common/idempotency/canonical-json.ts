import { InvalidInputError } from '@columba/core';

/**
 * JSON with the names of objects in order, so that the same request has the same text however it was written.
 * @throws InvalidInputError for what is nested deeper than can be walked through
 */
export function canonicalJson(value: unknown): string {
  try {
    return JSON.stringify(value, inOrder) ?? '';
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInputError('This is nested too deep', { cause: error });
    throw error;
  }
}

function inOrder(_name: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
