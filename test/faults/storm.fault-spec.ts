import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { report, secondsSince } from './support/report.js';
import { LONGEST_MS, scaled } from './support/scale.js';

const SESSIONS = Array.from({ length: scaled(12, 30) }, (_, index) => `session${index}`);
const OUTAGE_MS = scaled(8_000, 60_000);
/** Of a start; when they connect again it is half of that. */
const CONNECTS = 10;
/** A little less than the 10 s of the budget: what is seen here is the login, somewhat after the connect. */
const WINDOW_MS = 9_000;
/** For the outage, the pause that has grown in it, and everybody's turn after it. */
const PATIENCE_S = OUTAGE_MS / 1000 + 180;
const numberOf = (index: number) => `4915100002${String(index).padStart(3, '0')}`;

interface Online {
  n: number;
  at: number;
  name: string;
}

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ COLUMBA_SESSIONS: SESSIONS.join(','), WA_CONNECTS_PER_10_SECONDS: '1000' });
  for (const [index, session] of SESSIONS.entries()) {
    await gateway.simulator.control('account.add', { pn: numberOf(index) });
    await gateway.linkByQr(session, numberOf(index));
  }
}, 300_000);
afterAll(() => gateway.stop(), 30_000);

it(
  `${SESSIONS.length} sessions that start at once keep to ${CONNECTS} connects in 10 s; dropped at once, to half of it`,
  async () => {
    const since = performance.now();
    const { simulator } = gateway;
    await gateway.server.stop();
    const start = await simulator.control<{ lastEvent: number }>('stats');
    await gateway.startServer({ WA_CONNECTS_PER_10_SECONDS: String(CONNECTS) });
    await allConnected();
    const outage = await simulator.control<{ lastEvent: number }>('stats');
    await simulator.control('connection.outage', { ms: OUTAGE_MS });
    for (const session of SESSIONS) await gateway.server.state(session, 'reconnecting');
    await allConnected();

    const logins = await loginsSince(start.lastEvent);
    const loginsAgain = await loginsSince(outage.lastEvent);
    const links = await Promise.all(
      SESSIONS.map(async (session) => (await gateway.server.call('GET', `/v1/sessions/${session}`)).body['state']),
    );
    report({
      fault: 'reconnect storm',
      strikes: 2 * SESSIONS.length,
      messages: 0,
      lost: 0,
      duplicated: 0,
      identities: links.filter((state) => state !== 'connected').length,
      seconds: secondsSince(since),
    });
    expect(logins.length).toBeGreaterThanOrEqual(2 * SESSIONS.length);
    expect(crowdsOf(logins.slice(0, SESSIONS.length), CONNECTS)).toEqual([]);
    expect(loginsAgain.length).toBeGreaterThanOrEqual(SESSIONS.length);
    expect(crowdsOf(loginsAgain, CONNECTS / 2)).toEqual([]);
  },
  LONGEST_MS,
);

async function loginsSince(since: number): Promise<number[]> {
  const events = await gateway.simulator.control<Online[]>('events', { since });
  return events.filter(({ name }) => name === 'device.online').map(({ at }) => at);
}

/** Moments from which on more than so many came within the window. */
const crowdsOf = (logins: number[], most: number): number[] =>
  logins.filter((at, index) => (logins[index + most] ?? Infinity) - at < WINDOW_MS);

async function allConnected(): Promise<void> {
  for (const session of SESSIONS) await gateway.server.state(session, 'connected', PATIENCE_S);
}
