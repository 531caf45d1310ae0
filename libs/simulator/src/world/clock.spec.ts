import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './clock.js';
import { RealClock } from './real-clock.js';

describe('the manual clock', () => {
  it('runs what becomes due in order of time, then of setting, at its own time', () => {
    const clock = new ManualClock(0);
    const ran: [string, number][] = [];
    const set = (name: string, ms: number) => clock.after(ms, () => ran.push([name, clock.now()]));
    set('late', 20);
    set('a', 10);
    set('b', 10);
    set('cancelled', 5).cancel();
    clock.after(1, () => set('nested', 4));
    clock.advance(19);
    expect(ran).toEqual([
      ['nested', 5],
      ['a', 10],
      ['b', 10],
    ]);
    clock.advance(1);
    expect(ran.at(-1)).toEqual(['late', 20]);
  });
});

describe('the real clock', () => {
  it('runs timers, faster when scaled, and none after stop', async () => {
    const clock = new RealClock(1000, 0);
    const order: string[] = [];
    clock.after(3000, () => order.push('second'));
    clock.after(1000, () => order.push('first'));
    await new Promise<void>((resolve) => {
      clock.after(4000, resolve);
    });
    expect(order).toEqual(['first', 'second']);
    clock.after(1, () => order.push('never'));
    clock.stop();
    clock.advance(10);
    expect(order).toHaveLength(2);
  });

  it('can be moved forward', () => {
    const clock = new RealClock(1, 1_000_000);
    let ran = false;
    clock.after(3_600_000, () => {
      ran = true;
    });
    clock.advance(3_600_000);
    expect(ran).toBe(true);
    expect(clock.now()).toBeGreaterThanOrEqual(4_600_000);
    clock.stop();
  });
});
