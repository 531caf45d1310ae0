import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@columba/core';
import { CHANNEL, type FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { messageSchema, sendResultSchema } from './messages.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterEach(() => server.stop());

const text = (words: string) => ({ chatId: friend.phone, content: { kind: 'text', text: words } });
const send = (body: object, key?: string, query = {}) => {
  const request = server.as().post('/v1/sessions/home/messages').query(query);
  return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
};

describe('sendMessage', () => {
  it('sends a text, waits until WhatsApp has it, and says so', async () => {
    const { status, body } = await send(text('The washing machine is done.'));
    const result = sendResultSchema.parse(body);
    expect(['sent', 'delivered']).toContain(result.status);
    expect(result).toMatchObject({ chatId: friend.jid, phone: friend.phone });
    expect(status).toBe(200);
    expect(result.messageId).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(await friend.seesMessage(owner.jid, result.messageId as never)).toMatchObject({
      content: { kind: 'text', text: 'The washing machine is done.' },
      copies: 1,
    });
  });

  it('waits for the delivery on request', async () => {
    const { status, body } = await send(text('hi'), undefined, { waitFor: 'delivered' });
    expect([status, sendResultSchema.parse(body).status]).toEqual([200, 'delivered']);
  });

  it('answers 202 when the wait is over and the message is still on its way', async () => {
    server.world.delivery.withholdConfirmations();
    await friend.turnPhone(false);
    const { status, body } = await send(text('hi'), undefined, { waitSeconds: 0 });
    expect([status, sendResultSchema.parse(body).status]).toEqual([202, 'pending']);
    const none = await send(text('hi'), undefined, { waitFor: 'none' });
    expect([none.status, sendResultSchema.parse(none.body).status]).toEqual([202, 'pending']);
  });

  it('sends once for one key, and replays the answer', async () => {
    const first = await send(text('once'), 'key-1');
    const second = await send(text('once'), 'key-1');
    expect(second.status).toBe(first.status);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(await friend.messagesIn(owner.jid)).toHaveLength(1);
  });

  it('takes the same request in another spelling for the same, and another body for a mistake', async () => {
    await send({ chatId: friend.phone, content: { kind: 'text', text: 'once' } }, 'key-1');
    const same = await send({ content: { text: 'once', kind: 'text' }, chatId: friend.phone }, 'key-1', {
      waitSeconds: 1,
    });
    expect(same.headers['idempotent-replayed']).toBe('true');
    const other = await send(text('twice'), 'key-1');
    expect([other.status, (other.body as { code: string }).code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('lets the same request while the first one runs wait for the answer of the first', async () => {
    server.world.delivery.withholdConfirmations();
    await friend.turnPhone(false);
    const first = send(text('slow'), 'key-1', { waitSeconds: 20 }).then((answer) => answer);
    await friend.seesChat(owner.jid, ({ messages }) => messages === 1);
    const second = send(text('slow'), 'key-1', { waitSeconds: 20 }).then((answer) => answer);
    const other = await send(text('another'), 'key-1');
    expect([other.status, (other.body as { code: string }).code]).toEqual([422, 'idempotency_mismatch']);
    server.world.delivery.releaseConfirmations();
    const [one, two] = await Promise.all([first, second]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toEqual(one.body);
    expect(two.headers['idempotent-replayed']).toBe('true');
  });

  it('lets the same key try again after a request that failed', async () => {
    await server.as().post('/v1/sessions/home/stop').expect(200);
    const refused = await send(text('hi'), 'key-1');
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'not_connected']);
    await server.as().post('/v1/sessions/home/start').expect(200);
    await send(text('hi'), 'key-1').expect(200);
  });

  it('tells why a message failed, with 200: it was accepted', async () => {
    server.world.engine('home').failNext('messages.send', new DomainError('not_on_whatsapp', 'No such account'));
    const { status, body } = await send(text('hi'));
    expect(status).toBe(200);
    expect(sendResultSchema.parse(body)).toMatchObject({
      status: 'failed',
      error: { code: 'not_on_whatsapp', detail: 'No such account' },
    });
    const failed = await server.event(
      'home',
      ({ type, data }) => type === 'message.status_changed' && data['status'] === 'failed',
    );
    expect(failed.data).toMatchObject({ error: { code: 'not_on_whatsapp' } });
  });

  it.each([
    [{ chatId: '+49 151 1', content: { kind: 'text', text: 'hi' } }],
    [{ chatId: '0151 23456789', content: { kind: 'text', text: 'hi' } }],
    [{ content: { kind: 'text', text: 'hi' } }],
    [{ chatId: '+4915123456789', content: { kind: 'text', text: '' } }],
    [{ chatId: '+4915123456789', content: { kind: 'text', text: 'x'.repeat(65_537) } }],
    [{ chatId: '+4915123456789', content: { kind: 'fax', text: 'hi' } }],
    [{ chatId: '+4915123456789', content: { kind: 'text', text: 'hi', colour: 'red' } }],
    [{ chatId: '+4915123456789', content: 'hi' }],
    [{ chatId: '+4915123456789', content: null }],
    [{ chatId: '+4915123456789', content: [] }],
    [{ chatId: '+4915123456789', content: { kind: 'text', text: 'hi' }, expiresInSeconds: 0 }],
  ])('refuses %j', async (body) => {
    const answer = await send(body);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'invalid_input']);
  });

  it('mentions everybody in a group, and nobody elsewhere', async () => {
    const { group } = await friend.groups.create('Garden', [owner.jid]);
    await server.event('home', ({ type }) => type === 'group.joined');
    const { body } = await send({ ...text('Dinner!'), chatId: group.id, mentionAll: true }).expect(200);
    const { messageId } = sendResultSchema.parse(body);
    expect((await friend.seesMessage(group.id, messageId as never)).mentionsAll).toBe(true);
    const read = await server.as().get(`/v1/sessions/home/chats/${group.id}/messages/${messageId}`).expect(200);
    expect(messageSchema.parse(read.body).mentionsAll).toBe(true);
    expect((await send({ ...text('You!'), mentionAll: true }).expect(400)).body).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('leaves channels to the phone', async () => {
    const answer = await send({ ...text('Hello, all'), chatId: CHANNEL });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([501, 'unsupported']);
  });

  it('takes the longest text that WhatsApp takes', async () => {
    await send(text('x'.repeat(65_536))).expect(200);
  });
});

describe('reading messages', () => {
  it('finds what was sent and what came, under any spelling of the chat', async () => {
    const sent = sendResultSchema.parse((await send(text('Hello'))).body);
    await friend.send(owner.jid, { kind: 'text', text: 'Hi!' });
    await server.event('home', ({ type }) => type === 'message.received');
    for (const chat of [friend.jid, friend.phone, `${friend.phone.slice(1)}@c.us`, friend.lid]) {
      const { body } = await server
        .as()
        .get(`/v1/sessions/home/chats/${encodeURIComponent(chat)}/messages`)
        .expect(200);
      const page = body as { data: { content: { text: string } }[]; nextCursor: string | null };
      expect(page.data.map(({ content }) => content.text)).toEqual(['Hi!', 'Hello']);
      expect(page.nextCursor).toBeNull();
    }
    const { body } = await server
      .as()
      .get(`/v1/sessions/home/chats/${friend.jid}/messages/${sent.messageId}`)
      .expect(200);
    expect(messageSchema.parse(body)).toMatchObject({
      messageId: sent.messageId,
      fromMe: true,
      content: { text: 'Hello' },
    });
    await server.as().get(`/v1/sessions/home/chats/${friend.jid}/messages/3EB0FFFFFFFFFFFFFFFFFF`).expect(404);
  });
});
