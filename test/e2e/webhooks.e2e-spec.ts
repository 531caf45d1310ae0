import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import { verifies, WebhookReceiver, type ReceivedHook } from '../support/webhook-receiver.js';

const MESSAGES = 100;
const KILLS = 3;

/** When an event was stored: the first 48 bits of its id are milliseconds. */
const storedAt = (eventId: string): number => Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);

/** Events as they first came: a repetition after a crash has the same id. */
function firstOf(hooks: readonly ReceivedHook[]): ReceivedHook[] {
  const seen = new Set<string>();
  return hooks.filter(({ body }) => body.seq > 0 && !seen.has(body.eventId) && seen.add(body.eventId));
}

describe('webhooks', () => {
  let gateway: Gateway;
  let good: WebhookReceiver;
  let hanging: WebhookReceiver;
  let refusing: WebhookReceiver;
  let secret: string;

  const hook = async (url: string): Promise<string> => {
    const { body } = await gateway.server.call<{ secret: string }>('POST', '/v1/webhooks', { url, from: 'earliest' });
    return body.secret;
  };
  const send = (text: string) =>
    gateway.simulator.control('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text } });
  /** Everything that is in the log now has reached the good endpoint. */
  const complete = async (): Promise<void> => {
    const logged = (await gateway.server.events('home')).map(({ eventId }) => eventId);
    await good.until(() => {
      const got = new Set(good.got.map(({ body }) => body.eventId));
      return logged.every((eventId) => got.has(eventId));
    });
  };
  const logged = async (text: string): Promise<void> => {
    await gateway.server.event(
      'home',
      ({ type, data }) => type === 'message.received' && JSON.stringify(data).includes(`"${text}"`),
    );
  };

  beforeAll(async () => {
    [good, hanging, refusing] = await Promise.all([
      WebhookReceiver.start(),
      WebhookReceiver.start(),
      WebhookReceiver.start(),
    ]);
    hanging.answer = () => 'hang';
    refusing.answer = () => ({ status: 500 });
    gateway = await Gateway.start({ COLUMBA_WEBHOOK_ALLOW: [good, hanging, refusing].map(({ url }) => url).join(',') });
    await hook(hanging.url);
    await hook(refusing.url);
    secret = await hook(good.url);
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([good, hanging, refusing].map((receiver) => receiver.stop()));
  }, 30_000);

  it('reach one endpoint in order and complete, while another hangs and a third answers 500 all the time', async () => {
    const before = good.got.length;
    for (let n = 1; n <= MESSAGES; n++) await send(`live ${n}`);
    await logged(`live ${MESSAGES}`);
    await complete();
    const texts = firstOf(good.got)
      .filter(({ body }) => body.type === 'message.received')
      .map(({ body }) => /live \d+/.exec(JSON.stringify(body.data))?.[0]);
    expect(texts).toEqual(Array.from({ length: MESSAGES }, (_, index) => `live ${index + 1}`));
    expect(good.got.every((each) => verifies(each, secret))).toBe(true);
    expect(refusing.got.length).toBeGreaterThan(0);
    expect(hanging.got.length).toBeGreaterThan(0);

    const lags = good.got.slice(before).map(({ at, body }) => at - storedAt(body.eventId));
    const sorted = lags.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
    process.stdout.write(`lag in ms over ${sorted.length} events: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}\n`);
  }, 120_000);

  it('lose nothing and keep the order over kills of the server and an outage of the endpoint', async () => {
    for (let kill = 1; kill <= KILLS; kill++) {
      // Down in every second round, and back while the server is away.
      if (kill % 2) good.answer = () => ({ status: 503, headers: { 'retry-after': '1' } });
      for (let n = 1; n <= 10; n++) await send(`round ${kill}.${n}`);
      await logged(`round ${kill}.10`);
      await gateway.server.stop('SIGKILL');
      good.answer = () => ({ status: 204 });
      await gateway.startServer();
      await gateway.server.state('home', 'connected');
    }
    await send('the last');
    await logged('the last');
    await complete();
    const first = firstOf(good.got);
    const all = await gateway.server.events('home');
    expect(first.map(({ body }) => body.eventId).toSorted()).toEqual(all.map(({ eventId }) => eventId).toSorted());
    const inChat = first.filter(({ body }) => body.type === 'message.received').map(({ body }) => body.seq);
    expect(inChat).toEqual(inChat.toSorted((a, b) => a - b));
    expect(inChat).toHaveLength(MESSAGES + 10 * KILLS + 1);
  }, 180_000);
});
