import { describe, expect, it } from '@jest/globals';
import { systemClock, type Clock } from '@columba/core';
import { ANN, webSessions } from '../testing/simulated.js';

const sessions = webSessions();

/** Short waits do not end before they are let go: nobody gets to look, as on a machine with too much to do. */
class SlowClock implements Clock {
  private held: (() => void)[] | undefined = [];

  now(): Date {
    return systemClock.now();
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  after(ms: number, callback: () => void): () => void {
    if (!this.held || ms > 100) return systemClock.after(ms, callback);
    this.held.push(callback);
    return () => {};
  }

  /** From now on. */
  hold(): void {
    this.held ??= [];
  }

  letGo(): void {
    const { held = [] } = this;
    this.held = undefined;
    for (const callback of held) callback();
  }
}

describe('a machine with too much to do', () => {
  it('does not take what the page told before it was linked for the end of the link', async () => {
    const clock = new SlowClock();
    const session = await (await sessions.session({}, { clock })).open();
    clock.letGo();
    // The first comes with all that was told until then.
    for (const text of ['Hello', 'Still there?']) await session.receive(ANN, text);
    expect(session.engine.session.state.state).toBe('connected');
  });

  it('sees a page that was loaded anew and is ready before it was heard of', async () => {
    const clock = new SlowClock();
    clock.letGo();
    const session = await (await sessions.session({}, { clock })).open();
    clock.hold();
    await sessions.sim.web.reload({ device: session.number });
    await session.state('connected');
    clock.letGo();
    await session.receive(ANN, 'Still there?');
    expect(session.engine.session.state.state).toBe('connected');
  });
});
