import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { text } from '../../testing/fixture.js';
import { PageClient } from '../../testing/page-client.js';
import { Simulator } from '../simulator.js';

const ALICE = '15550000001';
const BOB = '15550000002';

describe('the web door, without a browser', () => {
  let sim: Simulator;
  let state = '';
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'web-door-'));
    sim = await Simulator.start({ seed: 'door', doors: ['web'], state });
    await sim.contact.add({ pn: BOB, name: 'Bob' });
  });
  afterAll(async () => {
    await sim.stop();
    await rm(state, { recursive: true, force: true });
  });

  it('serves its page with the settings, and nothing else', async () => {
    const get = (path: string) =>
      new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
        const port = sim.webDoor?.port;
        request({ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode, body }));
        })
          .on('error', reject)
          .end();
      });
    await sim.web.settings({ version: '</script>' });
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.body.match(/<\/script>/g)).toHaveLength(2);
    await sim.web.resetSettings();
    expect((await get('/page.js')).body).toContain('WAWebCollections');
    expect((await get('/other')).status).toBe(404);
    expect(sim.webDoor?.launchArguments).toEqual([
      `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${sim.webDoor?.port},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`,
      expect.stringMatching(/^--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}=$/),
    ]);
  });

  it('counts a message as delivered when the page confirms it, and tells it again until then', async () => {
    const { client, credential } = await PageClient.link(sim, ALICE);
    await client.heard('caughtUp');
    const key = await sim.send({ from: BOB, to: ALICE, content: text('hello') });
    const told = await client.tell('message');
    const delivered = async () => (await sim.oracle({ device: ALICE }))[0]?.delivered;
    expect(await delivered()).toEqual([]);
    await client.close();

    const again = await PageClient.open(sim);
    await again.ask('hello', { credential });
    expect((await again.heard('login')).messages).toEqual([]);
    const second = await again.tell('message');
    expect(second).toEqual(told);
    expect(again.told.map(({ tell }) => tell)).not.toContain('caughtUp');
    again.confirm(second.item);
    await again.heard('caughtUp');
    expect(await delivered()).toEqual([key]);
    await again.close();
  });

  it('refuses who shows a wrong secret, or may not log in', async () => {
    const { client, credential } = await PageClient.link(sim, ALICE);
    await client.close();
    const stranger = await PageClient.open(sim);
    await stranger.ask('hello', { credential: { ...credential, secret: 'guessed' } });
    expect(await stranger.heard('refused')).toEqual({ code: '401' });
    await stranger.heard('ref');
    expect(await stranger.ask('contact', { id: `${BOB}@c.us` })).toMatchObject({ error: { status: 401 } });
    await stranger.close();

    await sim.connection.refuseLogin({ device: ALICE, code: 405 });
    const early = await PageClient.open(sim);
    await early.ask('hello', { credential });
    expect(await early.heard('refused')).toEqual({ code: '405' });
    await early.close();

    await sim.connection.ban({ pn: ALICE });
    const banned = await PageClient.open(sim);
    await banned.ask('hello', { credential });
    expect(await banned.heard('refused')).toEqual({ code: '403' });
    await banned.close();
    await sim.connection.ban({ pn: ALICE, banned: false });
  });

  it('answers what the world refuses with a status, and writes down what it does not know', async () => {
    const { client } = await PageClient.link(sim, ALICE);
    const send = { to: '19990000000@c.us', id: 'X1', fields: { type: 'chat', body: 'hello' } };
    expect(await client.ask('send', send)).toMatchObject({ error: { status: 404 } });
    expect(await client.ask('group.find', { group: '120363000000000009@g.us' })).toMatchObject({
      error: { status: 404 },
    });
    expect(await client.ask('dance')).toMatchObject({ error: { status: 500 } });
    expect(await client.ask('typing', { chat: 'nobody' })).toMatchObject({ error: { status: 500 } });
    expect(await sim.web.doorErrors()).toEqual([
      expect.stringContaining('no page operation "dance"'),
      expect.stringContaining('not an address'),
    ]);
    await client.ask('report', { kind: 'unknownModule', name: 'WAWebDance' });
    await client.ask('report', { kind: 'error', where: 'error', text: 'oh' });
    expect(await sim.web.unknownModules()).toEqual({ WAWebDance: 1 });
    expect(await sim.web.pageErrors()).toEqual([{ where: 'error', text: 'oh' }]);
    await sim.web.clearJournal();
    expect(await sim.web.unknownModules()).toEqual({});
    await client.close();
  });

  it('runs out of references, and makes new ones when asked', async () => {
    const other = await Simulator.start({ seed: 'refs', doors: ['web'], clock: 'manual' });
    const client = await PageClient.open(other);
    await client.ask('hello', { credential: null });
    await other.clock.advance({ ms: 120_000 });
    await client.heard('idle');
    const refs = client.told.filter(({ tell }) => tell === 'ref');
    expect(refs).toHaveLength(6);
    await client.ask('refreshRef');
    expect(client.told.filter(({ tell }) => tell === 'ref')).toHaveLength(7);
    await client.close();
    await other.stop();
  });

  it('knows its browsers after a restart of the simulator', async () => {
    const { client, credential } = await PageClient.link(sim, BOB);
    await client.close();
    await sim.stop();
    sim = await Simulator.start({ seed: 'door', doors: ['web'], state });
    const again = await PageClient.open(sim);
    await again.ask('hello', { credential });
    expect((await again.heard('login')).me.number).toBe(`${BOB}@c.us`);
    await again.close();
  });
});
