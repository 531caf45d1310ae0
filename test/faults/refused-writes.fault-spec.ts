import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CONTACT } from '../support/gateway.js';
import { EndedEarly } from '../support/node-process.js';
import { Lives, SESSION } from './support/lives.js';
import { LogReader } from './support/log-reader.js';
import { FULL, LONGEST_MS, scaled } from './support/scale.js';
import { Sender } from './support/sender.js';
import { judgeInbound } from './support/verdict.js';

/** Opening, logging in, three messages and a send take about so many writes. */
const LAST_WRITE = scaled(60, 90);
const EVERY = FULL ? 1 : 3;

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.begin();
}, 60_000);
afterAll(() => lives.gateway.stop(), 30_000);

it(
  `a database that refuses the n-th write, n = 1 to ${LAST_WRITE}, costs nothing that was acknowledged`,
  async () => {
    const since = performance.now();
    const sender = new Sender(SESSION);
    const log = new LogReader(SESSION);
    await lives.server.stop();
    for (let n = 1; n <= LAST_WRITE; n += EVERY) {
      const kind = n % 2 ? 'eio' : 'enospc';
      const writing = lives.write(3, `write ${n}`);
      sender.ask(CONTACT, `write ${n}`);
      lives.strikes += 1;
      if (!(await started(`storage.write:${kind}:${n}`))) await lives.live();
      await writing;
      await lives.server.state(SESSION, 'connected');
      await sender.submit(lives.server);
      await log.until(lives.server, () => lives.written.every((id) => log.received.includes(id)));
      await lives.server.stop('SIGKILL');
    }
    await lives.live();
    await lives.server.state(SESSION, 'connected');
    await sender.submit(lives.server);
    await log.until(lives.server, () => sender.unfinished(log.events).length === 0);
    const { twice, lost } = await sender.shown(lives.gateway.simulator, log.events);
    await judgeInbound('refused n-th write', lives, since, { reader: log });
    expect({ twice, lost, unanswered: sender.unanswered }).toEqual({ twice: [], lost: [], unanswered: [] });
  },
  LONGEST_MS,
);

/** A server that cannot write at its very start says so and ends. */
async function started(order: string): Promise<boolean> {
  try {
    return await lives.live(order);
  } catch (error) {
    if (!(error instanceof EndedEarly)) throw error;
    expect(error.ending.code).toBe(1);
    expect(error.message).toMatch(/Columba cannot start: (The disk is full|The database refused)/);
    return false;
  }
}
