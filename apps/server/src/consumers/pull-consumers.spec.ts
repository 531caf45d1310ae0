import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { createdApiKeySchema } from '../api-keys/api-keys.schema.js';
import { consumerEventPageSchema, consumerSchema } from './consumers.schema.js';

let server: InProcessServer;
beforeEach(async () => {
  server = await InProcessServer.start();
});
afterEach(() => server.stop());

const C = '/v1/consumers';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const create = async (wanted: object = {}, token?: string) =>
  consumerSchema.parse(
    (
      await server
        .as(token)
        .post(C)
        .send({ kind: 'pull', name: 'Reader', ...wanted })
    ).body,
  );
const pull = async (id: string, query: Record<string, unknown> = {}) =>
  consumerEventPageSchema.parse((await server.as().get(`${C}/${id}/events`).query(query).expect(200)).body);
const confirm = (id: string, cursor: string) => server.as().put(`${C}/${id}/cursor`).send({ cursor });
const texts = ({ data }: { data: { type: string; data: object }[] }) =>
  data.map((event) => (event.data as { message?: { content: { text?: string } } }).message?.content.text);

describe('a consumer that fetches its events', () => {
  it('gets them again until it confirms, and goes on from there after a restart', async () => {
    const owner = await server.linked();
    const friend = server.world.person();
    const { id } = await create({ types: ['message.received'] });
    expect((await pull(id)).data).toEqual([]);
    for (const text of ['one', 'two', 'three']) await friend.send(owner.jid, { kind: 'text', text });
    const first = await pull(id, { limit: 2, waitSeconds: 5 });
    expect(texts(first)).toEqual(['one', 'two']);
    expect(texts(await pull(id, { limit: 2 }))).toEqual(['one', 'two']);
    const told = consumerSchema.parse((await confirm(id, first.nextCursor).expect(200)).body);
    expect(told).toMatchObject({ kind: 'pull', state: 'active', lag: 1, cursor: first.nextCursor });
    server = await server.restart();
    expect(texts(await pull(id))).toEqual(['three']);
    await confirm(id, (await pull(id)).nextCursor).expect(200);
    await confirm(id, first.nextCursor).expect(200);
    expect((await pull(id)).data).toEqual([]);
  });

  it('is waited for by the log, and told of what it lost when that had to go', async () => {
    await server.linked();
    const { id } = await create({ from: 'earliest' });
    const { data } = await pull(id);
    server.storage.logRetention.trim({ days: 30, events: data.length - 2 }, [id]);
    const after = await pull(id);
    expect(after.data).toHaveLength(data.length - 2);
    expect(after.lost).toMatchObject([{ session: 'home', fromSeq: 1, toSeq: 2, count: 2 }]);
    await confirm(id, after.nextCursor).expect(200);
    expect((await pull(id)).lost).toEqual([]);
  });

  it('is listed and removed, but a webhook is not removed here', async () => {
    const { id } = await create();
    const { body } = await server.as().get(C).expect(200);
    expect((body as { data: { id: string }[] }).data.map((one) => one.id)).toContain(id);
    await server.as().delete(`${C}/${id}`).expect(204);
    expect(codeOf(await server.as().get(`${C}/${id}/events`))).toEqual([404, 'not_found']);
    const hook = await server.as().post('/v1/webhooks').send({ url: 'https://example.org/hook' }).expect(201);
    const { id: webhook } = hook.body as { id: string };
    expect(codeOf(await server.as().delete(`${C}/${webhook}`))).toEqual([409, 'conflict']);
  });

  it('of a bound key reaches no further than the key', async () => {
    for (const name of ['home', 'office']) await server.as().post('/v1/sessions').send({ name, autoStart: false });
    const wanted = { name: 'Home', scopes: ['admin'], sessions: ['home'] };
    const bound = createdApiKeySchema.parse((await server.as().post('/v1/api-keys').send(wanted)).body);
    expect((await create({}, bound.key)).sessions).toEqual(['home']);
    const foreign = await create({ sessions: ['office'] });
    expect(codeOf(await server.as(bound.key).get(`${C}/${foreign.id}/events`))).toEqual([404, 'not_found']);
    const wider = await server
      .as(bound.key)
      .post(C)
      .send({ kind: 'pull', name: 'x', sessions: ['office'] });
    expect(codeOf(wider)).toEqual([404, 'not_found']);
  });

  it.each([
    {},
    { kind: 'push', name: 'x' },
    { kind: 'pull', name: '' },
    { kind: 'pull', name: 'x', types: ['no.such'] },
  ])('is not made of %j', async (wanted) =>
    expect(codeOf(await server.as().post(C).send(wanted))).toEqual([400, 'invalid_input']),
  );

  it.each(['nonsense', 'cDk5OTk5OQ'])('does not take %s for a cursor', async (cursor) => {
    const { id } = await create();
    expect(codeOf(await confirm(id, cursor))).toEqual([400, 'invalid_input']);
  });
});
