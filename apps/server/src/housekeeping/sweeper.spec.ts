import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import type { Clocked } from '../sessions/clock-offset.js';
import { Sweeper, type Sweepable } from './sweeper.js';

const HOUR_MS = 3_600_000;

/** Has so much to remove at each sweep, and nothing after that. */
class Rows implements Sweepable {
  readonly sweeps: Date[] = [];

  constructor(private readonly removed: (number | Error)[]) {}

  sweep(now: Date): number {
    this.sweeps.push(now);
    const next = this.removed.shift() ?? 0;
    if (next instanceof Error) throw next;
    return next;
  }
}

function sweeping(...removed: (number | Error)[]) {
  const parts = { rows: new Rows(removed), clock: new ManualClock(), logger: new RecordingLogger() };
  const session = { clockOffsetMs: undefined as number | undefined };
  const sessions: Clocked = { all: () => [session] };
  const sweeper = new Sweeper(parts.rows, parts.clock, parts.logger, sessions);
  sweeper.onApplicationBootstrap();
  return { ...parts, session, sweeper };
}

describe('the sweeper', () => {
  it('goes on until nothing is left, then rests for an hour', async () => {
    const { rows, clock } = sweeping(500, 500, 3);
    await clock.advance(HOUR_MS - 1);
    expect(rows.sweeps).toHaveLength(4);
    await clock.advance(HOUR_MS);
    expect(rows.sweeps).toHaveLength(5);
    expect(rows.sweeps.at(-1)?.getTime()).toBeLessThanOrEqual(clock.now().getTime());
  });

  it('tries again after an hour when the database refuses, and says so', async () => {
    const { rows, clock, logger } = sweeping(new Error('disk full'));
    await clock.advance(1_000);
    expect(logger.messages('error')).toHaveLength(1);
    await clock.advance(HOUR_MS);
    expect(rows.sweeps).toHaveLength(2);
  });

  it('removes nothing while the clock is wrong, and catches up when it is right', async () => {
    const { rows, clock, session } = sweeping();
    session.clockOffsetMs = -20 * 24 * HOUR_MS;
    await clock.advance(3 * HOUR_MS);
    expect(rows.sweeps).toEqual([]);
    session.clockOffsetMs = 1_000;
    await clock.advance(HOUR_MS);
    expect(rows.sweeps).toHaveLength(1);
  });

  it('ends with the server', async () => {
    const { rows, clock, sweeper } = sweeping(1, 1, 1);
    sweeper.onModuleDestroy();
    await clock.advance(HOUR_MS);
    expect(rows.sweeps).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
