import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { ConnectBudget } from './connect-budget.js';

function queue(count: number) {
  const clock = new ManualClock();
  const budget = new ConnectBudget(clock);
  const granted: number[] = [];
  const aborts = Array.from({ length: count }, () => new AbortController());
  const permits = aborts.map(async ({ signal }, at) => {
    await budget.permit(signal);
    granted.push(at);
  });
  return { clock, granted, aborts, permits };
}

describe('ConnectBudget', () => {
  it('lets five connect in any ten seconds, in their order', async () => {
    const { clock, granted } = queue(12);
    await clock.advance(0);
    expect(granted).toEqual([0, 1, 2, 3, 4]);
    await clock.advance(9_999);
    expect(granted).toHaveLength(5);
    await clock.advance(1);
    expect(granted).toHaveLength(10);
    await clock.advance(10_000);
    expect(granted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives the turn of whoever gave up to the next', async () => {
    const { clock, granted, aborts, permits } = queue(7);
    const gaveUp = new Error('stopped');
    aborts[5]?.abort(gaveUp);
    await expect(permits[5]).rejects.toBe(gaveUp);
    await clock.advance(10_000);
    expect(granted).toEqual([0, 1, 2, 3, 4, 6]);
  });

  it('refuses who had given up before', async () => {
    await expect(new ConnectBudget(new ManualClock()).permit(AbortSignal.abort(new Error('gone')))).rejects.toThrow(
      'gone',
    );
  });
});
