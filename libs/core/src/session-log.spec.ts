import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryContext } from '../testing/in-memory-context.js';
import { ManualClock } from '../testing/manual-clock.js';
import { SessionLog } from './session-log.js';

describe('the log of a session', () => {
  let clock: ManualClock;
  let context: InMemoryContext;
  let log: SessionLog;
  beforeEach(() => {
    clock = new ManualClock();
    context = new InMemoryContext({ clock });
    log = new SessionLog(context, () => undefined);
  });
  const told = () => context.facts.of('session.state_changed').map(({ data }) => data.state);

  it('tells by itself, in order and once, what storage had refused', async () => {
    context.failWrites(3);
    for (const state of ['starting', 'connecting', 'connected'] as const) log.enter({ state });
    expect([log.state.state, told()]).toEqual(['connected', []]);
    await clock.advance(1_000);
    expect(told()).toEqual(['starting', 'connecting', 'connected']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does nothing by itself when it is stopped, and tells with the next change', async () => {
    log.enter({ state: 'starting' });
    context.failWrites(1);
    log.enter({ state: 'stopped', reason: 'requested' });
    expect(clock.pendingTimers).toBe(0);
    log.enter({ state: 'starting' });
    expect(told()).toEqual(['starting', 'stopped', 'starting']);
  });
});
