import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import { readQr } from '../support/qr.js';
import { StandInSupervisor, SUPERVISOR_TOKEN } from '../support/stand-in-supervisor/stand-in-supervisor.js';
import { startMosquitto } from './support/mosquitto.js';
import { eventually, freePort, RealHomeAssistant } from './support/real-home-assistant.js';

/** A busy machine gets its time. */
const PATIENCE_SECONDS = 240;
jest.setTimeout(900_000);

const MOSQUITTO = process.env['MOSQUITTO'] ?? '';
const withBroker = MOSQUITTO === '' ? it.skip : it;
const BURST = 1_000;
const KILL_AT = 300;
const UNHURRIED = {
  COLUMBA_SENDS_PER_MINUTE: '100000',
  COLUMBA_CHAT_GAP_MS: '0',
  COLUMBA_SENDS_PER_HOUR: '100000',
  COLUMBA_SENDS_PER_DAY: '100000',
};

interface Shown {
  fromMe: boolean;
  content: { kind: string; text?: string; caption?: string };
}

describe(`a real Home Assistant ${process.env['HA_VERSION'] ?? ''}`, () => {
  let homeAssistant: RealHomeAssistant;
  let broker: Awaited<ReturnType<typeof startMosquitto>> | undefined;
  let supervisor: StandInSupervisor;
  let gateway: Gateway;
  let env: Record<string, string>;

  beforeAll(async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0a0' } })
      .png()
      .toBuffer();
    homeAssistant = await RealHomeAssistant.create(picture);
    if (MOSQUITTO !== '') broker = await startMosquitto(MOSQUITTO);
    supervisor = await StandInSupervisor.start(homeAssistant);
    env = {
      ...UNHURRIED,
      HA_BASE_URL: homeAssistant.baseUrl,
      HA_TOKEN: homeAssistant.token,
      MQTT_FAVOURITES: `Carl=${CONTACT}`,
      ...(broker && { MQTT_URL: broker.url }),
    };
    gateway = await Gateway.start(env);
    await gateway.linkByQr('home', OWNER);
  });
  afterAll(async () => {
    await gateway?.stop();
    await supervisor?.stop();
    await broker?.stop();
    await homeAssistant?.stop();
  });

  const write = (text: string) =>
    gateway.simulator.control('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text } });
  const shown = () => gateway.simulator.control<Shown[]>('recipient.view', { pn: CONTACT });
  const arrives = (match: (content: Shown['content']) => boolean) =>
    eventually(async () => (await shown()).find(({ content }) => match(content)), 'the recipient sees it');
  const received = () => homeAssistant.heard('whatsapp_message_received');
  const linked = () =>
    eventually(async () => {
      const { body } = await gateway.server.call<{ link: { state: string } }>('GET', '/v1/home-assistant');
      return body.link.state === 'running' ? true : undefined;
    }, 'the link is up');

  it('hears a message, its automation answers, and the answer reaches the person', async () => {
    await linked();
    await write('ping');
    await arrives(({ text }) => text === 'pong');
    const [heard] = received().filter(({ data }) => data['body'] === 'ping');
    expect(heard).toMatchObject({
      state: 'RUNNING',
      data: { from_name: 'Carl Contact', session_id: 'home', replayed: false },
    });
    const ack = await eventually(() => homeAssistant.heard('e2e_ack').at(-1), 'the automation ran');
    expect(ack.data['event_id']).toBe(heard?.data['event_id']);
    const result = await eventually(() => homeAssistant.heard('whatsapp_message_result').at(-1), 'the result is told');
    expect(result.data).toMatchObject({
      request_id: `reply-${String(heard?.data['event_id'])}`,
      status: 'sent',
      error: null,
    });
    expect(homeAssistant.heard('whatsapp_authenticated')).toHaveLength(1);
  });

  it(`hears ${BURST} messages in order though its core is killed among them, and none before it runs`, async () => {
    const before = received().length;
    const texts = Array.from({ length: BURST }, (_, n) => `no. ${n}`);
    const writing = (async () => {
      for (const text of texts) await write(text);
    })();
    await eventually(
      () => (received().length - before >= KILL_AT ? true : undefined),
      'the burst has begun',
      PATIENCE_SECONDS,
    );
    await homeAssistant.end('SIGKILL');
    homeAssistant.launch();
    await writing;
    const mine = () => received().slice(before);
    await eventually(
      () => (new Set(mine().map(({ data }) => data['body'])).size >= BURST ? true : undefined),
      'all',
      200,
    );
    const heard = mine();
    expect([...new Set(heard.map(({ data }) => data['body']))]).toEqual(texts);
    expect(new Set(heard.map(({ data }) => data['event_id'])).size).toBe(BURST);
    expect(heard.filter(({ state }) => state !== 'RUNNING')).toEqual([]);
    process.stdout.write(`${BURST} messages, one kill -9: ${heard.length - BURST} of them twice\n`);
    // What was in flight when it died, at most.
    expect(heard.length - BURST).toBeLessThanOrEqual(32);
  });

  it('fires nothing while it stops and starts in order, and all of it afterwards', async () => {
    const before = received().length;
    const stopped = homeAssistant.end('SIGTERM');
    for (let n = 0; n < 50; n++) await write(`restart ${n}`);
    await stopped;
    homeAssistant.launch();
    for (let n = 50; n < 100; n++) await write(`restart ${n}`);
    const mine = () => received().slice(before);
    await eventually(
      () => (new Set(mine().map(({ data }) => data['body'])).size >= 100 ? true : undefined),
      'all',
      PATIENCE_SECONDS,
    );
    expect([...new Set(mine().map(({ data }) => data['body']))]).toEqual(
      Array.from({ length: 100 }, (_, n) => `restart ${n}`),
    );
    expect(mine().filter(({ state }) => state !== 'RUNNING')).toEqual([]);
  });

  it('takes the script and the blueprints, and the script answers', async () => {
    await linked();
    const ids = ['script', 'doorbell', 'commands', 'alert-with-reply', 'session-problem'];
    for (const id of ids) {
      const { status, body } = await gateway.server.call('POST', `/v1/home-assistant/extras/${id}/install`, {});
      expect({ id, status, body }).toMatchObject({ id, status: 200, body: { state: 'installed' } });
    }
    const { body } = await gateway.server.call<{ data: { state: string }[] }>('GET', '/v1/home-assistant/extras');
    expect(body.data.map(({ state }) => state)).toEqual(ids.map(() => 'installed'));
    const blueprints = (await homeAssistant.command('blueprint/list', { domain: 'automation' })) as Record<
      string,
      object
    >;
    for (const id of ids.slice(1)) expect(blueprints[`columba/${id}.yaml`]).not.toHaveProperty('error');
    const asked = { to: CONTACT, message: 'by the script' };
    const answer = await homeAssistant.post('/api/services/script/whatsapp_send_message?return_response', asked);
    expect(answer).toMatchObject({ service_response: { status: 'sent', error: null } });
    await arrives(({ text }) => text === 'by the script');
  });

  it('gives the picture of a camera', async () => {
    const to = { to: CONTACT, camera: 'camera.front_door', message: 'At the door' };
    const answer = await homeAssistant.post('/api/services/script/whatsapp_send_message?return_response', to);
    expect(answer).toMatchObject({ service_response: { status: 'sent', error: null } });
    await arrives(({ kind, caption }) => kind === 'image' && caption === 'At the door');
  });

  withBroker('has entities over MQTT, again after a restart, shows the QR, and its notify entity sends', async () => {
    const flow = (await homeAssistant.post('/api/config/config_entries/flow', { handler: 'mqtt' })) as {
      flow_id: string;
    };
    const where = { broker: '127.0.0.1', port: broker?.port };
    expect(await homeAssistant.post(`/api/config/config_entries/flow/${flow.flow_id}`, where)).toMatchObject({
      type: 'create_entry',
    });
    const state = async (entity: string) =>
      ((await homeAssistant.get(`/api/states/${entity}`)) as { state?: string }).state;
    const becomes = (entity: string, wanted: string) =>
      eventually(async () => ((await state(entity)) === wanted ? true : undefined), `${entity} is ${wanted}`);
    await becomes('binary_sensor.whatsapp_connection', 'on');
    await becomes('sensor.whatsapp_state', 'connected');
    const wanted = [
      'event.whatsapp_message',
      'image.whatsapp_pairing_qr',
      'notify.whatsapp_carl',
      'button.whatsapp_restart_session',
      'sensor.whatsapp_outgoing_queue',
    ];
    // One announcement, but each platform of Home Assistant is set up for itself, and in its own time.
    for (const entity of wanted) await eventually(async () => (await state(entity)) && true, `there is ${entity}`);
    const entities = (await homeAssistant.command('config/entity_registry/list')) as {
      entity_id: string;
      platform: string;
    }[];
    const ids = entities.filter(({ platform }) => platform === 'mqtt').map(({ entity_id }) => entity_id);
    expect(ids).toEqual(expect.arrayContaining(wanted));
    // Each entity hears for itself that Columba is there; until then Home Assistant leaves it out of an action, unsaid.
    await becomes('notify.whatsapp_carl', 'unknown');
    await homeAssistant.post('/api/services/notify/send_message', {
      entity_id: 'notify.whatsapp_carl',
      message: 'by MQTT',
    });
    await arrives(({ text }) => text === 'by MQTT');
    await write('for the event entity');
    await eventually(
      async () => ((await state('event.whatsapp_message')) !== 'unknown' ? true : undefined),
      'it was told',
    );

    await gateway.server.call('POST', '/v1/sessions', { name: 'other' });
    await gateway.server.state('other', 'pairing');
    const shownQr = async () => {
      const { entity_picture } =
        (
          (await homeAssistant.get('/api/states/image.whatsapp_other_pairing_qr')) as {
            attributes?: { entity_picture?: string };
          }
        ).attributes ?? {};
      const png = entity_picture === undefined ? undefined : await homeAssistant.picture(entity_picture);
      return png !== undefined && png.length > 100 ? readQr(png) : undefined;
    };
    await eventually(async () => {
      const { body } = await gateway.server.call<{ text?: string }>('GET', '/v1/sessions/other/pairing');
      const qr = await shownQr().catch(() => undefined);
      return qr !== undefined && qr === body.text ? true : undefined;
    }, 'the picture is the QR');

    await homeAssistant.end('SIGTERM');
    homeAssistant.launch();
    await homeAssistant.running();
    await becomes('binary_sensor.whatsapp_connection', 'on');
  });

  it('is reached as an add-on reaches it, through the Supervisor', async () => {
    await gateway.server.stop();
    const ingressPort = await freePort();
    await gateway.startServer({
      HA_BASE_URL: supervisor.coreUrl,
      HA_TOKEN: '',
      SUPERVISOR_TOKEN,
      COLUMBA_INGRESS_PORT: String(ingressPort),
      INGRESS_TRUSTED_IPS: '127.0.0.1',
    });
    await gateway.server.state('home', 'connected');
    await linked();
    await write('through the Supervisor');
    await eventually(() => received().find(({ data }) => data['body'] === 'through the Supervisor'), 'it is heard');
    expect(supervisor.asked).toContain('UPGRADE /core/websocket');
    const command = { to: CONTACT, message: 'by standard input', request_id: 'stdin-1' };
    gateway.server.process.child.stdin?.write(`${JSON.stringify(command)}\n`);
    await arrives(({ text }) => text === 'by standard input');

    // Its page is for the administrators that this Home Assistant names.
    const made = { name: 'Anna', group_ids: ['system-users'] };
    const { user: anna } = (await homeAssistant.command('config/auth/create', made)) as { user: { id: string } };
    const users = (await homeAssistant.command('config/auth/list')) as { id: string; is_owner: boolean }[];
    const ask = async (id: string) =>
      (await fetch(`http://127.0.0.1:${ingressPort}/v1/sessions`, { headers: { 'x-remote-user-id': id } })).status;
    expect(await ask(users.find(({ is_owner }) => is_owner)?.id ?? '')).toBe(200);
    expect(await ask(anna.id)).toBe(403);
  });
});
