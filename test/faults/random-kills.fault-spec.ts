import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Lives } from './support/lives.js';
import { LONGEST_MS, randomOf, scaled } from './support/scale.js';
import { judgeInbound } from './support/verdict.js';

const KILLS = scaled(200, 500);
const MESSAGES = scaled(5_000, 12_000);
/** From the moment at which it listens. A quiet machine has replayed and is live after half of it. */
const LIFE_MS = 1_000;

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.begin();
}, 60_000);
afterAll(() => lives.gateway.stop(), 30_000);

it(
  `${KILLS} kills at random moments while ${MESSAGES} messages come lose and double nothing`,
  async () => {
    const random = randomOf('random kills');
    const since = performance.now();
    await lives.server.stop();
    for (let kill = 1; kill <= KILLS; kill++) {
      const writing = lives.write(MESSAGES / KILLS, `life ${kill}`);
      // Every tenth life is the whole server, the others go without its HTTP edge.
      expect(await (kill % 10 === 0 ? lives.live() : lives.liveBare())).toBe(true);
      // The fault is the random moment itself, so this is no waiting for something to happen.
      await wait(random() * LIFE_MS);
      await lives.kill();
      await writing;
    }
    await lives.live();
    await judgeInbound('random kills', lives, since);
  },
  LONGEST_MS,
);
