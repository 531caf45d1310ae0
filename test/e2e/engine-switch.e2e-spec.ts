import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import type { WireEvent } from '../support/server-process.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const CHAT = `${CONTACT}@s.whatsapp.net`;

type WireMessage = Record<string, unknown> & { messageId: string };
const messageIn = ({ data }: WireEvent) => data['message'] as WireMessage;
const idsOf = (events: readonly WireEvent[], type: string) =>
  events.filter((event) => event.type === type).map((event) => messageIn(event).messageId);
const idsAndSeqs = (events: readonly { eventId: string; seq: number }[]) =>
  events.map(({ eventId, seq }) => `${seq} ${eventId}`).toSorted();
const chatOf = ({ chat, message }: Record<string, unknown>): unknown =>
  ((chat ?? (message as WireMessage | undefined)?.['chat']) as { id?: string } | undefined)?.id;
/** What is told of a message once only, however often an engine hears of it. */
const told = ({ type, data }: WireEvent): string[] =>
  type === 'message.status_changed' ? [[data['messageId'], data['status'], data['participant']].join()] : [];

const hasLeft = ({ type, data }: WireEvent) =>
  type === 'session.state_changed' && data['state'] === 'logged_out' && data['reason'] === 'switched_engine';

describeWithBrowser('a session that is given the other engine, and the first one again', () => {
  let gateway: Gateway;
  let hooks: WebhookReceiver;
  /** Ids of what was said while the session was linked, and of all that was said; in order. */
  const said: string[] = [];
  const all: string[] = [];

  beforeAll(async () => {
    hooks = await WebhookReceiver.start();
    gateway = await Gateway.start({ COLUMBA_WEBHOOK_ALLOW: hooks.url }, { browsers: true });
    const { status } = await gateway.server.call('POST', '/v1/webhooks', { url: hooks.url, from: 'earliest' });
    expect(status).toBe(201);
    await gateway.linkByQr('home', OWNER);
  }, 90_000);
  afterAll(async () => {
    await gateway.stop();
    await hooks.stop();
  }, 30_000);

  const lastSeq = async () => (await gateway.server.events('home')).at(-1)?.seq ?? 0;
  const devices = async () =>
    (await gateway.simulator.control<{ kind: string }[]>('device.list', { pn: OWNER })).filter(
      ({ kind }) => kind !== 'phone',
    );
  const hear = async (text: string) => {
    const { id } = await gateway.simulator.control<{ id: string }>('send', {
      from: CONTACT,
      to: OWNER,
      content: { kind: 'text', text },
    });
    return id;
  };

  const converse = async (phase: string) => {
    const sent = await gateway.server.call<{ messageId: string; status: string }>(
      'POST',
      '/v1/sessions/home/messages?waitFor=delivered',
      { chatId: CHAT, content: { kind: 'text', text: `said, ${phase}` } },
    );
    expect(sent.body.status).toBe('delivered');
    const id = await hear(`heard, ${phase}`);
    await gateway.server.event(
      'home',
      (event) => event.type === 'message.received' && messageIn(event).messageId === id,
    );
    said.push(sent.body.messageId, id);
    all.push(sent.body.messageId, id);
  };

  const messagesOfChat = async () => {
    const { body } = await gateway.server.call<{ data: { messageId: string }[] }>(
      'GET',
      `/v1/sessions/home/chats/${CHAT}/messages?limit=100`,
    );
    return body.data.map(({ messageId }) => messageId).toReversed();
  };

  const switchTo = async (engine: string) => {
    const before = await lastSeq();
    const { status, body } = await gateway.server.call('PATCH', '/v1/sessions/home', { engine });
    expect([status, body]).toEqual([200, expect.objectContaining({ name: 'home', engine })]);
    await gateway.server.event('home', hasLeft, before);
    await gateway.server.state('home', 'pairing');
    // The phone does not go on showing a device that is none any more.
    expect(await devices()).toEqual([]);
  };

  it('has said something with the first', () => converse('by Baileys'), 60_000);

  it.each([
    ['wwebjs', 'in a browser'],
    ['baileys', 'by Baileys again'],
  ])(
    'goes on with %s: linked again, with all that was there',
    async (engine, phase) => {
      await switchTo(engine);
      expect(await messagesOfChat()).toEqual(expect.arrayContaining(said));
      all.push(await hear('while nobody listens'));
      const refused = await gateway.server.call('POST', '/v1/sessions/home/messages', {
        chatId: CHAT,
        content: { kind: 'text', text: 'nobody there' },
      });
      expect(refused).toMatchObject({ status: 409, body: { code: 'not_connected' } });
      await gateway.linkByQr('home', OWNER);
      await converse(phase);
      expect(await messagesOfChat()).toEqual(expect.arrayContaining(said));
      const [first] = said;
      const path = `/v1/sessions/home/chats/${CHAT}/messages/${first}/reaction`;
      expect((await gateway.server.call('PUT', path, { emoji: '👍' })).status).toBe(204);
    },
    90_000,
  );

  it('knows from the phone what came in between', async () => {
    await gateway.server.event('home', ({ type, data }) => type === 'history.received' && Number(data['messages']) > 0);
    // WhatsApp's times are whole seconds: within one the order of what history tells is open.
    expect((await messagesOfChat()).toSorted()).toEqual(all.toSorted());
  }, 60_000);

  it('has one log without gaps, in which nothing is told twice', async () => {
    const events = await gateway.server.events('home');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const [sent, received] = [idsOf(events, 'message.sent'), idsOf(events, 'message.received')];
    const messages = [...sent, ...received];
    expect(messages).toEqual(expect.arrayContaining(said));
    // What came while no device was linked is in the history, and may be told as well.
    expect(all).toEqual(expect.arrayContaining(messages));
    expect(new Set(messages).size).toBe(messages.length);
    const levels = events.flatMap(told);
    expect(new Set(levels).size).toBe(levels.length);
  });

  it('has told its consumer every event once, those of a chat in order', async () => {
    const logged = await gateway.server.events('home');
    const got = () => hooks.got.map(({ body }) => body).filter(({ session, seq }) => session === 'home' && seq > 0);
    await hooks.until(() => got().length >= logged.length);
    expect(idsAndSeqs(got())).toEqual(idsAndSeqs(logged));
    const ofChat = got().flatMap(({ seq, data }) => (chatOf(data) === CHAT ? [seq] : []));
    expect(ofChat.length).toBeGreaterThan(said.length);
    expect(ofChat).toEqual(ofChat.toSorted((a, b) => a - b));
  }, 30_000);
});
