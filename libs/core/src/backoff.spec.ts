import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../testing/seeded-random.js';
import { fullJitter } from './backoff.js';

const LIMITS = { firstMs: 1000, maximumMs: 300_000 };

describe('fullJitter', () => {
  it('stays between 0 and a ceiling that doubles up to the maximum, for any seed', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      for (let attempt = 0; attempt < 40; attempt++) {
        const wait = fullJitter(attempt, LIMITS, random);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(300_000, 1000 * 2 ** attempt));
      }
    }
  });

  it.each([
    [0, 1000],
    [1, 2000],
    [4, 16_000],
    [8, 256_000],
    [9, 300_000],
    [30, 300_000],
    [31, 300_000],
    [100_000, 300_000],
  ])('attempt %i has the ceiling %i', (attempt, ceiling) => {
    expect(fullJitter(attempt, LIMITS, () => 1)).toBe(ceiling);
    expect(fullJitter(attempt, LIMITS, () => 0.5)).toBe(ceiling / 2);
    expect(fullJitter(attempt, LIMITS, () => 0)).toBe(0);
  });

  it('spreads evenly below the ceiling: every tenth of it gets its share', () => {
    const random = seededRandom(7);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n++) {
      const tenth = Math.min(9, Math.floor(fullJitter(20, LIMITS, random) / 30_000));
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('keeps sessions apart that were cut off together', () => {
    const waits = Array.from({ length: 50 }, (_, session) => fullJitter(6, LIMITS, seededRandom(session + 1)));
    expect(new Set(waits).size).toBeGreaterThan(45);
  });
});
