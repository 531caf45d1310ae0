import { describe, expect, it } from '@jest/globals';
import { delay } from '../src/index.js';
import { ManualClock } from './manual-clock.js';

describe('the manual clock', () => {
  it('stands still by itself', () => {
    const clock = new ManualClock('2026-01-01T00:00:00.000Z');
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00.000Z'));
    expect(clock.monotonic()).toBe(0);
  });

  it('runs what is due in order of time, each at its own time', async () => {
    const clock = new ManualClock();
    const ran: [string, number][] = [];
    const note = (name: string) => () => ran.push([name, clock.monotonic()]);
    clock.after(30, note('late'));
    clock.after(10, note('early'));
    clock.after(10, note('early too'));
    clock.after(41, note('not yet'));
    await clock.advance(40);
    expect(ran).toEqual([
      ['early', 10],
      ['early too', 10],
      ['late', 30],
    ]);
    expect(clock.monotonic()).toBe(40);
    expect(clock.pendingTimers).toBe(1);
  });

  it('sees timers that awaited code sets on the way', async () => {
    const clock = new ManualClock();
    let steps = 0;
    const walk = async () => {
      for (; steps < 3; steps++) await delay(clock, 100);
    };
    const walking = walk();
    await clock.advance(300);
    await walking;
    expect(steps).toBe(3);
  });

  it('forgets what was cancelled', async () => {
    const clock = new ManualClock();
    const cancel = clock.after(10, () => {
      throw new Error('cancelled, and called all the same');
    });
    cancel();
    await clock.advance(20);
    expect(clock.pendingTimers).toBe(0);
  });

  it('passes on what a callback throws', async () => {
    const clock = new ManualClock();
    clock.after(10, () => {
      throw new Error('boom');
    });
    await expect(clock.advance(20)).rejects.toThrow('boom');
    expect(clock.monotonic()).toBe(10);
  });

  it('can be set back, and durations do not notice', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00.000Z');
    await clock.advance(1000);
    clock.jump(-60_000);
    expect(clock.now()).toEqual(new Date('2025-12-31T23:59:01.000Z'));
    expect(clock.monotonic()).toBe(1000);
  });
});
