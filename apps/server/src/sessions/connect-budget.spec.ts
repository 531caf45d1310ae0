import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { ConnectBudget, type ConnectKind } from './connect-budget.js';

function queue(...kinds: ConnectKind[]) {
  const clock = new ManualClock();
  const budget = new ConnectBudget(clock, 10);
  const granted: number[] = [];
  const aborts = kinds.map(() => new AbortController());
  const permits = aborts.map(async ({ signal }, at) => {
    await budget.permit(kinds[at] ?? 'again', signal);
    granted.push(at);
  });
  return { clock, granted, aborts, permits };
}
const times = (count: number, kind: ConnectKind) => Array.from({ length: count }, () => kind);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('ConnectBudget', () => {
  it('has twenty sessions of a start connect within ten seconds, in their order', async () => {
    const { clock, granted } = queue(...times(20, 'first'));
    await clock.advance(0);
    expect(granted).toEqual(upTo(10));
    await clock.advance(10_000);
    expect(granted).toEqual(upTo(20));
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets five connect again in any ten seconds, in their order', async () => {
    const { clock, granted } = queue(...times(12, 'again'));
    await clock.advance(0);
    expect(granted).toEqual(upTo(5));
    await clock.advance(9_999);
    expect(granted).toHaveLength(5);
    await clock.advance(1);
    expect(granted).toHaveLength(10);
    await clock.advance(10_000);
    expect(granted).toEqual(upTo(12));
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps to ten of both kinds together, and lets a start pass who waits to connect again', async () => {
    const { clock, granted } = queue(...times(7, 'again'), ...times(7, 'first'));
    await clock.advance(0);
    expect(granted).toEqual([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
    await clock.advance(10_000);
    expect(granted.slice(10)).toEqual([5, 6, 12, 13]);
  });

  it('gives the turn of whoever gave up to the next', async () => {
    const { clock, granted, aborts, permits } = queue(...times(7, 'again'));
    const gaveUp = new Error('stopped');
    aborts[5]?.abort(gaveUp);
    await expect(permits[5]).rejects.toBe(gaveUp);
    await clock.advance(10_000);
    expect(granted).toEqual([0, 1, 2, 3, 4, 6]);
  });

  it('refuses who had given up before', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(new ConnectBudget(new ManualClock(), 10).permit('first', gone)).rejects.toThrow('gone');
  });
});
