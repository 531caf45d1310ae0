import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SessionName } from '@columba/core';
import { aFact } from '@columba/core/testing';
import { InProcessServer, TOKEN, type WireEvent } from '../../../../test/support/in-process-server.js';
import { digestOf } from '../auth/key-ring.js';
import { eventPageSchema, eventSchema, sessionEventPageSchema } from './events.schema.js';

let server: InProcessServer;
beforeEach(async () => {
  server = await InProcessServer.start();
  for (const name of ['home', 'office'])
    await server.as().post('/v1/sessions').send({ name, autoStart: false }).expect(201);
});
afterEach(() => server.stop());

let facts = 0;
const log = (session: string, count = 1) => {
  for (let at = 0; at < count; at++)
    server.storage.inbox.record(session as never, [aFact('label.removed', { labelId: String(at) }, { n: ++facts })]);
};
const trim = (events: number) => server.storage.logRetention.trim({ days: 30, events }, []);
const list = async (query: object, key = TOKEN) =>
  eventPageSchema.parse((await server.as(key).get('/v1/events').query(query).expect(200)).body);

describe('listEvents', () => {
  it('reads everything in pages, nothing twice, and then waits for more', async () => {
    log('home', 3);
    log('office', 2);
    const first = await list({ limit: 3 });
    const second = await list({ limit: 3, cursor: first.nextCursor });
    expect([...first.data, ...second.data].map(({ session, seq }) => `${session}${seq}`)).toEqual([
      'home1',
      'home2',
      'home3',
      'office1',
      'office2',
    ]);
    expect((await list({ cursor: second.nextCursor })).data).toEqual([]);
    const waiting = list({ cursor: second.nextCursor, waitSeconds: 10 });
    log('home');
    expect((await waiting).data.map(({ seq }) => seq)).toEqual([4]);
  });

  it('moves on behind a filter, and can begin now', async () => {
    log('home', 3);
    const page = await list({ types: 'message.received' });
    expect(page.data).toEqual([]);
    log('home');
    expect((await list({ cursor: page.nextCursor })).data.map(({ seq }) => seq)).toEqual([4]);
    expect((await list({ from: 'now' })).data).toEqual([]);
  });

  it('shows a bound key its own sessions only', async () => {
    const key = 'a-key-that-is-bound-to-one-session-0123';
    server.storage.apiKeys.create({
      name: 'bound',
      scopes: ['read'],
      sessions: ['office' as SessionName],
      hash: digestOf(key).toString('hex'),
    });
    log('home');
    log('office');
    expect((await list({}, key)).data.map(({ session }) => session)).toEqual(['office']);
    const foreign = (await list({})).data.find(({ session }) => session === 'home');
    await server.as(key).get(`/v1/events/${foreign?.eventId}`).expect(404);
    await server.as(key).get('/v1/sessions/home/events').expect(404);
  });

  it.each(['/v1/events', '/v1/sessions/home/events'])('%s looks once at what it does not want', async (path) => {
    log('home', 3);
    const asked = jest.spyOn(server.storage.events, 'list');
    const places = () =>
      asked.mock.calls.flatMap(([{ types, afterPos, afterSeq }]) =>
        types?.join() === 'call.ended' ? (afterPos ?? afterSeq) : [],
      );
    const query = { types: 'call.ended', waitSeconds: 10 };
    const waiting = server
      .as()
      .get(path)
      .query(query)
      .then((answer) => answer);
    while (places().length < 2) await new Promise((resolve) => setImmediate(resolve));
    log('home', 2);
    server.storage.inbox.record('home' as SessionName, [aFact('call.ended', {}, { n: ++facts })]);
    const { body } = await waiting;
    expect(body).toMatchObject({ data: [{ type: 'call.ended', seq: 6 }] });
    expect(places()).toEqual([0, 3, 3, 4, 5]);
  });

  it('says when the events after a cursor are gone, and where they were all read, goes on', async () => {
    log('home', 4);
    const [early, late] = [await list({ limit: 1 }), await list({ limit: 3 })];
    trim(1);
    const { body } = await server.as().get('/v1/events').query({ cursor: early.nextCursor }).expect(410);
    expect(body).toMatchObject({ code: 'cursor_expired' });
    expect((await list({ cursor: late.nextCursor })).data.map(({ seq }) => seq)).toEqual([4]);
    expect((await list({})).data.map(({ seq }) => seq)).toEqual([4]);
  });

  it.each([
    { limit: 0 },
    { limit: 201 },
    { limit: 'x' },
    { types: 'message.recieved' },
    { cursor: 'mine' },
    { waitSeconds: 61 },
    { colour: 'red' },
  ])('refuses %j', async (query) => {
    await server.as().get('/v1/events').query(query).expect(400);
  });
});

describe('listSessionEvents and getEvent', () => {
  it('count without gaps', async () => {
    log('home', 5);
    const { body } = await server.as().get('/v1/sessions/home/events').query({ afterSeq: 2, limit: 2 }).expect(200);
    const page = sessionEventPageSchema.parse(body);
    expect(page.data.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(page).toMatchObject({ firstAvailableSeq: 1, lastSeq: 5 });
    const again = await server.as().get(`/v1/events/${page.data[0]?.eventId}`).expect(200);
    expect(eventSchema.parse(again.body)).toEqual(page.data[0]);
    await server.as().get('/v1/events/01900000-0000-7000-8000-000000000000').expect(404);
  });

  it('say where reading can go on when the next numbers are gone, also when no event is left', async () => {
    log('home', 4);
    const expired = async () =>
      (await server.as().get('/v1/sessions/home/events').query({ afterSeq: 1 }).expect(410)).body as object;
    trim(1);
    expect(await expired()).toMatchObject({ code: 'cursor_expired', firstAvailableSeq: 4 });
    trim(0);
    expect(await expired()).toMatchObject({ firstAvailableSeq: 5 });
    await server.as().get('/v1/sessions/home/events').query({ afterSeq: 4 }).expect(200);
  });

  it('wait for the next one', async () => {
    const waiting = server
      .as()
      .get('/v1/sessions/home/events')
      .query({ waitSeconds: 10 })
      .then((answer) => answer);
    await new Promise((resolve) => setImmediate(resolve));
    log('home');
    expect(sessionEventPageSchema.parse((await waiting).body).data).toHaveLength(1);
  });
});

const open = async (headers: Record<string, string> = {}): Promise<IncomingMessage> => {
  const { port } = server.app.getHttpServer().address() as { port: number };
  const request = get({
    port,
    host: '127.0.0.1',
    path: '/v1/events/stream',
    headers: { 'x-api-key': TOKEN, ...headers },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
};
/** Reads frames until there are `count` events. */
const events = async (response: IncomingMessage, count: number) => {
  let seen = '';
  for await (const chunk of response) {
    seen += String(chunk);
    const frames = [...seen.matchAll(/^id: (.+)\ndata: (.+)\n\n/gm)].map(([, id = '', data = '']) => ({
      id,
      event: JSON.parse(data) as WireEvent,
    }));
    if (frames.length >= count) return frames;
  }
  throw new Error('the stream ended');
};

describe('streamEvents', () => {
  it('ends with its key, before anything more is told', async () => {
    const made = server.storage.apiKeys.create({
      name: 'a',
      scopes: ['read'],
      hash: digestOf('short').toString('hex'),
    });
    const stream = await open({ 'x-api-key': 'short' });
    server.storage.apiKeys.delete(made.id);
    log('home');
    await expect(events(stream, 1)).rejects.toThrow('the stream ended');
  });

  it('tells what happens from now on, and resumes after the last id', async () => {
    log('home', 2);
    const stream = await open();
    expect(stream.headers['content-type']).toMatch(/^text\/event-stream/);
    log('home', 2);
    const [third, fourth] = await events(stream, 2);
    expect([third?.event.seq, fourth?.event.seq]).toEqual([3, 4]);
    log('home');
    const resumed = await events(await open({ 'last-event-id': third?.id ?? '' }), 2);
    expect(resumed.map(({ event }) => event.seq)).toEqual([4, 5]);
  });

  it('says when what it should resume from is gone', async () => {
    log('home', 4);
    const { nextCursor } = await list({ limit: 1 });
    trim(1);
    expect((await open({ 'last-event-id': nextCursor })).statusCode).toBe(410);
  });

  it('refuses an id that it never gave', async () => {
    expect((await open({ 'last-event-id': 'mine' })).statusCode).toBe(400);
  });
});
