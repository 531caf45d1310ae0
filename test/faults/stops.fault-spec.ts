import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CONTACT, OWNER } from '../support/gateway.js';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';
import { Lives, SESSION } from './support/lives.js';
import { secondsSince } from './support/report.js';
import { LONGEST_MS, scaled } from './support/scale.js';
import { Sender } from './support/sender.js';
import { judgeInbound } from './support/verdict.js';

const STOPS = scaled(10, 30);
/** Docker and Home Assistant kill then. */
const LONGEST_SECONDS = 10;

let homeAssistant: StandInHomeAssistant;
let lives: Lives;
beforeAll(async () => {
  homeAssistant = await StandInHomeAssistant.create();
  await homeAssistant.become('running');
  lives = await Lives.begin({ HA_BASE_URL: homeAssistant.baseUrl, SUPERVISOR_TOKEN: homeAssistant.token });
}, 60_000);
afterAll(async () => {
  homeAssistant.release();
  await lives.gateway.stop();
  await homeAssistant.close();
}, 30_000);

it(
  `${STOPS} stops in the middle of everything end by themselves within ${LONGEST_SECONDS} seconds`,
  async () => {
    const since = performance.now();
    const sender = new Sender(SESSION);
    const endings: unknown[] = [];
    let longest = 0;
    for (let stop = 1; stop <= STOPS; stop++) {
      // Every second time nobody answers any more: neither Home Assistant nor WhatsApp.
      const isHung = stop % 2 === 0;
      homeAssistant.misbehave = () => (isHung ? 'hang' : undefined);
      const writing = lives.write(10, `stop ${stop}`);
      for (let n = 1; n <= 3; n++) sender.ask(CONTACT, `stop ${stop}.${n}`);
      const busy = [writing, sender.submit(lives.server), longPoll()];
      await writing;
      if (isHung) await lives.gateway.simulator.control('connection.silence', { device: OWNER });
      const asked = performance.now();
      endings.push(await lives.server.stop('SIGTERM'));
      longest = Math.max(longest, secondsSince(asked));
      homeAssistant.release();
      await Promise.all(busy);
      lives.strikes += 1;
      await lives.live();
      await lives.server.state(SESSION, 'connected');
    }
    homeAssistant.misbehave = () => undefined;
    await judgeInbound('orderly stops', lives, since);
    expect(endings).toEqual(endings.map(() => ({ code: 0, signal: null })));
    expect(longest).toBeLessThan(LONGEST_SECONDS);
  },
  LONGEST_MS,
);

/** Somebody always waits for the next event. */
async function longPoll(): Promise<void> {
  const path = `/v1/sessions/${SESSION}/events?afterSeq=1000000&waitSeconds=20`;
  await lives.server.call('GET', path).catch(() => undefined);
}
