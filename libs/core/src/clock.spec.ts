import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../testing/manual-clock.js';
import { delay, systemClock } from './clock.js';

describe('delay', () => {
  it('resolves when the time has passed, and not before', async () => {
    const clock = new ManualClock();
    let done = false;
    const waiting = delay(clock, 1000).then(() => (done = true));
    await clock.advance(999);
    expect(done).toBe(false);
    await clock.advance(1);
    await waiting;
    expect(done).toBe(true);
  });

  it('rejects at once with the reason of the signal, and leaves no timer', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const waiting = delay(clock, 1000, controller.signal);
    controller.abort(new Error('not needed any more'));
    await expect(waiting).rejects.toThrow('not needed any more');
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not begin under a signal that is aborted already', async () => {
    const clock = new ManualClock();
    await expect(delay(clock, 1000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the system clock', () => {
  it('calls back, unless cancelled', async () => {
    const called: string[] = [];
    const cancel = systemClock.after(0, () => called.push('cancelled'));
    cancel();
    await new Promise<void>((resolve) => {
      // A timer of the system clock does not keep the process alive; this one does, until it has fired.
      const keepAlive = setInterval(() => {}, 1000);
      systemClock.after(1, () => {
        clearInterval(keepAlive);
        called.push('fired');
        resolve();
      });
    });
    expect(called).toEqual(['fired']);
  });

  it('tells both kinds of time', () => {
    const before = systemClock.monotonic();
    expect(systemClock.now()).toBeInstanceOf(Date);
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before);
  });
});
