import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import type { HealthDto } from './health.schema.js';

const MINUTE_MS = 60_000;

let clock: ManualClock;
let server: InProcessServer;
beforeEach(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock });
  await server.linked();
});
afterEach(() => server.stop());

const warnings = async () => {
  const { body } = await server.as().get('/v1/health').expect(200);
  return (body as HealthDto).warnings.filter(({ code }) => code === 'clock_wrong').map(({ detail }) => detail);
};

describe('a clock that is wrong', () => {
  it('is told when it is more than five minutes off, and once for all sessions', async () => {
    await server.linked('work');
    clock.jump(4 * MINUTE_MS);
    expect(await warnings()).toEqual([]);
    clock.jump(6 * MINUTE_MS);
    expect(await warnings()).toEqual([expect.stringContaining("10 minutes ahead of WhatsApp's")]);
    clock.jump(-30 * MINUTE_MS);
    expect(await warnings()).toEqual([expect.stringContaining("20 minutes behind WhatsApp's")]);
  });

  it('is not told any more once it was set right, while the connection stands', async () => {
    clock.jump(-365 * 24 * 60 * MINUTE_MS);
    expect(await warnings()).toEqual([expect.stringContaining("365 days behind WhatsApp's")]);
    await clock.advance(MINUTE_MS);
    clock.jump(365 * 24 * 60 * MINUTE_MS);
    expect(await warnings()).toEqual([]);
  });
});
