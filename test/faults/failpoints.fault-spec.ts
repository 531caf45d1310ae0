import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FAILPOINT_NAMES, type FailpointName } from '@columba/core';
import { CONTACT } from '../support/gateway.js';
import { ServerProcess } from '../support/server-process.js';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';
import { Lives, SESSION } from './support/lives.js';
import { LogReader } from './support/log-reader.js';
import { type Repeats, repeatsOf } from './support/repeats.js';
import { report, secondsSince } from './support/report.js';
import { LONGEST_MS, scaled } from './support/scale.js';
import { Sender } from './support/sender.js';
import { judgeInbound } from './support/verdict.js';

const TIMES = scaled(5, 10);
const PATIENCE_SECONDS = 20;
/** `storage.write` is for refusals, and a schema is made only once: they have tests of their own. */
const NAMES = FAILPOINT_NAMES.filter((name) => name !== 'storage.write' && name !== 'start.migrate');
/** Passed once in a life; all others are struck at the first, second … passing in turn. */
const ONCE = /^(start|stop|creds|relay)\./;

let lives: Lives;
let homeAssistant: StandInHomeAssistant;
beforeAll(async () => {
  homeAssistant = await StandInHomeAssistant.create();
  await homeAssistant.become('running');
  lives = await Lives.begin({ HA_BASE_URL: homeAssistant.baseUrl, SUPERVISOR_TOKEN: homeAssistant.token });
}, 60_000);
afterAll(async () => {
  await lives.gateway.stop();
  await homeAssistant.close();
}, 30_000);

it(
  `a kill at every failpoint, ${TIMES} times each, loses and doubles nothing`,
  async () => {
    const since = performance.now();
    const sender = new Sender(SESSION);
    const missed: FailpointName[] = [];
    await lives.server.stop();
    for (let round = 1; round <= TIMES; round++)
      for (const name of NAMES) if (!(await strike(name, round, sender))) missed.push(name);
    await lives.live();
    await lives.server.state(SESSION, 'connected');
    await sender.submit(lives.server);
    const log = new LogReader(SESSION);
    await log.until(lives.server, () => sender.unfinished(log.events).length === 0);
    const { twice, lost } = await sender.shown(lives.gateway.simulator, log.events);
    const repeats = await allFired(lives.written.length);
    await judgeInbound('kill at every failpoint', lives, since, { reader: log, repeats });
    expect({ missed, unanswered: sender.unanswered, unfinished: sender.unfinished(log.events), twice, lost }).toEqual({
      missed: [],
      unanswered: [],
      unfinished: [],
      twice: [],
      lost: [],
    });
    expect(repeats.beyond).toBe(0);
  },
  LONGEST_MS,
);

it(
  `a kill in the middle of making the schema, ${TIMES} times, leaves a directory that starts`,
  async () => {
    const since = performance.now();
    const env = { WA_WEB_SOCKET_URL: lives.gateway.simulator.waUrl };
    for (let time = 1; time <= TIMES; time++) {
      const directory = mkdtempSync(join(tmpdir(), 'columba-schema-'));
      const order = { COLUMBA_FAILPOINTS: `start.migrate:crash:${1 + (time % 2)}` };
      const ended = await ServerProcess.start(directory, { ...env, ...order }).catch((error: unknown) => error);
      expect(ended).toMatchObject({ ending: { signal: 'SIGKILL' } });
      const server = await ServerProcess.start(directory, env);
      expect((await server.call('GET', '/v1/health/ready')).status).toBe(200);
      await server.stop();
      rmSync(directory, { recursive: true });
    }
    const none = { messages: 0, lost: 0, duplicated: 0, identities: 0 };
    report({ fault: 'kill while the schema is made', strikes: TIMES, ...none, seconds: secondsSince(since) });
  },
  LONGEST_MS,
);

/** One life that ends at a failpoint while everything goes on at once. Returns whether it was reached. */
async function strike(name: FailpointName, round: number, sender: Sender): Promise<boolean> {
  const nth = ONCE.test(name) ? 1 : 1 + ((round - 1) % 3);
  const writing = lives.write(3, `${name} ${round}`);
  sender.ask(CONTACT, `${name} ${round} a`);
  sender.ask(CONTACT, `${name} ${round} b`);
  if (!(await lives.live(`${name}:crash:${nth}`))) {
    lives.strikes += 1;
    await writing;
    return true;
  }
  const dying = lives.died(PATIENCE_SECONDS);
  await Promise.all([writing, whenConnected(sender)]);
  sender.ask(CONTACT, `${name} ${round} c`);
  await sender.submit(lives.server);
  if (name.startsWith('stop.')) lives.server.process.child.kill('SIGTERM');
  return dying;
}

async function whenConnected(sender: Sender): Promise<void> {
  try {
    await lives.server.state(SESSION, 'connected');
  } catch {
    return; // it died on the way there
  }
  await sender.submit(lives.server);
}

/** At least once each, and more often only what was in flight at a kill, under the same id. */
async function allFired(messages: number): Promise<Repeats> {
  const received = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_received');
  const ids = () => new Set(received().map(({ body }) => body['event_id']));
  await homeAssistant.until(() => ids().size >= messages);
  expect(ids().size).toBe(messages);
  return repeatsOf(homeAssistant.fired);
}
