import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { ManualClock } from '@columba/core/testing';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { readQr } from '../../../../../test/support/qr.js';
import { StandInHomeAssistant } from '../../../../../test/support/stand-in-home-assistant.js';
import {
  StandInSupervisor,
  SUPERVISOR_TOKEN,
} from '../../../../../test/support/stand-in-supervisor/stand-in-supervisor.js';
import { homeAssistantAddress } from '../link/address.js';
import { findBroker } from './broker.js';
import { MqttConnection } from './mqtt-connection.js';

/** A broker, and Home Assistant's side of it: everything that was said, and a way to wait for it. */
class Listener {
  readonly heard: { topic: string; payload: Buffer; retain: boolean }[] = [];
  private readonly watchers = new Set<() => void>();
  private constructor(
    private readonly broker: Aedes,
    private readonly server: Server,
    readonly client: MqttClient,
    readonly url: string,
  ) {
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, payload, retain });
      for (const tell of this.watchers) tell();
    });
  }

  static async start(): Promise<Listener> {
    const broker = await Aedes.createBroker();
    const server = createServer((socket) => broker.handle(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = await connectAsync(url);
    await client.subscribeAsync('#');
    return new Listener(broker, server, client, url);
  }

  /** The newest message on a topic, as soon as it satisfies. */
  async on(topic: string, match: (text: string) => boolean = () => true, after = 0): Promise<Buffer> {
    for (;;) {
      const found = this.heard.slice(after).findLast((each) => each.topic === topic && match(each.payload.toString()));
      if (found) return found.payload;
      await new Promise<void>((resolve) => {
        const tell = () => {
          this.watchers.delete(tell);
          resolve();
        };
        this.watchers.add(tell);
      });
    }
  }

  json = async (topic: string, match?: (text: string) => boolean, after?: number) =>
    JSON.parse((await this.on(topic, match, after)).toString()) as Record<string, Record<string, never>>;

  async stop(): Promise<void> {
    await this.client.endAsync(true);
    await new Promise<void>((resolve) => this.broker.close(() => resolve()));
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const DISCOVERY = 'homeassistant/device/columba_home/config';

describe('entities over MQTT', () => {
  let listener: Listener;
  let server: InProcessServer;
  let owner: FakePerson;
  let friend: FakePerson;

  beforeEach(async () => {
    listener = await Listener.start();
    server = await InProcessServer.start({ env: { MQTT_URL: listener.url, MQTT_CONTENT: 'full' } });
    friend = server.world.person({ name: 'Friend' });
  });
  afterEach(async () => {
    await server.stop();
    await listener.stop();
  });

  it('shows the QR bytes of a session that waits for its phone, then that it is connected', async () => {
    await listener.on('whatsapp/bridge/state', (text) => text === 'online');
    await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
    await server.as().post('/v1/sessions/home/pairing').send({ method: 'qr' }).expect(200);
    await listener.on('whatsapp/home/qr/available', (text) => text === 'online');
    const png = await listener.on('whatsapp/home/qr');
    const { body } = await server.as().get('/v1/sessions/home/pairing').expect(200);
    expect(readQr(png)).toBe((body as { text: string }).text);
    expect(listener.heard.find(({ topic }) => topic === 'whatsapp/home/qr')?.retain).toBe(false);
    owner = server.world.person();
    await owner.link((body as { text: string }).text);
    expect(await listener.json('whatsapp/home/state', (text) => text.includes('"connected":true'))).toEqual({
      connected: true,
      state: 'connected',
      queue: 0,
    });
    await listener.on('whatsapp/home/qr/available', (text) => text === 'offline');
  });

  it('announces a device with its entities, again after each birth of Home Assistant, and never keeps it', async () => {
    await server.linked();
    const discovery = await listener.json(DISCOVERY);
    expect(discovery).toMatchObject({
      device: { identifiers: ['columba_home'], name: 'WhatsApp', manufacturer: 'Columba', model: 'baileys' },
      availability: [{ topic: 'whatsapp/bridge/state' }],
    });
    const platforms = Object.fromEntries(
      Object.entries(discovery['components'] ?? {}).map(([key, component]) => [
        key,
        (component as { platform: string }).platform,
      ]),
    );
    expect(platforms).toEqual({
      connected: 'binary_sensor',
      state: 'sensor',
      queue: 'sensor',
      qr: 'image',
      message: 'event',
      last: 'sensor',
      restart: 'button',
      relink: 'button',
    });
    const count = () => listener.heard.filter(({ topic }) => topic === DISCOVERY).length;
    const [before, after] = [count(), listener.heard.length];
    await listener.client.publishAsync('homeassistant/status', 'online');
    await listener.on(DISCOVERY, undefined, after);
    await listener.on('whatsapp/home/state', undefined, after);
    expect(count()).toBe(before + 1);
    const late = await connectAsync(listener.url);
    const kept: string[] = [];
    late.on('message', (topic) => kept.push(topic));
    await late.subscribeAsync('#');
    while (!kept.includes('whatsapp/home/state')) await new Promise((resolve) => setImmediate(resolve));
    expect(kept).not.toContain(DISCOVERY);
    expect(kept).not.toContain('whatsapp/home/qr');
    await late.endAsync(true);
  });

  it('tells of messages, and keeps the last one', async () => {
    owner = await server.linked();
    await listener.on('whatsapp/home/state', (text) => text.includes('"connected":true'));
    const id = await friend.send(owner.jid, { kind: 'text', text: 'Dinner?' });
    const said = { from_name: 'Friend', id, body: 'Dinner?', type: 'text' };
    expect(await listener.json('whatsapp/home/event')).toMatchObject({ event_type: 'received', ...said });
    expect(await listener.json('whatsapp/home/last')).toMatchObject({ preview: 'Dinner?', id });
    expect(listener.heard.find(({ topic }) => topic === 'whatsapp/home/event')?.retain).toBe(false);
    server = await server.restart({ env: { MQTT_URL: listener.url, MQTT_CONTENT: 'off' } });
    expect(await listener.json('whatsapp/home/last', (text) => !text.includes('Dinner?'))).toEqual({ preview: null });
  });

  it('takes the last message back when it is revoked, and leaves nothing with the broker when the session goes', async () => {
    owner = await server.linked();
    await listener.on('whatsapp/home/state', (text) => text.includes('"connected":true'));
    const message = await friend.send(owner.jid, { kind: 'text', text: 'Dinner?' });
    await listener.on('whatsapp/home/last', (text) => text.includes('Dinner?'));
    await friend.revoke(owner.jid, message);
    expect(await listener.json('whatsapp/home/last', (text) => !text.includes('Dinner?'))).toEqual({ preview: null });
    await server.as().delete('/v1/sessions/home').expect(204);
    await listener.on(DISCOVERY, (text) => text === '');
    for (const topic of ['state', 'qr/available', 'last'])
      await listener.on(`whatsapp/home/${topic}`, (text) => text === '');
    const late = await connectAsync(listener.url);
    const kept: string[] = [];
    late.on('message', (topic, _payload, { retain }) => void (retain && kept.push(topic)));
    await late.subscribeAsync('#');
    await late.publishAsync('end', 'x', { retain: true });
    await late.subscribeAsync('end');
    await until(() => kept.includes('end'));
    expect(kept).toEqual(['whatsapp/bridge/state', 'end']);
    await late.endAsync(true);
  });

  it('sends what a notify entity is given, for favourites that come and go, and what is written to `send`', async () => {
    owner = await server.linked();
    await listener.on(DISCOVERY);
    const choose = (favourites: object[]) =>
      server.as().put('/v1/sessions/home/home-assistant/favourites').send({ favourites }).expect(200);
    let after = listener.heard.length;
    await choose([{ chatId: friend.phone, name: 'My friend' }]);
    const key = friend.jid.split('@')[0] ?? '';
    const { components } = await listener.json(DISCOVERY, undefined, after);
    expect(components).toMatchObject({
      [`n_${key}`]: { platform: 'notify', name: 'My friend', default_entity_id: 'notify.whatsapp_my_friend' },
    });
    await listener.client.publishAsync(`whatsapp/home/notify/${key}`, 'Dinner is ready');
    const sent = await server.event('home', ({ type }) => type === 'message.sent');
    expect(JSON.stringify(sent.data)).toContain('Dinner is ready');
    after = listener.heard.length;
    await choose([]);
    const changed = await listener.json(DISCOVERY, undefined, after);
    expect(changed['components']?.[`n_${key}`]).toEqual({ platform: 'notify' });
    await listener.client.publishAsync(
      'whatsapp/home/send',
      JSON.stringify({ to: friend.phone, message: 'By JSON', request_id: 'r1' }),
    );
    expect(await listener.json('whatsapp/home/send/result')).toMatchObject({ request_id: 'r1', status: 'sent' });
    await listener.client.publishAsync('whatsapp/home/send', 'not JSON');
    await listener.json('whatsapp/home/send/result', (text) => text.includes('invalid_input'));
  });

  it('restarts a session at the press of a button, but not for what the broker had kept', async () => {
    await server.linked();
    await listener.client.publishAsync('whatsapp/home/cmd', 'restart', { retain: true });
    await listener.on('whatsapp/home/state', (text) => text.includes('"state":"stopped"'));
    await listener.on('whatsapp/home/state', (text) => text.includes('"connected":true'));
  });

  it('says that it is gone when it stops', async () => {
    await listener.on('whatsapp/bridge/state', (text) => text === 'online');
    await server.app.close();
    expect((await listener.on('whatsapp/bridge/state', (text) => text === 'offline')).toString()).toBe('offline');
    server = await InProcessServer.start();
  });
});

describe('the broker', () => {
  const config = { enabled: 'auto', content: 'full', discoveryPrefix: 'homeassistant', favourites: [] } as never;

  it('is found at the Supervisor, also when it is installed later', async () => {
    const clock = new ManualClock();
    const homeAssistant = await StandInHomeAssistant.create();
    const supervisor = await StandInSupervisor.start(homeAssistant);
    const address = homeAssistantAddress(supervisor.coreUrl, SUPERVISOR_TOKEN);
    const found: unknown[] = [];
    const find = async () => {
      const broker = await findBroker(config, address, clock);
      found.push(broker);
      return broker;
    };
    let connected = 0;
    const hooks = { connected: () => void connected++, message: () => {} };
    const connection = new MqttConnection({ find, lookMs: 60_000 }, hooks, clock, silentLogger);
    connection.start();
    await until(() => connection.state === 'no_broker');
    const listener = await Listener.start();
    const port = Number(new URL(listener.url).port);
    supervisor.mqtt = {
      host: '127.0.0.1',
      port,
      ssl: false,
      username: 'addons',
      password: 'secret',
      protocol: '3.1.1',
    };
    await clock.advance(60_000);
    await until(() => connected === 1);
    expect(found).toEqual([undefined, { url: `mqtt://127.0.0.1:${port}`, username: 'addons', password: 'secret' }]);
    await connection.stop();
    await listener.stop();
    await supervisor.stop();
    await homeAssistant.close();
  });

  it('is not looked for outside an add-on, and the settings come first', async () => {
    const clock = new ManualClock();
    expect(await findBroker(config, homeAssistantAddress('http://127.0.0.1:9', 't'), clock)).toBeUndefined();
    const named = { url: 'mqtt://other:1883', user: 'me', password: 'pw' } as never;
    expect(await findBroker(named, undefined, clock)).toEqual({
      url: 'mqtt://other:1883',
      username: 'me',
      password: 'pw',
    });
  });
});
