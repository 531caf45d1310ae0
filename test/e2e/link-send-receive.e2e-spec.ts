import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';

interface Sent {
  messageId: string;
  chatId: string;
  status: string;
}
interface Shown {
  key: { id: string };
  content?: { text: string };
  copies: number;
}

describe.each(['qr', 'code'] as const)('a session linked by %s', (method) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  }, 30_000);
  afterAll(() => gateway.stop());

  it('links', async () => {
    if (method === 'qr') await gateway.linkByQr('home', OWNER);
    else await gateway.linkByCode('home', OWNER);
    const { body } = await gateway.server.call<{ account: { phone: string } }>('GET', '/v1/sessions/home');
    expect(body.account.phone).toBe(`+${OWNER}`);
  }, 60_000);

  it('sends a text that the recipient can read, and tells sent, delivered and read', async () => {
    const { status, body } = await gateway.server.call<Sent>('POST', '/v1/sessions/home/messages', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text: 'The washing machine is done.' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ chatId: `${CONTACT}@s.whatsapp.net` });

    const screen = await gateway.simulator.control<Shown[]>('recipient.view', { pn: CONTACT, chat: OWNER });
    expect(screen).toEqual([
      expect.objectContaining({
        key: expect.objectContaining({ id: body.messageId }),
        content: { kind: 'text', text: 'The washing machine is done.' },
        copies: 1,
      }),
    ]);

    const told = (word: string) =>
      gateway.server.event(
        'home',
        ({ type, data }) =>
          type === 'message.status_changed' && data['messageId'] === body.messageId && data['status'] === word,
      );
    const [sent, delivered] = [await told('sent'), await told('delivered')];
    await gateway.simulator.control('receipt', { by: CONTACT, from: OWNER, ids: [body.messageId], type: 'read' });
    const seqs = [sent, delivered, await told('read')].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  }, 60_000);

  it('receives a text', async () => {
    await gateway.simulator.control('send', {
      from: CONTACT,
      to: OWNER,
      content: { kind: 'text', text: 'Thank you!' },
    });
    const event = await gateway.server.event('home', (e) => e.type === 'message.received');
    expect(event.data['message']).toMatchObject({
      fromMe: false,
      from: { phone: `+${CONTACT}`, name: 'Carl Contact' },
      content: { kind: 'text', text: 'Thank you!' },
    });
  }, 60_000);

  it('numbers its events 1, 2, 3 … without gaps', async () => {
    const events = await gateway.server.events('home');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  });
});
