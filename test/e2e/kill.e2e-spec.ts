import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';

const KILLS = 20;
const BURST = 12;

interface Truth {
  delivered: { id: string }[];
}

const idOf = (data: Record<string, unknown>) => (data['message'] as { messageId: string }).messageId;

describe('kill -9 while messages flow', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(() => gateway.stop());

  it(`loses nothing, logs nothing twice and asks for no new link, ${KILLS} times`, async () => {
    const sent: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const known = (await gateway.server.events('home')).at(-1)?.seq ?? 0;
      const burst = (async () => {
        for (let n = 0; n < BURST; n++) {
          const content = { kind: 'text', text: `${kill}.${n}` };
          sent.push(
            (await gateway.simulator.control<{ id: string }>('send', { from: CONTACT, to: OWNER, content })).id,
          );
        }
      })();
      // Each time at another point of the burst: when so many of its messages are in the log.
      let seen = 0;
      await gateway.server.event('home', ({ type }) => type === 'message.received' && ++seen > kill % BURST, known);
      await gateway.server.stop('SIGKILL');
      await burst;
      await gateway.startServer();
      await gateway.server.state('home', 'connected');
    }
    const last = sent.at(-1);
    await gateway.server.event('home', ({ type, data }) => type === 'message.received' && idOf(data) === last);
    await gateway.simulator.control('await', {
      event: 'delivery.delivered',
      match: { key: { id: last } },
      timeoutMs: 20_000,
    });

    const events = await gateway.server.events('home');
    const logged = events.filter(({ type }) => type === 'message.received').map(({ data }) => idOf(data));
    expect(new Set(logged).size).toBe(logged.length);
    expect(logged.toSorted()).toEqual(sent.toSorted());
    const truths = await gateway.simulator.control<Truth[]>('oracle', { device: OWNER });
    const delivered = truths.flatMap((truth) => truth.delivered.map(({ id }) => id)).filter((id) => sent.includes(id));
    expect(delivered.filter((id) => !logged.includes(id))).toEqual([]);
    expect(delivered.length).toBeGreaterThan(0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    // Linked once, at the very beginning.
    const links = events.filter(({ type, data }) => type === 'session.pairing_changed' && data['kind'] === 'qr');
    expect(links.length).toBe(1);
  }, 240_000);
});
