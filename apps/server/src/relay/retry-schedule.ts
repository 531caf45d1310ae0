const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between one attempt and the next; the first attempt is made at once. Together 77 hours. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** The other side may ask for patience, but not for ever. */
const LONGEST_MS = 24 * HOUR;
const SPREAD = 0.2;

export const MOST_ATTEMPTS = WAITS.length + 1;

/**
 * How long to wait after `failed` attempts of one event, give or take a fifth so that many do not come back together.
 * @param askedMs what the other side asked for; then not sooner
 */
export function waitAfter(failed: number, random: () => number, askedMs = 0): number {
  const wait = WAITS[Math.min(failed, WAITS.length) - 1] ?? 0;
  const spread = Math.round(wait * (1 - SPREAD + 2 * SPREAD * random()));
  return Math.max(spread, Math.min(askedMs, LONGEST_MS));
}
