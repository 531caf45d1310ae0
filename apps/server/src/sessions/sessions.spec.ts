import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessServer, type WireEvent } from '../../../../test/support/in-process-server.js';
import { readQr } from '../../../../test/support/qr.js';
import { pairingSchema } from './pairing.schema.js';
import { sessionListSchema, sessionSchema } from './sessions.schema.js';

let server: InProcessServer;
beforeEach(async () => {
  server = await InProcessServer.start();
});
afterEach(() => server.stop());

const session = (body: unknown) => sessionSchema.parse(body);

describe('sessions', () => {
  it('are made, listed and read', async () => {
    const made = await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    expect(made.headers['location']).toBe('/v1/sessions/home');
    expect(session(made.body)).toMatchObject({ name: 'home', engine: 'baileys', state: 'stopped', autoStart: false });
    const list = await server.as().get('/v1/sessions').expect(200);
    expect(sessionListSchema.parse(list.body).data.map(({ name }) => name)).toEqual(['home']);
    await server.as().post('/v1/sessions').send({ name: 'home' }).expect(409);
  });

  it('begin to link when they are started, and stop', async () => {
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    const started = await server.as().post('/v1/sessions/home/start').expect(200);
    expect(session(started.body).state).toBe('pairing');
    const stopped = await server.as().post('/v1/sessions/home/stop').expect(200);
    expect(session(stopped.body)).toMatchObject({ state: 'stopped', reason: 'requested' });
  });

  it('run side by side, each on its own account', async () => {
    const home = await server.linked('home');
    const office = await server.linked('office');
    const { body } = await server.as().get('/v1/sessions').expect(200);
    const accounts = sessionListSchema.parse(body).data.map(({ state, account }) => [state, account?.phone]);
    expect(accounts).toEqual([
      ['connected', home.phone],
      ['connected', office.phone],
    ]);
  });

  it('keep their link over stop, start and restart', async () => {
    await server.linked();
    await server.as().post('/v1/sessions/home/stop').expect(200);
    await server.as().post('/v1/sessions/home/start').expect(200);
    await server.event(
      'home',
      ({ type, seq, data }) => type === 'session.state_changed' && data['state'] === 'connected' && seq > 5,
    );
    await server.as().post('/v1/sessions/home/restart').expect(200);
    const { body } = await server.as().get('/v1/sessions/home/pairing').expect(200);
    expect(pairingSchema.parse(body)).toMatchObject({ kind: 'linked' });
  });

  it('unlink on logout, and then can be linked anew', async () => {
    await server.linked();
    const { body } = await server.as().post('/v1/sessions/home/logout').expect(200);
    expect(session(body).state).toBe('logged_out');
    const again = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    expect(pairingSchema.parse(again.body).kind).toBe('qr');
  });

  it('leave nothing when they are deleted', async () => {
    await server.linked();
    const folder = join(server.directory, 'sessions', 'home');
    expect(existsSync(folder)).toBe(true);
    await server.as().delete('/v1/sessions/home').expect(204);
    expect(existsSync(folder)).toBe(false);
    await server.as().get('/v1/sessions/home').expect(404);
    await server.as().delete('/v1/sessions/home').expect(404);
  });
});

const switched = async () =>
  session((await server.as().patch('/v1/sessions/home').send({ engine: 'wwebjs' }).expect(200)).body);
const states = async () => {
  const { body } = await server.as().get('/v1/sessions/home/events').query({ limit: 200 }).expect(200);
  const events = (body as { data: WireEvent[] }).data.filter(({ type }) => type === 'session.state_changed');
  return events.map(({ data }) => [data['state'], data['reason']]);
};

const hasLeft = ({ data }: WireEvent) => data['state'] === 'logged_out' && data['reason'] === 'switched_engine';

describe('a session that gets another engine', () => {
  it('leaves the account, and waits to be linked again', async () => {
    const owner = await server.linked();
    expect(await switched()).toMatchObject({ name: 'home', engine: 'wwebjs' });
    const { seq } = await server.event('home', hasLeft);
    await server.event('home', (event) => event.data['state'] === 'pairing' && event.seq > seq);
    expect(await owner.linkedDevices()).toBe(0);
    const { body } = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    await owner.link((body as { text: string }).text);
    await server.event('home', (event) => event.data['state'] === 'connected' && event.seq > seq);
  });

  it('says why it has to be linked again when it was stopped before', async () => {
    await server.linked();
    await server.as().post('/v1/sessions/home/stop').expect(200);
    expect(await switched()).toMatchObject({ state: 'logged_out', reason: 'switched_engine' });
    expect((await states()).at(-1)).toEqual(['logged_out', 'switched_engine']);
    const started = await server.as().post('/v1/sessions/home/start').expect(200);
    expect(session(started.body)).toMatchObject({ state: 'pairing' });
  });

  it('stays as it is when it was never linked', async () => {
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    expect(await switched()).toMatchObject({ engine: 'wwebjs', state: 'stopped' });
    expect(await states()).toEqual([]);
  });

  it('is left alone when it has that engine already', async () => {
    const owner = await server.linked();
    const { body } = await server.as().patch('/v1/sessions/home').send({ engine: 'baileys' }).expect(200);
    expect(session(body)).toMatchObject({ engine: 'baileys', state: 'connected' });
    expect(await owner.linkedDevices()).toBe(1);
  });
});

describe('pairing', () => {
  beforeEach(async () => {
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
  });

  it('shows a QR as text and as a picture, and then the linked account', async () => {
    expect((await server.as().get('/v1/sessions/home/pairing')).body).toEqual({ kind: 'none' });
    await server.as().get('/v1/sessions/home/pairing/qr.png').expect(404);
    const { body } = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    const pairing = pairingSchema.parse(body);
    const picture = await server
      .as()
      .get('/v1/sessions/home/pairing/qr.png')
      .expect(200)
      .expect('Cache-Control', 'no-store');
    expect(picture.type).toBe('image/png');
    const text = readQr(picture.body as Buffer);
    expect(pairing).toMatchObject({ kind: 'qr', text });

    const owner = server.world.person();
    await owner.link(text);
    await server.event('home', ({ type, data }) => type === 'session.state_changed' && data['state'] === 'connected');
    expect((await server.as().get('/v1/sessions/home/pairing')).body).toMatchObject({
      kind: 'linked',
      account: { phone: owner.phone },
    });
    await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(409);
  });

  it('gives a code for a phone number', async () => {
    const { body } = await server
      .as()
      .post('/v1/sessions/home/pairing')
      .send({ method: 'code', phone: '+49 151 0000 0001' })
      .expect(200);
    expect(pairingSchema.parse(body)).toMatchObject({ kind: 'code', code: expect.stringMatching(/^.{8}$/) });
    expect(server.world.engine('home').recorded).toContainEqual({
      operation: 'session.requestCode',
      args: ['4915100000001'],
    });
  });

  it.each([
    [{}],
    [{ method: 'sms' }],
    [{ method: 'code' }],
    [{ method: 'code', phone: '0151 1' }],
    [{ method: 'qr', code: '1' }],
  ])('refuses %j', async (body) => {
    await server.as().post('/v1/sessions/home/pairing').send(body).expect(400);
  });

  it('ends when it is cancelled, and cancelling nothing is fine', async () => {
    await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    await server.as().delete('/v1/sessions/home/pairing').expect(204);
    expect((await server.as().get('/v1/sessions/home')).body).toMatchObject({ state: 'stopped' });
    await server.as().delete('/v1/sessions/home/pairing').expect(204);
  });

  it('never puts the QR into an event', async () => {
    const { body } = await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    await server.event('home', ({ type }) => type === 'session.pairing_changed');
    const events = await server.as().get('/v1/events').expect(200);
    expect(events.text).not.toContain((body as { text: string }).text);
  });
});
