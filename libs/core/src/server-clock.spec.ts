import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../testing/manual-clock.js';
import { ServerClock } from './server-clock.js';

describe("WhatsApp's clock", () => {
  it('goes on from what was told, whatever happens to ours', async () => {
    const clock = new ManualClock();
    const server = new ServerClock(clock);
    expect(server.now).toBeUndefined();
    server.tell('1767323045');
    clock.jump(-86_400_000);
    await clock.advance(5_000);
    expect(server.now).toEqual(new Date(1_767_323_050_000));
  });

  it.each([undefined, '', '0', '-1', 'x', '99999999999999999999'])('does not hear %p', (seconds) => {
    const server = new ServerClock(new ManualClock());
    server.tell(seconds);
    expect(server.now).toBeUndefined();
  });
});
