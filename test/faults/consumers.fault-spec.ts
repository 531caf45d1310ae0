import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';
import { Lives, SESSION } from './support/lives.js';
import { LogReader } from './support/log-reader.js';
import { repeatsOf } from './support/repeats.js';
import { report, secondsSince } from './support/report.js';
import { LONGEST_MS, randomOf, scaled } from './support/scale.js';
import { SseConsumer } from './support/sse-consumer.js';

const KILLS = scaled(10, 60);
const MESSAGES_PER_LIFE = 10;
const LIFE_MS = 1_500;

let homeAssistant: StandInHomeAssistant;
let lives: Lives;
beforeAll(async () => {
  homeAssistant = await StandInHomeAssistant.create();
  lives = await Lives.begin({ HA_BASE_URL: homeAssistant.baseUrl, SUPERVISOR_TOKEN: homeAssistant.token });
}, 60_000);
afterAll(async () => {
  await lives.gateway.stop();
  await homeAssistant.close();
}, 30_000);

it(
  `consumers that are away, and come back to a server that is killed ${KILLS} times, get everything in order`,
  async () => {
    const since = performance.now();
    const random = randomOf('consumers');
    const browser = new SseConsumer();
    let following = browser.follow(lives.server);
    await lives.write(2 * MESSAGES_PER_LIFE, 'while away');
    for (let kill = 1; kill <= KILLS; kill++) {
      // Home Assistant is away for a third of the time, starts for a third, and takes events for a third.
      await homeAssistant.become(kill % 3 === 0 ? 'down' : kill % 3 === 1 ? 'running' : 'starting');
      const writing = lives.write(MESSAGES_PER_LIFE, `life ${kill}`);
      await wait(random() * LIFE_MS);
      await lives.kill();
      await following;
      await lives.live();
      following = browser.follow(lives.server);
      await writing;
    }
    await homeAssistant.become('running');
    const log = new LogReader(SESSION);
    await log.until(lives.server, () => log.received.length >= lives.written.length);

    const fired = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_received');
    const heard = () => new Set(fired().map(({ body }) => body['event_id']));
    await homeAssistant.until(() => heard().size >= log.received.length);
    const repeats = repeatsOf(homeAssistant.fired);
    const missing = missingIn(browser, log);
    await lives.kill();
    await following;
    report({
      fault: 'consumers away and back',
      strikes: lives.strikes,
      messages: lives.written.length,
      lost: lives.written.length - heard().size + missing,
      duplicated: repeats.beyond,
      repeated: repeats.all,
      identities: 0,
      seconds: secondsSince(since),
    });
    expect(homeAssistant.lost).toEqual([]);
    // A kill repeats what was in flight, and no more.
    expect(repeats.beyond).toBe(0);
    const seqs = [...new Set(fired().map(({ body }) => body['seq'] as number))];
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    expect(missing).toBe(0);
    const ids = browser.events.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
  },
  LONGEST_MS,
);

/** Events between the first and the last that the browser saw, and that it did not see. */
function missingIn({ events }: SseConsumer, log: LogReader): number {
  const [first, last] = [events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0];
  const seen = new Set(events.map(({ seq }) => seq));
  return log.events.filter(({ seq }) => seq >= first && seq <= last && !seen.has(seq)).length;
}
