import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CONTACT } from '../support/gateway.js';
import { Lives, SESSION } from './support/lives.js';
import { LogReader } from './support/log-reader.js';
import { report, secondsSince } from './support/report.js';
import { LONGEST_MS, randomOf, scaled } from './support/scale.js';
import { Sender } from './support/sender.js';

const KILLS = scaled(100, 250);
const SENDS_PER_LIFE = 4;
const LIFE_MS = 700;
const FRIEND = '4915100000003';

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.begin();
  await lives.gateway.simulator.control('contact.add', { pn: FRIEND });
}, 60_000);
afterAll(() => lives.gateway.stop(), 30_000);

it(
  `${KILLS} kills during sends show nothing twice, and every accepted send ends`,
  async () => {
    const random = randomOf('send kills');
    const sender = new Sender(SESSION);
    const since = performance.now();
    await lives.server.stop();
    for (let kill = 1; kill <= KILLS; kill++) {
      await lives.live();
      for (let n = 1; n <= SENDS_PER_LIFE; n++) sender.ask(n % 2 ? CONTACT : FRIEND, `send ${kill}.${n}`);
      const submitting = sender.submit(lives.server);
      await wait(random() * LIFE_MS);
      await lives.kill();
      await submitting;
    }
    await lives.live();
    await lives.server.state(SESSION, 'connected');
    await sender.submit(lives.server);
    const log = new LogReader(SESSION);
    await log.until(lives.server, () => sender.unfinished(log.events).length === 0);

    const { twice, lost } = await sender.shown(lives.gateway.simulator, log.events);
    const unfinished = sender.unfinished(log.events);
    const identities = (await lives.devices()) - 1;
    report({
      fault: 'kills during sends',
      strikes: lives.strikes,
      messages: sender.requests.length,
      lost: lost.length,
      duplicated: twice.length,
      identities,
      seconds: secondsSince(since),
    });
    expect({ unanswered: sender.unanswered, unfinished, twice, lost, identities }).toEqual({
      unanswered: [],
      unfinished: [],
      twice: [],
      lost: [],
      identities: 0,
    });
  },
  LONGEST_MS,
);
