import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, EngineError, jidUser, NotAllowedError, type SessionName } from '@columba/core';
import { aFact, type FakeEngine, type FakePerson } from '@columba/core/testing';
import { InProcessServer, type WireEvent } from '../../../../../test/support/in-process-server.js';
import { RecordingLogger } from '../../../../../test/support/recording-logger.js';

const logger = new RecordingLogger();
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let chat: string;
beforeAll(async () => {
  server = await InProcessServer.start({ env: { CORS_ORIGINS: 'https://panel.example' }, logger });
  owner = await server.linked();
  friend = server.world.person();
  chat = `/api/chats/${friend.phone.slice(1)}`;
});
afterAll(() => server.stop());

const engine = (): FakeEngine => server.world.engine('home');
const stored = (id: string) =>
  server.event(
    'home',
    ({ data }: WireEvent) => (data['message'] as { messageId?: string } | undefined)?.messageId === id,
  );

describe('a request', () => {
  it('for what the client has already is answered with 304, again and again', async () => {
    const { headers } = await server.as().get('/api/contacts').expect(200);
    for (let times = 0; times < 3; times++)
      await server.as().get('/api/contacts').set('If-None-Match', String(headers['etag'])).expect(304);
    await server.as().get(`${chat}/is-registered-user`).set('If-None-Match', 'W/"old"').expect(200);
  });

  it('that is too large, or cannot be read, is refused in JSON', async () => {
    const large = await server
      .as()
      .post(`${chat}/messages`)
      .send({ msg: 'x'.repeat(17_000_000) });
    expect([large.status, large.body]).toEqual([413, { error: 'The body is larger than this path takes' }]);
    const undecodable = await server.as().put('/api/chats/%E0%A4%A/pin');
    expect([undecodable.status, Object.keys(undecodable.body as object)]).toEqual([400, ['error']]);
    const list = await server.as().post(`${chat}/messages`).send([1, 2]);
    expect(list.status).toBe(422);
    const nothing = await server.as().post(`${chat}/messages`).type('json').send('null');
    expect(nothing.status).toBe(400);
  });

  it('of a page elsewhere is let in where the owner has said so, and asks first without a token', async () => {
    const preflight = await server.anonymous
      .options(`${chat}/messages`)
      .set({ Origin: 'https://panel.example', 'Access-Control-Request-Method': 'POST' })
      .set('Access-Control-Request-Headers', 'x-auth-token,x-api-key,authorization,content-type');
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([
      204,
      'https://panel.example',
    ]);
    expect(preflight.headers['access-control-allow-headers']).toContain('x-auth-token');
    const foreign = await server.anonymous.get('/api/status').set('Origin', 'https://evil.example');
    expect([foreign.status, Object.keys(foreign.body as object)]).toEqual([403, ['error']]);
  });
});

describe('what WhatsApp says no to', () => {
  it.each([
    [new NotAllowedError('Only admins'), 403, { error: 'Only admins' }],
    [new EngineError('The library said something'), 502, { error: 'The library said something' }],
    [new DomainError('rate_limited', 'Too fast', { retryAfterSeconds: 9 }), 429, { error: 'Too fast' }],
    [new DomainError('unavailable', 'Stopping'), 503, { message: 'Stopping', status: 503 }],
    [new TypeError('secret inside'), 500, { error: 'Internal Server Error' }],
  ])('comes out as it is documented: %s', async (error, status, body) => {
    const { world } = server;
    world.conversation(owner.account, friend.jid);
    engine().failNext('chats.pin', error);
    const answer = await server.as().put(`${chat}/pin`);
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  it('leaves the chat sent to even when it cannot be marked as read', async () => {
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    await stored(id);
    engine().failNext('messages.markRead', new EngineError('no'));
    await server.as().post(`${chat}/messages`).send({ msg: 'still sent' }).expect(200);
    expect((await friend.messagesIn(owner.jid)).at(-1)).toMatchObject({ content: { text: 'still sent' } });
  });
});

/** How often WhatsApp was asked for its groups. */
const listings = () => engine().recorded.filter(({ operation }) => operation === 'groups.list').length;
const createGroup = (name: string) =>
  server
    .as()
    .post('/api/chats/groups')
    .send({ name, participants: [friend.phone.slice(1)] })
    .expect(201);

describe('the lists', () => {
  it('show what is known when WhatsApp does not tell', async () => {
    await createGroup('Mine');
    const { group } = await friend.groups.create('Club', [owner.jid]);
    await server.event('home', ({ type, data }) => type === 'group.joined' && JSON.stringify(data).includes(group.id));
    engine().failNext('groups.list', new DomainError('rate_limited', 'Too often'));
    const { body } = await server.as().get('/api/chats').expect(200);
    const club = (body as { id: { user: string } }[]).find(({ id }) => id.user === jidUser(group.id));
    expect(club).toMatchObject({ name: 'Club', groupMetadata: { size: 2 } });
    const contacts = await server.as().get('/api/contacts').expect(200);
    expect(contacts.body).toContainEqual(expect.objectContaining({ name: 'Club', isGroup: true }));
    const common = await server
      .as()
      .get(`/api/contacts/${friend.phone.slice(1)}/common-groups`)
      .expect(200);
    expect(common.body).toContainEqual(expect.objectContaining({ _serialized: group.id }));
  });

  it('ask WhatsApp once, however often they are looked at, until the account changes something', async () => {
    await createGroup('New');
    const before = listings();
    const { body } = await server.as().get('/api/chats').expect(200);
    expect(body).toContainEqual(expect.objectContaining({ name: 'New' }));
    await server.as().get('/api/chats').expect(200);
    await server.as().get('/api/contacts').expect(200);
    expect(listings()).toBe(before + 1);
  });
});

describe('a contact', () => {
  it('has the labels of its chat, and is a business where WhatsApp says so', async () => {
    const number = friend.phone.slice(1);
    server.storage.inbox.record('home' as SessionName, [
      aFact('chat.labels_changed', { chat: friend.jid, labelIds: ['7'] }),
      aFact('contact.updated', { contact: { id: friend.jid, verifiedName: 'Ann Ltd', business: true }, changed: [] }),
    ]);
    const shown = { number, labels: ['7'], isBusiness: true, verifiedName: 'Ann Ltd' };
    expect((await server.as().get(`/api/contacts/${number}`).expect(200)).body).toMatchObject(shown);
    const { body } = await server.as().get('/api/contacts').expect(200);
    expect(body).toContainEqual(expect.objectContaining(shown));
  });
});

describe('a group', () => {
  it('that others are in is not found, and one that was left stays readable', async () => {
    const elsewhere = await friend.groups.create('Elsewhere', []);
    engine().failNext('groups.get', new NotAllowedError('Only members'));
    await server.as().get(`/api/chats/groups/${elsewhere.group.id}`).expect(404);
    const { group } = await friend.groups.create('Left', [owner.jid]);
    await server.event('home', ({ type, data }) => type === 'group.joined' && JSON.stringify(data).includes(group.id));
    await server.as().delete(`/api/chats/groups/${group.id}`).expect(204);
    engine().failNext('groups.get', new NotAllowedError('Only members'));
    const { body } = await server.as().get(`/api/chats/groups/${group.id}`).expect(200);
    expect(body).toMatchObject({ name: 'Left', groupMetadata: { subject: 'Left' } });
    const { body: contacts } = await server.as().get('/api/contacts').expect(200);
    expect(contacts).not.toContainEqual(expect.objectContaining({ name: 'Left' }));
  });
});

describe('a file', () => {
  const voice = { kind: 'voice', bytes: new Uint8Array([1, 2, 3]), mimeType: 'audio/ogg; codecs=opus' } as const;

  it('of a voice message is named without the parameters of its type', async () => {
    const id = await friend.send(owner.jid, voice);
    await stored(id);
    const { headers } = await server.as().get(`${chat}/messages/${id}/download-media`).expect(200);
    expect(headers['content-disposition']).toContain(`filename="${friend.phone.slice(1)}@c.us_${id}.ogg"`);
    expect([headers['content-type'], headers['content-length']]).toEqual(['audio/ogg', '3']);
  });

  it('that WhatsApp no longer has is gone', async () => {
    const id = await friend.send(owner.jid, voice);
    await stored(id);
    await friend.expireMedia(owner.jid, id);
    const answer = await server.as().get(`${chat}/messages/${id}/download-media`);
    expect([answer.status, answer.body]).toEqual([410, { error: 'The media is no longer at WhatsApp' }]);
  });
});

describe('the log', () => {
  it('holds no number, no text and no token', () => {
    const text = JSON.stringify(logger);
    for (const secret of [friend.phone.slice(1), 'still sent', 'a-token-that-is-only-for-tests'])
      expect(text).not.toContain(secret);
  });
});
