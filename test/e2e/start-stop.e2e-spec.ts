import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import type { WireEvent } from '../support/server-process.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';

const BURST = 30;

describe('a start and a stop under load', () => {
  let homeAssistant: StandInHomeAssistant;
  let slow: WebhookReceiver;
  let dead: WebhookReceiver;
  let gateway: Gateway;
  beforeAll(async () => {
    [slow, dead] = await Promise.all([WebhookReceiver.start(), WebhookReceiver.start()]);
    dead.answer = () => 'hang';
    homeAssistant = await StandInHomeAssistant.create();
    await homeAssistant.become('running');
    gateway = await Gateway.start({
      HA_BASE_URL: homeAssistant.baseUrl,
      SUPERVISOR_TOKEN: homeAssistant.token,
      COLUMBA_WEBHOOK_ALLOW: `${slow.url},${dead.url}`,
    });
    for (const { url } of [dead, slow])
      await gateway.server.call('POST', '/v1/webhooks', { url, types: ['message.received'] });
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(async () => {
    homeAssistant.release();
    await gateway.stop();
    await Promise.all([homeAssistant.close(), slow.stop(), dead.stop()]);
  }, 30_000);

  const write = async (label: string) => {
    for (let n = 0; n < BURST; n++)
      await gateway.simulator.control('send', {
        from: CONTACT,
        to: OWNER,
        content: { kind: 'text', text: `${label} ${n}` },
      });
  };
  const send = (text: string) =>
    gateway.server.call<{ code?: string }>('POST', '/v1/sessions/home/messages?waitFor=none', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text },
    });
  const fired = () => homeAssistant.fired.map(({ body }) => body['event_id']);
  const line = (match: RegExp) => gateway.server.process.lines.findIndex((text) => match.test(text));

  it('refuses sends, ends what is on its way, stops the engines, and says how it ended', async () => {
    // One delivery is on its way to Home Assistant and stays there.
    let hung = 0;
    homeAssistant.misbehave = () => (hung++ === 0 ? 'hang' : undefined);
    // One to an endpoint that is dead, and one to an endpoint that only thinks about it.
    const decision = new AbortController();
    slow.answer = async () => {
      await once(decision.signal, 'abort');
      return { status: 204 };
    };
    const writing = write('load');
    await Promise.all([homeAssistant.until(() => hung > 0), dead.taken(1), slow.taken(1)]);
    const ended = gateway.server.stop('SIGTERM');
    await gateway.server.process.line((text) => text.includes('stopping'));
    const refused = await send('too late');
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await gateway.server.call('GET', '/v1/health/live')).status).toBe(200);
    decision.abort();
    slow.answer = () => ({ status: 204 });
    expect(await ended).toEqual({ code: 0, signal: null });
    await writing;
    expect(slow.got).toHaveLength(1);
    expect(line(/"state":"stopped"/)).toBeGreaterThan(line(/"msg":"stopping"/));
    homeAssistant.misbehave = () => undefined;
    homeAssistant.release();
  }, 60_000);

  it('starts HTTP before the sessions, and tells everything once', async () => {
    await gateway.startServer();
    await gateway.server.state('home', 'connected');
    expect(line(/listening on/)).toBeLessThan(line(/"state":"starting"/));
    const isLast = ({ type, data }: WireEvent) =>
      type === 'message.received' && JSON.stringify(data).includes(`load ${BURST - 1}"`);
    await gateway.server.event('home', isLast);
    const events = await gateway.server.events('home');
    const received = events.filter(({ type }) => type === 'message.received').map(({ eventId }) => eventId);
    expect(received).toHaveLength(BURST);
    await slow.taken(BURST);
    expect(slow.got.map(({ body }) => body.eventId).toSorted()).toEqual(received.toSorted());
    await homeAssistant.until(() => received.every((id) => fired().includes(id)));
    // In order; what was on its way behind the one that hung comes again, once, under the same id.
    expect([...new Set(fired())].filter((id) => received.includes(id as string))).toEqual(received);
    expect(received.filter((id) => fired().filter((other) => other === id).length > 2)).toEqual([]);
    const states = events.filter(({ type }) => type === 'session.state_changed').map(({ data }) => data['state']);
    expect(states).toContain('stopped');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect((await send('in time')).status).toBeLessThan(300);
  }, 60_000);

  it('listens within the time of a patient client although WhatsApp cannot be reached', async () => {
    await gateway.server.stop();
    await gateway.startServer({ WA_WEB_SOCKET_URL: 'ws://127.0.0.1:9' });
    expect((await gateway.server.call('GET', '/v1/health/live')).status).toBe(200);
    expect((await gateway.server.call('GET', '/v1/health/ready')).status).toBe(200);
    await gateway.server.state('home', 'reconnecting');
    expect(await gateway.server.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 60_000);
});
