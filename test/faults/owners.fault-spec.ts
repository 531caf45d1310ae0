import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { EndedEarly } from '../support/node-process.js';
import { ServerProcess } from '../support/server-process.js';
import { Lives, SESSION } from './support/lives.js';
import { report, secondsSince } from './support/report.js';
import { scaled } from './support/scale.js';
import { judgeInbound } from './support/verdict.js';

const TAKEOVERS = scaled(5, 15);

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.begin();
}, 60_000);
afterAll(() => lives.gateway.stop(), 30_000);

it('a second process on the same data directory refuses, says why, and disturbs nothing', async () => {
  const since = performance.now();
  const { dataDirectory } = lives.gateway;
  const second = await ServerProcess.start(dataDirectory, {}).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(EndedEarly);
  expect(String(second)).toMatch(/Columba cannot start: The data directory .* is in use by another process/);
  await lives.server.state(SESSION, 'connected');
  report({
    fault: 'second process on one directory',
    strikes: 1,
    messages: 0,
    lost: 0,
    duplicated: 0,
    identities: (await lives.devices()) - 1,
    seconds: secondsSince(since),
  });
}, 60_000);

it(`a process whose directory is taken over past its lock, ${TAKEOVERS} times, stores nothing more and ends`, async () => {
  const since = performance.now();
  for (let time = 1; time <= TAKEOVERS; time++) {
    const stale = lives.server.process;
    const writing = lives.write(20, `takeover ${time}`);
    // The lock is the operating system's, on this file: without it a second process finds nothing in its way.
    unlinkSync(join(lives.gateway.dataDirectory, 'columba.lock'));
    expect(await lives.live()).toBe(true);
    await lives.write(5, `after takeover ${time}`);
    expect(await stale.exited).toEqual({ code: 1, signal: null });
    expect(stale.lines.at(-1)).toMatch(/another process has taken over the data directory/);
    await writing;
    lives.strikes += 1;
    await lives.server.state(SESSION, 'connected');
  }
  await judgeInbound('directory taken over past its lock', lives, since);
}, 300_000);

it('a second process takes over at once when the first was killed', async () => {
  const writing = lives.write(20, 'takeover from the dead');
  await lives.kill();
  expect(await lives.live()).toBe(true);
  await writing;
  await lives.server.state(SESSION, 'connected');
}, 60_000);
