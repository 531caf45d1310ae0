import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FailpointName } from '@columba/core';
import { Lives } from './support/lives.js';
import { LONGEST_MS, randomOf, scaled } from './support/scale.js';
import { judgeInbound } from './support/verdict.js';

const KILLS = scaled(200, 400);
const MESSAGES_PER_LIFE = 4;
const ANOTHER_AFTER_MS = 500;
/** Where, and at the latest at which passing of one life. Credentials are written once per login. */
const POINTS: [FailpointName, number][] = [
  ['keys.before', 8],
  ['keys.after', 8],
  ['creds.before', 1],
  ['creds.after', 1],
];

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.begin();
}, 60_000);
afterAll(() => lives.gateway.stop(), 30_000);

it(
  `${KILLS} kills in the middle of writing keys and credentials make no new identity`,
  async () => {
    const random = randomOf('key kills');
    const since = performance.now();
    await lives.server.stop();
    for (let life = 1; lives.strikes < KILLS; life++) {
      expect(life).toBeLessThan(KILLS * 1.2);
      const [name, latest] = POINTS[life % POINTS.length] ?? ['keys.after', 1];
      const writing = lives.write(MESSAGES_PER_LIFE, `key life ${life}`);
      if (await lives.liveBare(`${name}:crash:${1 + Math.floor(random() * latest)}`))
        await diesOfWork(`key life ${life}`);
      await writing;
    }
    await lives.live();
    await judgeInbound('kills while keys are written', lives, since);
  },
  LONGEST_MS,
);

/** Every message writes keys: there are more of them until the ordered one has struck. */
async function diesOfWork(label: string): Promise<void> {
  const dying = lives.died(15);
  const isOver = () => Promise.race([dying, wait(ANOTHER_AFTER_MS, 'alive' as const)]);
  for (let n = 1; (await isOver()) === 'alive'; n++) await lives.write(1, `${label}, another ${n}`);
}
