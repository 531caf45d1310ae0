/** Limits in milliseconds. */
export interface BackoffLimits {
  firstMs: number;
  maximumMs: number;
}

/**
 * Full jitter: a uniformly random wait below a doubling ceiling, so that many sessions cut off together do not come
 * back together. `attempt` counts from 0; `random` is uniform in [0, 1).
 */
export function fullJitter(attempt: number, limits: BackoffLimits, random: () => number): number {
  const ceiling = Math.min(limits.maximumMs, limits.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(random() * ceiling);
}
