import { type RawBuilder, sql } from 'kysely';

/**
 * The right side of an `in`: one bound value however many there are, so it is one statement and has no limit. The place
 * that a {@link statement} keeps for them is left to it.
 */
export const oneOf = <T extends string | number>(values: readonly T[]): RawBuilder<T> =>
  sql<T>`(SELECT value FROM json_each(${Array.isArray(values) ? JSON.stringify(values) : values}))`;
