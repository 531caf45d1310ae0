/** Whether the long form runs: more of everything, for the night. */
export const FULL = process.env.FAULTS_FULL === '1';

/** A part of it, to try something out; the counts of a release are those of 1. */
const SCALE = Number(process.env.FAULTS_SCALE ?? 1);

/** The first number in the short form, the second in the long one; never less than 1. */
export const scaled = (short: number, full: number): number => Math.max(1, Math.round((FULL ? full : short) * SCALE));

/** Names the run's random moments; the table says which one it was. */
export const SEED = Number(process.env.FAULTS_SEED ?? 1);

/** Uniform in [0, 1), the same series for the same seed and name. */
export function randomOf(name: string): () => number {
  let state = SEED;
  for (const letter of name) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Patience with one fault: the long form, or a slow machine. What hangs inside is given up long before. */
export const LONGEST_MS = 4 * 3600_000;
