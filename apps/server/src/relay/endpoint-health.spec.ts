import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { EndpointHealth, type HealthChange } from './endpoint-health.js';

const DAY_MS = 24 * 3600 * 1000;

function setUp(since?: (clock: ManualClock) => Date) {
  const clock = new ManualClock();
  const changes: HealthChange[] = [];
  return { clock, changes, health: new EndpointHealth(clock, (change) => changes.push(change), since?.(clock)) };
}

describe('the health of an endpoint', () => {
  it('changes with the first failure and the first success, not with each', () => {
    const { clock, changes, health } = setUp();
    health.succeeded();
    health.failed('status_500');
    health.failed('no_answer');
    expect([health.failures, health.lastError]).toEqual([2, 'no_answer']);
    health.succeeded();
    expect([health.failures, health.lastError, health.failingMs]).toEqual([0, undefined, 0]);
    expect(changes).toEqual([{ to: 'failing', since: clock.now() }, { to: 'active' }]);
  });

  it('is paused by a failure after five days without a success', async () => {
    const { clock, changes, health } = setUp();
    const since = clock.now();
    health.failed('status_500');
    await clock.advance(5 * DAY_MS - 1);
    health.failed('status_500');
    expect(changes).toHaveLength(1);
    await clock.advance(1);
    health.failed('status_500');
    expect(changes[1]).toEqual({ to: 'paused', since });
  });

  it('remembers a trouble that began before a restart', () => {
    const { changes, health } = setUp((clock) => new Date(clock.now().getTime() - 5 * DAY_MS));
    health.failed('status_500');
    expect(changes.map(({ to }) => to)).toEqual(['paused']);
  });

  it('has nothing more to say of an endpoint that is gone', () => {
    const { changes, health } = setUp();
    health.gone();
    expect(changes).toEqual([{ to: 'gone' }]);
  });
});
