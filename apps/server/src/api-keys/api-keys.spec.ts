import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { digestOf } from '../auth/key-ring.js';
import { apiKeyListSchema, apiKeySchema, createdApiKeySchema, currentApiKeySchema } from './api-keys.schema.js';

let server: InProcessServer;
beforeEach(async () => {
  server = await InProcessServer.start();
  for (const name of ['home', 'office'])
    await server.as().post('/v1/sessions').send({ name, autoStart: false }).expect(201);
});
afterEach(() => server.stop());

const K = '/v1/api-keys';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const create = async (wanted: object, token = TOKEN) => {
  const { body } = await server.as(token).post(K).send(wanted).expect(201);
  return createdApiKeySchema.parse(body);
};

describe('API keys', () => {
  it('are made, shown once, listed without their secret, and revoked at once', async () => {
    const { key, keyId } = await create({ name: 'Reader', scopes: ['read'], expiresAt: '2999-01-01T00:00:00Z' });
    await server.as(key).get('/v1/sessions').expect(200);
    const { body, text } = await server.as().get(K).expect(200);
    expect(apiKeyListSchema.parse(body).data).toMatchObject([{ keyId, name: 'Reader', scopes: ['read'] }]);
    expect(text).not.toContain(key);
    expect(text).not.toContain(digestOf(key).toString('hex'));
    await server.as().delete(`${K}/${keyId}`).expect(204);
    expect(codeOf(await server.as(key).get('/v1/sessions'))).toEqual([401, 'unauthorized']);
    expect(codeOf(await server.as().delete(`${K}/${keyId}`))).toEqual([404, 'not_found']);
  });

  it('may do what their scope says, and no more', async () => {
    const chat = { chatId: '+4915123456789', content: { kind: 'text', text: 'hi' } };
    const reader = await create({ name: 'Reader', scopes: ['read'] });
    const sender = await create({ name: 'Sender', scopes: ['send'] });
    const send = (key: string) => server.as(key).post('/v1/sessions/home/messages').send(chat);
    expect(codeOf(await send(reader.key))).toEqual([403, 'forbidden']);
    expect(codeOf(await send(sender.key))).toEqual([409, 'not_connected']);
    expect(codeOf(await server.as(sender.key).get(K))).toEqual([403, 'forbidden']);
    const current = await server.as(sender.key).get(`${K}/current`).expect(200);
    expect(currentApiKeySchema.parse(current.body)).toMatchObject({ keyId: sender.keyId, scopes: ['send'] });
  });

  it('see only their sessions, and hand on no more than that', async () => {
    const bound = await create({ name: 'Home', scopes: ['admin'], sessions: ['home'] });
    expect(codeOf(await server.as(bound.key).get('/v1/sessions/office'))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as(bound.key).get('/v1/sessions/office/chats'))).toEqual([404, 'not_found']);
    const child = await create({ name: 'Child', scopes: ['read'] }, bound.key);
    expect(child.sessions).toEqual(['home']);
    const wider = await server
      .as(bound.key)
      .post(K)
      .send({ name: 'Wider', scopes: ['read'], sessions: ['office'] });
    expect(codeOf(wider)).toEqual([403, 'forbidden']);
    const stranger = await create({ name: 'Office', scopes: ['read'], sessions: ['office'] });
    const seen = await server.as(bound.key).get(K).expect(200);
    expect(apiKeyListSchema.parse(seen.body).data.map(({ name }) => name)).toEqual(['Home', 'Child']);
    expect(codeOf(await server.as(bound.key).delete(`${K}/${stranger.keyId}`))).toEqual([404, 'not_found']);
    const widened = await server
      .as(bound.key)
      .patch(`${K}/${child.keyId}`)
      .send({ sessions: ['home', 'office'] });
    expect(codeOf(widened)).toEqual([403, 'forbidden']);
  });

  it('change, and end when they should', async () => {
    const { key, keyId } = await create({ name: 'Reader', scopes: ['read'], expiresAt: '2999-01-01T00:00:00Z' });
    const change = { name: 'Sender', scopes: ['send'], sessions: ['office'], expiresAt: null };
    const { body } = await server.as().patch(`${K}/${keyId}`).send(change).expect(200);
    expect(apiKeySchema.parse(body)).toMatchObject({ name: 'Sender', scopes: ['send'], sessions: ['office'] });
    expect(body).not.toHaveProperty('expiresAt');
    expect((await server.as(key).get('/v1/sessions/home')).status).toBe(404);
  });

  it('are rotated: the old one goes on for the overlap only', async () => {
    const old = await create({ name: 'Reader', scopes: ['read'], sessions: ['home'] });
    const first = await server.as().post(`${K}/${old.keyId}/rotate`).send({ overlapHours: 1 }).expect(201);
    const next = createdApiKeySchema.parse(first.body);
    expect(next).toMatchObject({ name: 'Reader', scopes: ['read'], sessions: ['home'] });
    for (const key of [old.key, next.key]) await server.as(key).get('/v1/sessions/home').expect(200);
    await server.as().post(`${K}/${next.keyId}/rotate`).send({ overlapHours: 0 }).expect(201);
    expect((await server.as(next.key).get('/v1/sessions/home')).status).toBe(401);
  });

  it('never lock everybody out', async () => {
    await server.stop();
    server = await InProcessServer.start({ env: { COLUMBA_API_TOKEN: '' } });
    const key = 'a-key-that-only-this-test-knows';
    const { id } = server.storage.apiKeys.create({
      name: 'first',
      scopes: ['admin'],
      hash: digestOf(key).toString('hex'),
    });
    expect(codeOf(await server.as(key).delete(`${K}/${id}`))).toEqual([409, 'conflict']);
    expect(
      codeOf(
        await server
          .as(key)
          .patch(`${K}/${id}`)
          .send({ scopes: ['read'] }),
      ),
    ).toEqual([409, 'conflict']);
    await create({ name: 'second', scopes: ['admin'] }, key);
    await server.as(key).delete(`${K}/${id}`).expect(204);
  });

  it.each([
    [{}],
    [{ name: 'x', scopes: [] }],
    [{ name: 'x', scopes: ['root'] }],
    [{ name: '', scopes: ['read'] }],
    [{ name: 'x', scopes: ['read'], sessions: [] }],
    [{ name: 'x', scopes: ['read'], sessions: ['Not a name'] }],
    [{ name: 'x', scopes: ['read'], expiresAt: '2001-01-01T00:00:00Z' }],
    [{ name: 'x', scopes: ['read'], key: 'mine' }],
  ])('refuse %j', async (wanted) => {
    expect(codeOf(await server.as().post(K).send(wanted))).toEqual([400, 'invalid_input']);
  });
});

describe('metrics', () => {
  it('are given to who has a key, with the sessions that it sees', async () => {
    const { key } = await create({ name: 'Prometheus', scopes: ['read'], sessions: ['home'] });
    await server.as().get('/v1/sessions/home/chats/+4915123456789').expect(404);
    const { text, headers } = await server.as(key).get('/metrics').expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('columba_session_state{session="home",state="stopped"} 1');
    expect(text).not.toContain('office');
    expect(text).not.toContain('4915123456789');
    expect(text).toMatch(/route="\/v1\/sessions\/:session\/chats\/:chatId",status="404"/);
    expect((await server.as().get('/v1/metrics').expect(200)).text).toContain('session="office"');
    expect((await server.anonymous.get('/metrics')).status).toBe(401);
  });
});
