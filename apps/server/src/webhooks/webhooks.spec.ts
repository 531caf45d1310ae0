import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Jid, type LoggedEvent, parseJid, parseSessionName } from '@columba/core';
import { aFact } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { verifies, WebhookReceiver } from '../../../../test/support/webhook-receiver.js';
import { digestOf } from '../auth/key-ring.js';

const HOME = parseSessionName('home');
const ANA = parseJid('34600111222');
const BEN = parseJid('34600333444');

interface Hook {
  id: string;
  secret: string;
  state: string;
}

let receiver: WebhookReceiver;
let server: InProcessServer;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  server = await InProcessServer.start({ env: { COLUMBA_WEBHOOK_ALLOW: receiver.url, COLUMBA_SESSIONS: '' } });
});
afterEach(async () => {
  await server.stop();
  await receiver.stop();
});

let made = 0;
const append = (chat: Jid = ANA, session = HOME): LoggedEvent => {
  const [event] = server.storage.inbox.record(session, [aFact('message.edited', { chat }, { n: ++made, chat })]);
  if (!event) throw new Error('nothing was logged');
  return event;
};
const create = async (over: object = {}): Promise<Hook> => {
  const { body } = await server
    .as()
    .post('/v1/webhooks')
    .send({ url: receiver.url, ...over })
    .expect(201);
  return body as Hook;
};
const path = ({ id }: Hook, rest = '') => `/v1/webhooks/${id}${rest}`;
const read = async <T = Record<string, unknown>>(at: string): Promise<T> =>
  (await server.as().get(at).expect(200)).body as T;
/** Asks again after each event of the log and each answer, until it is so. */
const eventually = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check()));
};
const hash = (key: string) => digestOf(key).toString('hex');
const parked = async (hook: Hook) => (await read<{ data: { eventId: string }[] }>(path(hook, '/parked'))).data;
const ids = () => receiver.got.map(({ body }) => body.eventId);

describe('a webhook', () => {
  it('gets events as they are, signed, under their own id', async () => {
    const hook = await create();
    const event = append();
    const [got] = await receiver.taken(1);
    if (!got) throw new Error('nothing came');
    expect(got.body).toEqual(await read(`/v1/events/${event.eventId}`));
    expect(got.headers).toMatchObject({
      'webhook-id': event.eventId,
      'webhook-attempt': '1',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(verifies(got, hook.secret)).toBe(true);
    expect(verifies({ ...got, text: `${got.text} ` }, hook.secret)).toBe(false);
  });

  it('shows its secret once', async () => {
    const hook = await create({ name: 'flows' });
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const shown = await read(path(hook));
    expect(shown).toMatchObject({ id: hook.id, name: 'flows', url: receiver.url, state: 'active', maxAttempts: 13 });
    expect(JSON.stringify([shown, await read('/v1/webhooks'), await read('/v1/consumers')])).not.toContain('whsec_');
  });

  it('signs with both secrets while one replaces the other', async () => {
    const hook = await create();
    const { body } = await server.as().post(path(hook, '/secret')).send({ overlapHours: 24 }).expect(200);
    const { secret } = body as Hook;
    append();
    const [both] = await receiver.taken(1);
    expect(both && [verifies(both, hook.secret), verifies(both, secret)]).toEqual([true, true]);
    expect(both?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    const last = await server.as().post(path(hook, '/secret')).send({ overlapHours: 0 }).expect(200);
    append();
    const [, one] = await receiver.taken(2);
    expect(one && [verifies(one, secret), verifies(one, (last.body as Hook).secret)]).toEqual([false, true]);
  });

  it('begins now, or with all that is still in the log', async () => {
    const old = append();
    await create();
    const fresh = append();
    await receiver.taken(1);
    expect(ids()).toEqual([fresh.eventId]);
    await create({ from: 'earliest' });
    await receiver.taken(3);
    expect(ids()).toEqual([fresh.eventId, old.eventId, fresh.eventId]);
  });

  it('gets only what its filter names, a chat under any of its addresses', async () => {
    await create({ types: ['message.edited'], sessions: ['home'], chats: ['+34 600 333444'] });
    append(ANA);
    append(BEN, parseSessionName('work'));
    server.storage.inbox.record(HOME, [aFact('label.removed', {}, { n: ++made })]);
    const wanted = append(BEN);
    await receiver.taken(1);
    expect(ids()).toEqual([wanted.eventId]);
  });

  it('keeps events while it is switched off, and goes on where it was', async () => {
    const hook = await create();
    const { body } = await server.as().patch(path(hook)).send({ enabled: false }).expect(200);
    expect(body).toMatchObject({ state: 'disabled', stateReason: 'requested' });
    const kept = [append().eventId, append().eventId];
    await server.as().patch(path(hook)).send({ enabled: true }).expect(200);
    await receiver.taken(2);
    expect(ids()).toEqual(kept);
  });

  it('is disabled by 410, keeps the event, and can be taken up again', async () => {
    const hook = await create();
    receiver.answer = () => ({ status: 410 });
    const event = append();
    await receiver.taken(1);
    await eventually(async () => (await read(path(hook)))['state'] === 'disabled');
    expect(await read(path(hook))).toMatchObject({ stateReason: 'gone' });
    receiver.answer = () => ({ status: 204 });
    const later = append();
    await server.as().patch(path(hook)).send({ enabled: true }).expect(200);
    await receiver.taken(3);
    expect(ids()).toEqual([event.eventId, event.eventId, later.eventId]);
  });

  it('stays disabled when another delivery in flight fails after the 410', async () => {
    const hook = await create();
    let answer: ((status: { status: number }) => void) | undefined;
    const later = new Promise<{ status: number }>((resolve) => (answer = resolve));
    const event = append(ANA);
    receiver.answer = ({ body }) => (body.eventId === event.eventId ? { status: 410 } : later);
    append(BEN);
    await receiver.taken(2);
    await eventually(async () => (await read(path(hook)))['state'] === 'disabled');
    answer?.({ status: 500 });
    const history = async () => (await read<{ data: object[] }>(path(hook, '/deliveries'))).data;
    await eventually(async () => (await history()).length === 2);
    expect(await read(path(hook))).toMatchObject({ state: 'disabled', stateReason: 'gone' });
  });

  it('changes its filter by parts, and forgets everything when it is deleted', async () => {
    const hook = await create({ types: ['message.edited'], chats: [ANA] });
    const { body } = await server.as().patch(path(hook)).send({ chats: null, maxAttempts: 3 }).expect(200);
    expect(body).toMatchObject({ types: ['message.edited'], maxAttempts: 3 });
    expect(body).not.toHaveProperty('chats');
    await server.as().delete(path(hook)).expect(204);
    await server.as().get(path(hook)).expect(404);
    expect(await read('/v1/consumers')).toEqual({ data: [] });
  });

  it('refuses what makes no sense', async () => {
    const refused = [
      { url: 'ftp://example.org/' },
      { url: 'https://user:secret@example.org/' },
      { types: ['message.unknown'] },
      { chats: ['nobody'] },
      { maxAttempts: 14 },
      { chat: ANA },
    ];
    for (const over of refused)
      await server
        .as()
        .post('/v1/webhooks')
        .send({ url: receiver.url, ...over })
        .expect(400);
  });

  it('is for administrators; a key of some sessions sees and makes only theirs', async () => {
    server.storage.apiKeys.create({ name: 'reader', scopes: ['read', 'send'], hash: hash('reader') });
    server.storage.apiKeys.create({ name: 'bound', scopes: ['admin'], sessions: [HOME], hash: hash('bound') });
    await server.as('reader').get('/v1/webhooks').expect(403);
    const all = await create();
    await server.as('bound').get(path(all)).expect(404);
    const bound = await server.as('bound').post('/v1/webhooks').send({ url: receiver.url }).expect(201);
    expect(bound.body).toMatchObject({ sessions: ['home'] });
    await server
      .as('bound')
      .patch(path(bound.body as Hook))
      .send({ sessions: null })
      .expect(200);
    expect(await read(path(bound.body as Hook))).toMatchObject({ sessions: ['home'] });
    await server
      .as('bound')
      .patch(path(bound.body as Hook))
      .send({ sessions: ['work'] })
      .expect(404);
  });
});

describe('what a webhook may reach', () => {
  it.each([
    'http://127.0.0.1:9/hook',
    'http://localhost:9/hook',
    'http://2130706433:9/hook',
    'http://[::ffff:127.0.0.1]:9/hook',
    'http://192.168.1.5/hook',
    'http://169.254.169.254/latest/meta-data',
    'http://supervisor/core/api',
  ])('is not %s', async (url) => {
    const { body } = await server.as().post('/v1/webhooks').send({ url }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/url' }] });
    const hook = await create();
    await server.as().patch(path(hook)).send({ url }).expect(400);
  });

  it('is not where it is redirected to', async () => {
    const hook = await create({ maxAttempts: 1 });
    const other = await WebhookReceiver.start();
    receiver.answer = () => ({ status: 307, headers: { location: other.url } });
    const { body } = await server.as().post(path(hook, '/ping')).expect(200);
    expect(body).toMatchObject({ delivered: false, status: 307, error: 'status_307' });
    expect(other.got).toEqual([]);
    await other.stop();
  });
});

describe('deliveries', () => {
  it('are parked after their last attempt, and replayed by request', async () => {
    const hook = await create({ maxAttempts: 1 });
    receiver.answer = () => ({ status: 500 });
    const [one, two] = [append(), append()];
    await eventually(async () => (await parked(hook)).length === 2);
    expect(await parked(hook)).toMatchObject([
      { eventId: one.eventId, session: 'home', seq: 1, type: 'message.edited', attempts: 1, lastError: 'status_500' },
      { eventId: two.eventId },
    ]);
    receiver.answer = () => ({ status: 204 });
    const only = await server
      .as()
      .post(path(hook, '/parked/replay'))
      .send({ eventIds: [two.eventId] })
      .expect(200);
    expect(only.body).toEqual({ count: 1 });
    await receiver.taken(3);
    const all = await server.as().post(path(hook, '/parked/replay')).expect(200);
    expect(all.body).toEqual({ count: 1 });
    await receiver.taken(4);
    expect(ids()).toEqual([one.eventId, two.eventId, two.eventId, one.eventId]);
    await eventually(async () => (await parked(hook)).length === 0);
  });

  it.each([
    ['a long answer', { 'content-length': '100000' }, 'x'.repeat(100_000)],
    ['an answer that nobody can read', { 'content-encoding': 'none-we-know' }, 'x'],
  ])('are done when they were accepted with %s', async (_what, headers, text) => {
    const hook = await create({ maxAttempts: 1 });
    receiver.answer = () => ({ status: 200, headers, body: text });
    append();
    const history = async () => (await read<{ data: object[] }>(path(hook, '/deliveries'))).data;
    await eventually(async () => (await history()).length === 1);
    expect(await history()).toMatchObject([{ outcome: 'delivered', status: 200 }]);
  });

  it('have a history without bodies', async () => {
    const hook = await create({ maxAttempts: 1 });
    receiver.answer = ({ body }) => ({ status: body.seq === 1 ? 503 : 204 });
    const [one] = [append(), append(), append()];
    const history = async () => (await read<{ data: object[] }>(path(hook, '/deliveries'))).data;
    await eventually(async () => (await history()).length === 3);
    expect((await history()).map((each) => Object.keys(each).toSorted())[0]).toEqual([
      'at',
      'attempt',
      'durationMs',
      'eventId',
      'outcome',
      'seq',
      'session',
      'status',
      'type',
    ]);
    const page = await read<{ data: object[]; nextCursor: string }>(path(hook, '/deliveries?limit=2'));
    const rest = await read<{ data: object[]; nextCursor: null }>(
      path(hook, `/deliveries?limit=2&cursor=${page.nextCursor}`),
    );
    expect([...page.data, ...rest.data]).toEqual(await history());
    expect(rest.nextCursor).toBeNull();
    const ofOne = await read<{ data: object[] }>(path(hook, `/deliveries?eventId=${one.eventId}`));
    expect(ofOne.data).toMatchObject([{ outcome: 'failed', status: 503, error: 'status_503', attempt: 1 }]);
    await server.as().get(path(hook, '/deliveries?cursor=x')).expect(400);
  });

  it('are made again by number, time and type, after a look', async () => {
    const hook = await create();
    const events = [append(), append(), append()];
    await receiver.taken(3);
    const ask = async (wanted: object) =>
      (await server.as().post(path(hook, '/redeliver')).send(wanted).expect(200)).body as { count: number };
    expect(await ask({ session: 'home', fromSeq: 2, toSeq: 3, dryRun: true })).toEqual({ count: 2 });
    expect(await ask({ since: new Date(0).toISOString(), types: ['call.ended'] })).toEqual({ count: 0 });
    expect(await ask({ session: 'home', fromSeq: 2 })).toEqual({ count: 2 });
    await receiver.taken(5);
    expect(ids().slice(3)).toEqual(events.slice(1).map(({ eventId }) => eventId));
    await server.as().post(path(hook, '/redeliver')).send({}).expect(400);
    await server.as().post(path(hook, '/redeliver')).send({ fromSeq: 2 }).expect(400);
  });

  it('can be tried with a test', async () => {
    const hook = await create();
    const { body } = await server.as().post(path(hook, '/ping')).expect(200);
    expect(body).toMatchObject({ delivered: true, status: 204 });
    const [got] = await receiver.taken(1);
    expect(got?.body).toMatchObject({ type: 'relay.test', seq: 0 });
    expect(got && verifies(got, hook.secret)).toBe(true);
    await receiver.stop();
    const dead = await server.as().post(path(hook, '/ping')).expect(200);
    expect(dead.body).toMatchObject({ delivered: false, error: 'unreachable' });
  });

  it('go on after a restart without loss or double', async () => {
    const hook = await create();
    append();
    await receiver.taken(1);
    receiver.answer = () => ({ status: 503, headers: { 'retry-after': '1' } });
    const waiting = append();
    await receiver.taken(2);
    server = await server.restart({ env: { COLUMBA_WEBHOOK_ALLOW: receiver.url, COLUMBA_SESSIONS: '' } });
    receiver.answer = () => ({ status: 204 });
    await server.as().patch(path(hook)).send({ enabled: true }).expect(200);
    const later = append();
    await receiver.until(() => ids().at(-1) === later.eventId);
    expect(ids().filter((id) => id === waiting.eventId)).toHaveLength(2);
    expect(receiver.got.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '1', '2', '1']);
  });
});

describe('the list of consumers', () => {
  it('tells how far each has come', async () => {
    const hook = await create({ maxAttempts: 1, name: 'flows' });
    receiver.answer = () => ({ status: 500 });
    append();
    const reading = async () => (await read<{ data: Record<string, unknown>[] }>('/v1/consumers')).data[0];
    await eventually(async () => (await reading())?.['parked'] === 1);
    expect(await reading()).toMatchObject({
      id: hook.id,
      kind: 'webhook',
      name: 'flows',
      state: 'failing',
      lag: 0,
      attempts: { delivered: 0, failed: 1 },
      lastError: 'status_500',
    });
    await server.as().patch(path(hook)).send({ enabled: false }).expect(200);
    append();
    const one = await read<{ lag: number; cursor: string }>(`/v1/consumers/${hook.id}`);
    expect(one).toMatchObject({ state: 'disabled', lag: 1 });
    const { data } = await read<{ data: object[] }>(`/v1/events?cursor=${one.cursor}`);
    expect(data).toHaveLength(1);
    await server.as().get('/v1/consumers/none').expect(404);
    const bound = { name: 'bound', scopes: ['admin' as const], sessions: [HOME], hash: hash('bound') };
    server.storage.apiKeys.create(bound);
    expect((await server.as('bound').get('/v1/consumers').expect(200)).body).toEqual({ data: [] });
    await server.as('bound').get(`/v1/consumers/${hook.id}`).expect(404);
  });
});
