import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { messagePageSchema, messageSchema } from './messages.schema.js';
import { pollResultsSchema, receiptListSchema } from './opinions.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterEach(() => server.stop());

const S = '/v1/sessions/home';
const send = async (content: object): Promise<MessageId> => {
  const { body } = await server.as().post(`${S}/messages`).send({ chatId: friend.phone, content }).expect(200);
  return (body as { messageId: MessageId }).messageId;
};
const texts = (body: unknown): unknown[] =>
  messagePageSchema.parse(body).data.map(({ content }) => ('text' in content ? content.text : content.kind));
const search = async (wanted: object) => {
  const { body } = await server.as().post(`${S}/messages/search`).send(wanted).expect(200);
  return texts(body);
};
const list = async (query: object) => {
  const { body } = await server.as().get(`${S}/chats/${friend.jid}/messages`).query(query).expect(200);
  return texts(body);
};
const heard = (type: string) => server.event('home', (event) => event.type === type);

describe('finding messages', () => {
  beforeEach(async () => {
    await send({ kind: 'text', text: 'The washing machine is done' });
    await send({ kind: 'poll', question: 'When?', options: ['Mon', 'Tue'] });
    await friend.send(owner.jid, { kind: 'text', text: 'Which washing?' });
    await heard('message.received');
  });

  it('narrows a list by direction, kind and time, and turns it round', async () => {
    expect(await list({ fromMe: false })).toEqual(['Which washing?']);
    expect(await list({ fromMe: true, kind: 'text' })).toEqual(['The washing machine is done']);
    expect(await list({ kind: 'poll,image' })).toEqual(['poll']);
    expect(await list({ hasMedia: true })).toEqual([]);
    expect(await list({ starred: false, order: 'asc', limit: 2 })).toEqual(['The washing machine is done', 'poll']);
    expect(await list({ since: '2200-01-01T00:00:00Z' })).toEqual([]);
    expect(await list({ until: '2200-01-01T00:00:00Z' })).toHaveLength(3);
  });

  it('searches words in all chats, or in one', async () => {
    expect(await search({ text: 'wash' })).toEqual(['Which washing?', 'The washing machine is done']);
    expect(await search({ text: 'wash', from: friend.phone })).toEqual(['Which washing?']);
    expect(await search({ text: 'wash', fromMe: true, chatId: friend.lid })).toEqual(['The washing machine is done']);
    expect(await search({ text: 'wash', kinds: ['image'] })).toEqual([]);
  });

  it('goes page by page without losing or doubling one', async () => {
    const found: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { body } = await server
        .as()
        .post(`${S}/messages/search`)
        .send({ limit: 1, ...(cursor ? { cursor } : {}) })
        .expect(200);
      found.push(...texts(body));
      cursor = messagePageSchema.parse(body).nextCursor;
    }
    expect(found).toEqual(['Which washing?', 'poll', 'The washing machine is done']);
  });

  it.each([
    [{ limit: 0 }],
    [{ limit: '5' }],
    [{ kinds: ['fax'] }],
    [{ since: 'yesterday' }],
    [{ cursor: 'bm9uc2Vuc2U' }],
    [{ chatId: 'nobody' }],
    [{ from: '120363025246125486@g.us' }],
    [{ words: 'wash' }],
  ])('refuses to search for %j', async (wanted) => {
    const { status, body } = await server.as().post(`${S}/messages/search`).send(wanted);
    expect([status, (body as { code: string }).code]).toEqual([400, 'invalid_input']);
  });

  it.each(['fromMe=1', 'kind=fax', 'order=up', 'since=now', 'limit=201', 'cursor='])('refuses ?%s', async (query) => {
    expect((await server.as().get(`${S}/chats/${friend.jid}/messages?${query}`)).status).toBe(400);
  });
});

describe('what people did with a message', () => {
  it('shows reactions where messages are read', async () => {
    const id = await send({ kind: 'text', text: 'Done' });
    await friend.seesMessage(owner.jid, id);
    await friend.react(owner.jid, id, '👍');
    await heard('message.reacted');
    const { body } = await server.as().get(`${S}/chats/${friend.jid}/messages/${id}`).expect(200);
    expect(messageSchema.parse(body).reactions).toMatchObject([{ by: { id: friend.jid }, emoji: '👍' }]);
    const list = await server.as().get(`${S}/chats/${friend.jid}/messages`).expect(200);
    expect(messagePageSchema.parse(list.body).data[0]?.reactions).toHaveLength(1);
  });

  it('counts the votes of a poll, and of nothing else', async () => {
    const id = await send({ kind: 'poll', question: 'When?', options: ['Mon', 'Tue'] });
    await friend.seesMessage(owner.jid, id);
    await friend.vote(owner.jid, id, ['Tue']);
    await heard('poll.voted');
    const { body } = await server.as().get(`${S}/chats/${friend.jid}/messages/${id}/votes`).expect(200);
    expect(pollResultsSchema.parse(body).data).toMatchObject([
      { option: 'Mon', voters: [] },
      { option: 'Tue', voters: [{ id: friend.jid }] },
    ]);
    const text = await send({ kind: 'text', text: 'Done' });
    await server.as().get(`${S}/chats/${friend.jid}/messages/${text}/votes`).expect(404);
  });

  it('lists how far it came with each member of a group', async () => {
    const { group } = await owner.groups.create('Club', [friend.jid]);
    const content = { kind: 'text', text: 'Hello' };
    const sent = await server.as().post(`${S}/messages`).send({ chatId: group.id, content }).expect(200);
    const { messageId } = sent.body as { messageId: MessageId };
    await friend.seesMessage(group.id, messageId);
    await friend.receipt(group.id, messageId, 'read');
    await server.event('home', ({ type, data }) => type === 'message.status_changed' && data['status'] === 'read');
    const { body } = await server.as().get(`${S}/chats/${group.id}/messages/${messageId}/receipts`).expect(200);
    expect(receiptListSchema.parse(body).data).toMatchObject([{ recipient: { id: friend.jid }, status: 'read' }]);
  });
});

describe('cancelling', () => {
  it('takes back what waits behind another message, and nothing that left', async () => {
    server.world.delivery.withholdConfirmations();
    await friend.turnPhone(false);
    const post = (text: string) =>
      server
        .as()
        .post(`${S}/messages`)
        .query({ waitFor: 'none' })
        .send({ chatId: friend.phone, content: { kind: 'text', text } })
        .expect(202);
    const first = (await post('first')).body as { messageId: MessageId };
    const second = (await post('second')).body as { messageId: MessageId };
    const path = (id: MessageId) => `${S}/chats/${friend.jid}/messages/${id}/cancel`;
    const { body } = await server.as().post(path(second.messageId)).expect(200);
    expect(messageSchema.parse(body).status).toBe('failed');
    expect((await server.as().post(path(first.messageId))).status).toBe(409);
    server.world.delivery.releaseConfirmations();
    await friend.turnPhone(true);
    await friend.seesMessage(owner.jid, first.messageId);
    expect(await friend.messagesIn(owner.jid)).toHaveLength(1);
  });
});
