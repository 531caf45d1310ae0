import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { EndPolicy } from './end-policy.js';
import { ENDS, type End } from './ends.js';

const policy = (clock = new ManualClock()) => new EndPolicy(clock, () => 0.5);

describe('what follows the end of a browser', () => {
  it.each(Object.keys(ENDS) as End[])('is named for %s, and only an unlinked one is forgotten', (end) => {
    const decision = policy().decide(end, undefined);
    if (decision.kind === 'rest') expect(decision.archive ?? false).toBe(end === 'unlinked');
    else expect(decision.waitMs).toBeGreaterThanOrEqual(0);
  });

  it('is a longer wait each time, and a short one again after a stable connection', () => {
    const waits = policy();
    const wait = (openMs?: number) => {
      const decision = waits.decide('browser_lost', openMs);
      return decision.kind === 'retry' ? decision.waitMs : undefined;
    };
    expect([wait(), wait(), wait(1000)]).toEqual([500, 1000, 2000]);
    expect(wait(60_000)).toBe(500);
    for (let n = 0; n < 20; n += 1) wait();
    expect(wait()).toBe(150_000);
  });

  it('is the end of it when another client takes over three times in five minutes', () => {
    const clock = new ManualClock();
    const taken = policy(clock);
    expect(taken.decide('conflict', undefined)).toEqual({ kind: 'retry', waitMs: 30_000, reason: 'conflict' });
    expect(taken.decide('conflict', undefined)).toMatchObject({ waitMs: 60_000 });
    expect(taken.decide('conflict', undefined)).toMatchObject({ kind: 'rest', state: 'replaced', reason: 'conflict' });
  });
});
