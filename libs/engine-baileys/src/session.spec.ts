import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConflictError, NotConnectedError } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../testing/simulated.js';
import type { BaileysOptions } from './index.js';

const HOUR_MS = 3_600_000;

const statesOf = ({ context }: SimulatedSession) =>
  context.facts.of('session.state_changed').map(({ data }) => [data.state, data.reason]);

describe('the session with the simulated WhatsApp', () => {
  let sim: Simulator;
  let last = 15550001000;
  const sessions: SimulatedSession[] = [];
  const session = (options: Partial<BaileysOptions> = {}) => {
    const made = new SimulatedSession(sim, String((last += 1)), options);
    sessions.push(made);
    return made;
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'session' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
    await sim.fault.clear();
  });
  afterAll(() => sim.stop());

  it('links by a code that is typed on the phone', async () => {
    const ann = session();
    await ann.engine.start();
    await ann.state('pairing');
    const pairing = await ann.engine.session.requestCode(ann.number);
    expect(pairing.code).toMatch(/^[A-Z0-9]{8}$/);
    expect(ann.engine.session.pairing).toEqual(pairing);
    await sim.device.enterCode({ pn: ann.number, code: pairing.code });
    await ann.state('connected');
    expect(ann.context.facts.of('session.pairing_changed').map(({ data }) => data.kind)).toEqual([
      'qr',
      'code',
      'none',
    ]);
    expect(JSON.stringify(ann.context.facts.all)).not.toContain(pairing.code);
  });

  it('gives a code only while it is being linked', async () => {
    const ben = await session().open();
    await expect(ben.engine.session.requestCode(ben.number)).rejects.toThrow(ConflictError);
  });

  it('stops when nobody scans, and links when it is started again', async () => {
    const carla = session({ qrTimeoutMs: 30 });
    await carla.engine.start();
    await carla.state('stopped');
    expect(carla.engine.session.state).toMatchObject({ state: 'stopped', reason: 'qr_expired' });
    expect(carla.context.credentials.load().kind).toBe('absent');
    carla.context.facts.clear();
    await carla.engine.start();
    await carla.state('pairing');
  });

  it.each([
    [503, 'stream:error', 'reconnecting', 'server_error'],
    [500, 'stream:error', 'reconnecting', 'server_error'],
    [440, 'stream:error', 'reconnecting', 'conflict'],
    [401, 'stream:error', 'reconnecting', 'connection_lost'],
    [515, 'stream:error', 'connecting', 'restart_required'],
    [402, 'failure', 'banned', 'temporary'],
    [403, 'failure', 'banned', 'account_locked'],
    [405, 'failure', 'client_outdated', 'version_refused'],
    [411, 'failure', 'failed', 'multidevice_mismatch'],
  ] as const)('answers %i by %s with %s, %s, and keeps the identity', async (code, as, state, reason) => {
    const dora = await session().open();
    dora.context.facts.clear();
    await sim.connection.kick({ device: dora.number, code, as });
    expect((await dora.state(state)).data).toMatchObject({ state, reason });
    expect(dora.context.credentials.load().kind).toBe('found');
    expect(dora.context.credentials.archived).toEqual([]);
  });

  it('puts the identity aside when the phone unlinked it', async () => {
    const eve = await session().open();
    await sim.device.unlink({ device: eve.number });
    expect((await eve.state('logged_out')).data.reason).toBe('unlinked');
    expect(eve.context.credentials.load().kind).toBe('absent');
    expect(eve.context.credentials.archived).toHaveLength(1);
    const { connects } = eve.context;
    eve.context.facts.clear();
    await eve.engine.start();
    await eve.state('pairing');
    expect(eve.context.connects).toBe(connects + 1);
  });

  it('believes a 401 without a reason the second time', async () => {
    const finn = await session().open();
    await sim.connection.kick({ device: finn.number, code: 401 });
    await finn.state('reconnecting');
    await finn.state('connected');
    await sim.connection.kick({ device: finn.number, code: 401 });
    await finn.state('logged_out');
    expect(finn.context.credentials.archived).toHaveLength(1);
  });

  it('comes back after the network was away, telling it once', async () => {
    const gus = await session().open();
    gus.context.facts.clear();
    await sim.connection.outage({ ms: 1500 });
    await gus.state('connected');
    expect(statesOf(gus)).toEqual([
      ['reconnecting', 'connection_lost'],
      ['connected', undefined],
    ]);
    expect(gus.context.connects).toBeGreaterThan(3);
  }, 60_000);

  it('notices a connection that has gone silent', async () => {
    const hana = await session({ keepAliveMs: 200, queryTimeoutMs: 1000 }).open();
    await sim.connection.silence({ device: hana.number });
    expect((await hana.state('reconnecting')).data.reason).toBe('silent');
    await hana.state('connected');
  }, 60_000);

  it('notices it also after the system clock was set back', async () => {
    const lea = await session({ keepAliveMs: 200, queryTimeoutMs: 1000 }).open();
    const { now } = Date;
    Date.now = () => now() - 365 * 86_400_000;
    try {
      await sim.connection.silence({ device: lea.number });
      expect((await lea.state('reconnecting')).data.reason).toBe('silent');
    } finally {
      Date.now = now;
    }
  }, 60_000);

  it('stays connected as long as pings are answered', async () => {
    const moe = await session({ keepAliveMs: 100 }).open();
    moe.context.facts.clear();
    const match = { tag: 'iq', child: 'ping', nth: 8 };
    await sim.fault.add({ device: moe.number, direction: 'in', match, action: { type: 'delay', ms: 0 } });
    await sim.await({ event: 'fault.hit', timeoutMs: 10_000 });
    expect(statesOf(moe)).toEqual([]);
  }, 60_000);

  it('knows what time it is for WhatsApp, from its login on', async () => {
    await sim.clock.advance({ ms: 6 * HOUR_MS });
    const ned = session();
    expect(ned.engine.session.serverTime).toBeUndefined();
    await ned.open();
    const aheadMs = (ned.engine.session.serverTime?.getTime() ?? 0) - ned.context.clock.now().getTime();
    expect(Math.round(aheadMs / HOUR_MS)).toBe(6);
  });

  it('unlinks at WhatsApp and puts the identity aside', async () => {
    const ivo = await session().open();
    await ivo.engine.session.logout();
    expect(ivo.engine.session.state).toMatchObject({ state: 'logged_out', reason: 'requested' });
    expect(ivo.context.credentials.archived).toHaveLength(1);
    await sim.await({ event: 'device.unlinked', match: { device: `${ivo.number}:1` } });
  });

  it('stops at any time, also twice, and refuses to send then', async () => {
    const jo = session();
    await jo.engine.stop();
    const starting = jo.engine.start();
    await Promise.all([jo.engine.stop(), jo.engine.stop(), starting]);
    expect(jo.engine.session.state).toMatchObject({ state: 'stopped', reason: 'requested' });
    expect(() => jo.engine.session.state).not.toThrow();
    await expect(jo.engine.messages.markRead([])).rejects.toThrow(NotConnectedError);
  });
});

describe('a server that does not answer', () => {
  let server: Server;
  const open = new Set<Socket>();
  beforeAll(async () => {
    server = createServer((socket) => open.add(socket));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });

  it('is given up in time', async () => {
    const { port } = server.address() as AddressInfo;
    const sim = { waUrl: `ws://127.0.0.1:${port}` } as Simulator;
    const kim = new SimulatedSession(sim, '15550009999', { connectTimeoutMs: 100, queryTimeoutMs: 100 });
    await kim.engine.start();
    expect((await kim.state('reconnecting')).data.reason).toBe('connection_lost');
    await kim.engine.stop();
  });
});
