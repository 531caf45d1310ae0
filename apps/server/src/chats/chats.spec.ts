import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { labelledChatsSchema, labelListSchema, labelSchema } from '../labels/labels.schema.js';
import { LabelsService } from '../labels/labels.service.js';
import { chatPageSchema, chatSchema } from './chats.schema.js';
import { presenceListSchema } from './presence.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let path: string;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  path = `${S}/chats/${friend.jid}`;
  await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
  await server.event('home', ({ type }) => type === 'message.received');
});
afterEach(() => server.stop());

const S = '/v1/sessions/home';
const patch = (change: object) => server.as().patch(path).send(change);
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];

describe('chats', () => {
  it('are listed and read with their newest message', async () => {
    const { body } = await server.as().get(`${S}/chats`).expect(200);
    const page = chatPageSchema.parse(body);
    expect(page).toMatchObject({ data: [{ chatId: friend.jid, kind: 'person', name: 'Friend', unreadCount: 1 }] });
    expect(page.data[0]?.lastMessage?.content).toEqual({ kind: 'text', text: 'Hello' });
    const one = await server
      .as()
      .get(`${S}/chats/${encodeURIComponent(friend.phone)}`)
      .expect(200);
    expect(chatSchema.parse(one.body)).toEqual(page.data[0]);
  });

  it('are filtered, page by page', async () => {
    const second = server.world.person();
    await second.send(owner.jid, { kind: 'text', text: 'Hi' });
    await server.event('home', ({ type, data }) => type === 'message.received' && JSON.stringify(data).includes('Hi'));
    const list = async (query: object) =>
      chatPageSchema.parse((await server.as().get(`${S}/chats`).query(query).expect(200)).body);
    const first = await list({ limit: 1 });
    const next = await list({ limit: 1, cursor: first.nextCursor });
    expect([...first.data, ...next.data].map(({ chatId }) => chatId)).toEqual([second.jid, friend.jid]);
    expect(next.nextCursor).toBeNull();
    expect((await list({ kind: 'group' })).data).toEqual([]);
    expect((await list({ archived: false, unread: true })).data).toHaveLength(2);
  });

  it('are archived, pinned, muted and marked in one go, and answer as they are then', async () => {
    const until = '2030-01-01T00:00:00.000Z';
    const change = { archived: true, pinned: true, mutedUntil: until, markedUnread: true, disappearingSeconds: 86_400 };
    const { body } = await patch(change).expect(200);
    expect(chatSchema.parse(body)).toMatchObject(change);
    await owner.seesChat(friend.jid, ({ archived, pinned }) => archived && pinned);
    const unmuted = await patch({ mutedUntil: null }).expect(200);
    expect(chatSchema.parse(unmuted.body)).toMatchObject({ mutedUntil: null, archived: true });
  });

  it.each([
    [{ archived: 'yes' }],
    [{ archived: null }],
    [{ mutedUntil: 'tomorrow' }],
    [{ disappearingSeconds: 5 }],
    [{ colour: 'red' }],
  ])('refuse %j', async (change) => {
    expect(codeOf(await patch(change))).toEqual([400, 'invalid_input']);
  });

  it('are read: the sender hears of it, and nothing is unread', async () => {
    const { body } = await server.as().post(`${path}/read`).send({}).expect(200);
    expect(chatSchema.parse(body)).toMatchObject({ unreadCount: 0, markedUnread: false });
    const { recorded } = server.world.engine('home');
    expect(recorded.map(({ operation }) => operation)).toContain('messages.markRead');
  });

  it('are read up to a message', async () => {
    const id = await friend.send(owner.jid, { kind: 'text', text: 'Two' });
    await server.event('home', ({ type, data }) => type === 'message.received' && JSON.stringify(data).includes('Two'));
    const { body } = await server.as().post(`${path}/read`).send({ messageId: id }).expect(200);
    // It was the newest.
    expect(chatSchema.parse(body)).toMatchObject({ unreadCount: 0, markedUnread: false });
    const call = server.world.engine('home').recorded.find(({ operation }) => operation === 'messages.markRead');
    expect(call?.args[0]).toContainEqual(expect.objectContaining({ id }));
    expect((await server.as().post(`${path}/read`).send({ messageId: '3EB0FF' })).status).toBe(404);
  });

  it('are cleared, and deleted', async () => {
    await server.as().delete(`${path}/messages`).expect(204);
    const { body } = await server.as().get(`${path}/messages`).expect(200);
    expect((body as { data: unknown[] }).data).toEqual([]);
    await server.as().delete(path).expect(204);
    expect((await server.as().get(path)).status).toBe(404);
  });

  it('say when they are not there, or the session is not connected', async () => {
    const unknown = `${S}/chats/${server.world.strangerJid()}`;
    expect(codeOf(await server.as().get(unknown))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().delete(unknown))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().get(`${S}/chats/nobody`))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().get('/v1/sessions/none/chats'))).toEqual([404, 'not_found']);
    await server.as().post(`${S}/stop`).expect(200);
    expect(codeOf(await patch({ archived: true }))).toEqual([409, 'not_connected']);
    await server.as().get(path).expect(200);
  });
});

describe('presence', () => {
  it('shows that this account is writing, and is online', async () => {
    await server.as().put(`${path}/presence`).send({ presence: 'composing' }).expect(200);
    await friend.seesPresence(owner.jid, 'composing', owner.jid);
    await server.as().put(`${S}/presence`).send({ presence: 'available' }).expect(200);
    expect(codeOf(await server.as().put(`${S}/presence`).send({ presence: 'hidden' }))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().put(`${path}/presence`).send({}))).toEqual([400, 'invalid_input']);
  });

  it('shows what was seen of a person since it was asked for', async () => {
    await server.as().put(`${path}/presence/subscription`).expect(200);
    await friend.presence('available');
    await server.event('home', ({ type, data }) => type === 'presence.changed' && data['presence'] === 'available');
    const { body } = await server.as().get(`${path}/presence`).expect(200);
    expect(presenceListSchema.parse(body).data).toMatchObject([
      { participant: { id: friend.jid }, presence: 'available' },
    ]);
    const group = await server.as().put(`${S}/chats/120363025246125486@g.us/presence/subscription`);
    expect(codeOf(group)).toEqual([400, 'invalid_input']);
  });
});

describe('labels', () => {
  it('get a number each, also those that are made at the same time', async () => {
    const labels = server.app.get(LabelsService);
    const made = await Promise.all(['One', 'Two', 'Three'].map((name) => labels.create('home', { name })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  });

  it('are made, changed and removed', async () => {
    const made = await server.as().post(`${S}/labels`).send({ name: 'Suppliers', color: 4 }).expect(201);
    const { labelId } = labelSchema.parse(made.body);
    expect(made.headers['location']).toBe(`${S}/labels/${labelId}`);
    const { body } = await server.as().patch(`${S}/labels/${labelId}`).send({ name: 'Friends' }).expect(200);
    expect(labelSchema.parse(body)).toEqual({ labelId, name: 'Friends', color: 4 });
    const all = labelListSchema.parse((await server.as().get(`${S}/labels`).expect(200)).body).data;
    expect(all).toContainEqual({ labelId, name: 'Friends', color: 4 });
    await server.as().delete(`${S}/labels/${labelId}`).expect(204);
    await server.as().delete(`${S}/labels/${labelId}`).expect(204);
    expect(codeOf(await server.as().patch(`${S}/labels/${labelId}`).send({ name: 'x' }))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().post(`${S}/labels`).send({ name: 'x', color: 20 }))).toEqual([
      400,
      'invalid_input',
    ]);
  });

  it('are listed, put on a chat and taken off', async () => {
    const { body } = await server.as().get(`${S}/labels`).expect(200);
    expect(labelListSchema.parse(body).data.map(({ name }) => name)).toEqual(['New customer', 'Paid']);
    await server.as().put(`${path}/labels/2`).expect(200);
    await server.event('home', ({ type }) => type === 'chat.labels_changed');
    const onIt = await server.as().get(`${S}/labels/2/chats`).expect(200);
    expect(labelledChatsSchema.parse(onIt.body).data).toHaveLength(1);
    await server.as().delete(`${path}/labels/2`).expect(204);
    await server.as().delete(`${path}/labels/2`).expect(204);
    expect(codeOf(await server.as().put(`${path}/labels/9`))).toEqual([404, 'not_found']);
  });

  it('are refused by an engine that has none', async () => {
    server = await server.restart({ capabilities: { 'chats.labels': { level: 'none', reason: 'for a test' } } });
    await server.as().post(`${S}/start`).expect(200);
    expect(codeOf(await server.as().get(`${S}/labels`))).toEqual([501, 'unsupported']);
  });
});
