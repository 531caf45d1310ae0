import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { SilenceWatch } from './silence-watch.js';

const watched = () => {
  const clock = new ManualClock();
  let told = 0;
  const watch = new SilenceWatch(clock, 50_000, () => (told += 1));
  return { clock, watch, told: () => told };
};

describe('the watch for silence', () => {
  it('tells once, so long after the last sign of life', async () => {
    const { clock, watch, told } = watched();
    await clock.advance(49_000);
    watch.heard();
    await clock.advance(49_999);
    expect(told()).toBe(0);
    await clock.advance(1);
    expect(told()).toBe(1);
    await clock.advance(200_000);
    expect(told()).toBe(1);
  });

  it('does not mind what the clock on the wall says', async () => {
    const { clock, told } = watched();
    clock.jump(-365 * 86_400_000);
    await clock.advance(50_000);
    expect(told()).toBe(1);
  });

  it('tells nothing after it was stopped', async () => {
    const { clock, watch, told } = watched();
    watch.stop();
    await clock.advance(100_000);
    expect([told(), clock.pendingTimers]).toEqual([0, 0]);
  });
});
