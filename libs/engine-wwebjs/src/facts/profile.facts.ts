import type { Readers } from './reading.js';

/** entry type → facts, see `change.facts.ts` for a table that is filled. */
export const PROFILE_READERS: Readers = {};
