import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CONTACT, Gateway } from '../support/gateway.js';
import { LogReader } from './support/log-reader.js';
import { report, secondsSince } from './support/report.js';
import { LONGEST_MS, scaled } from './support/scale.js';

const MESSAGES = scaled(100, 150);
/** Side by side in one server, each with its own share of the places to cut at. */
const SESSIONS = ['one', 'two', 'three', 'four'];
const numberOf = (index: number) => `491510000010${index}`;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ COLUMBA_SESSIONS: SESSIONS.join(','), WA_CONNECTS_PER_10_SECONDS: '1000' });
  for (const [index, session] of SESSIONS.entries()) {
    await gateway.simulator.control('account.add', { pn: numberOf(index) });
    await gateway.linkByQr(session, numberOf(index));
  }
}, 120_000);
afterAll(() => gateway.stop(), 30_000);

/** A session is away while so many messages come; the connection is cut at the k-th of their replay. */
async function replay(session: string, owner: string, k: number, log: LogReader): Promise<string[]> {
  const { server, simulator } = gateway;
  await server.call('POST', `/v1/sessions/${session}/stop`);
  const written: string[] = [];
  for (let n = 1; n <= MESSAGES; n++) {
    const content = { kind: 'text', text: `cut at ${k}: ${n}` };
    written.push((await simulator.control<{ id: string }>('send', { from: CONTACT, to: owner, content })).id);
  }
  const rule = { device: owner, direction: 'out', match: { tag: 'message', nth: k }, action: { type: 'disconnect' } };
  await simulator.control('fault.add', rule);
  await server.call('POST', `/v1/sessions/${session}/start`);
  await log.until(server, () => {
    const logged = new Set(log.received.slice(-2 * MESSAGES));
    return written.every((id) => logged.has(id));
  });
  return written;
}

it(
  `cut at each of the ${MESSAGES} messages of a replay, nothing is lost or told twice`,
  async () => {
    const since = performance.now();
    const logs = SESSIONS.map((session) => new LogReader(session));
    const written = await Promise.all(
      SESSIONS.map(async (session, index) => {
        const all: string[] = [];
        for (let k = 1 + index; k <= MESSAGES; k += SESSIONS.length)
          all.push(...(await replay(session, numberOf(index), k, logs[index] ?? new LogReader(session))));
        return all;
      }),
    );
    const hits = await gateway.simulator.control<{ hits: number }[]>('fault.list');
    const received = logs.flatMap((log) => log.received);
    const logged = new Set(received);
    const sent = written.flat();
    const lost = sent.filter((id) => !logged.has(id));
    const duplicated = received.length - logged.size;
    const strikes = hits.reduce((sum, rule) => sum + rule.hits, 0);
    const identities = logs.reduce((sum, log) => sum + log.links - 1, 0);
    report({
      fault: `cut at the k-th of a ${MESSAGES}-message replay`,
      strikes,
      messages: sent.length,
      lost: lost.length,
      duplicated,
      identities,
      seconds: secondsSince(since),
    });
    const misnumbered = logs.flatMap((log) => log.misnumbered);
    expect({ strikes, lost, duplicated, identities, misnumbered }).toEqual({
      strikes: MESSAGES,
      lost: [],
      duplicated: 0,
      identities: 0,
      misnumbered: [],
    });
  },
  LONGEST_MS,
);
