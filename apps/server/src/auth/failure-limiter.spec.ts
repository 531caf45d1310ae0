import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { FailureLimiter } from './failure-limiter.js';

const fail = (limiter: FailureLimiter, times: number, address = '10.0.0.1') =>
  Array.from({ length: times }, () => limiter.failed(address));

describe('FailureLimiter', () => {
  it('lets ten wrong keys pass and closes the door for a minute at the eleventh', () => {
    const limiter = new FailureLimiter(new ManualClock());
    expect(fail(limiter, 11)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60]);
    expect(limiter.failed('10.0.0.1')).toBe(60);
    expect(limiter.failed('10.0.0.2')).toBe(0);
  });

  it('doubles the time with each round', async () => {
    const clock = new ManualClock();
    const limiter = new FailureLimiter(clock);
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 8; round++) {
      waits.push(fail(limiter, 11).at(-1));
      await clock.advance((waits.at(-1) ?? 0) * 1000);
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  it('forgets slow mistakes', async () => {
    const clock = new ManualClock();
    const limiter = new FailureLimiter(clock);
    for (let minute = 0; minute < 30; minute++) {
      expect(limiter.failed('10.0.0.1')).toBe(0);
      await clock.advance(60_000);
    }
  });

  it('takes a whole IPv6 network for one guesser', () => {
    const limiter = new FailureLimiter(new ManualClock());
    const addresses = Array.from({ length: 11 }, (_, at) => `2001:db8:1:2::${at + 1}`);
    expect(addresses.map((address) => limiter.failed(address)).at(-1)).toBe(60);
    expect(limiter.failed('2001:db8:1:3::1')).toBe(0);
  });
});
