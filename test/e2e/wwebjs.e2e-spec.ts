import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';

const KILLS = 3;

const idOf = (data: Record<string, unknown>) => (data['message'] as { messageId: string }).messageId;

describeWithBrowser('a session in a browser', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ WA_ENGINE: 'wwebjs' });
    await gateway.linkByQr('home', OWNER);
  }, 90_000);
  afterAll(() => gateway.stop());

  const send = (text: string) =>
    gateway.simulator.control<{ id: string }>('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text } });

  it('sends and receives', async () => {
    const { status, body } = await gateway.server.call<{ messageId: string }>('POST', '/v1/sessions/home/messages', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text: 'The washing machine is done.' },
    });
    expect(status).toBe(200);
    await gateway.server.event(
      'home',
      ({ type, data }) =>
        type === 'message.status_changed' && data['messageId'] === body.messageId && data['status'] === 'delivered',
    );
    const { id } = await send('Thank you!');
    await gateway.server.event('home', ({ type, data }) => type === 'message.received' && idOf(data) === id);
  }, 60_000);

  it(`loses nothing to kill -9, ${KILLS} times, and asks for no new link`, async () => {
    const sent: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let n = 0; n < 5; n += 1) sent.push((await send(`${kill}.${n}`)).id);
      await gateway.server.stop('SIGKILL');
      sent.push((await send(`${kill}, while nobody was there`)).id);
      await gateway.startServer();
      await gateway.server.state('home', 'connected');
    }
    for (const id of sent)
      await gateway.server.event('home', ({ type, data }) => type === 'message.received' && idOf(data) === id);
    const events = await gateway.server.events('home');
    const logged = events.filter(({ type }) => type === 'message.received').map(({ data }) => idOf(data));
    expect(new Set(logged).size).toBe(logged.length);
    const links = events.filter(({ type, data }) => type === 'session.pairing_changed' && data['kind'] === 'qr');
    expect(links).toHaveLength(1);
  }, 180_000);
});
