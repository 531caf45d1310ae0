import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';

const MESSAGES = 30;

describe('events for Home Assistant', () => {
  let gateway: Gateway;
  let homeAssistant: StandInHomeAssistant;
  beforeAll(async () => {
    homeAssistant = await StandInHomeAssistant.create();
    gateway = await Gateway.start({ HA_BASE_URL: homeAssistant.baseUrl, SUPERVISOR_TOKEN: homeAssistant.token });
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await homeAssistant.close();
  });

  it('reach it once each and in order, and only when it runs, though it was down and starting before', async () => {
    const health = async () => JSON.stringify((await gateway.server.call('GET', '/v1/health')).body);
    expect(await health()).toContain('home_assistant_unreachable');
    for (let n = 1; n <= MESSAGES; n++) {
      if (n === MESSAGES / 2) await homeAssistant.become('starting');
      await gateway.simulator.control('send', {
        from: CONTACT,
        to: OWNER,
        content: { kind: 'text', text: `no. ${n}` },
      });
    }
    const last = (data: Record<string, unknown>) => JSON.stringify(data['message']).includes(`no. ${MESSAGES}"`);
    await gateway.server.event('home', ({ type, data }) => type === 'message.received' && last(data));
    // It answers while it starts, and takes events with a 200; nobody listens, so nothing may be fired.
    await homeAssistant.until(({ requests }) =>
      requests.some(({ path, status }) => path === 'get_config' && status === 'ok'),
    );
    expect(homeAssistant.fired).toEqual([]);
    expect(homeAssistant.lost).toEqual([]);

    await homeAssistant.become('running');
    const received = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_received');
    await homeAssistant.until(() => received().length >= MESSAGES);

    expect(received().map(({ body }) => body['body'])).toEqual(
      Array.from({ length: MESSAGES }, (_, index) => `no. ${index + 1}`),
    );
    const seqs = homeAssistant.fired.map(({ body }) => body['seq'] as number);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    const names = new Set(homeAssistant.fired.map(({ name }) => name));
    expect([...names]).toEqual(expect.arrayContaining(['whatsapp_authenticated', 'whatsapp_state']));
    expect(homeAssistant.lost).toEqual([]);
    expect(await health()).not.toContain('home_assistant');
  }, 120_000);

  it('tell what was sent and how far it came', async () => {
    const { body } = await gateway.server.call<{ messageId: string }>('POST', '/v1/sessions/home/messages', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text: 'Dinner is ready' },
    });
    const about = (name: string) =>
      homeAssistant.fired.filter((event) => event.name === name && JSON.stringify(event.body).includes(body.messageId));
    await homeAssistant.until(
      () => about('whatsapp_message_ack').length >= 2 && about('whatsapp_message_sent').length > 0,
    );
    expect(about('whatsapp_message_sent')).toHaveLength(1);
    const log = gateway.server.process.lines.join('\n');
    expect(log).not.toContain(homeAssistant.token);
    expect(log).not.toContain('Dinner is ready');
    expect(log).not.toContain(CONTACT);
  }, 60_000);
});

describe('the standard input of an app', () => {
  let gateway: Gateway;
  let homeAssistant: StandInHomeAssistant;
  beforeAll(async () => {
    homeAssistant = await StandInHomeAssistant.create({ supervisor: true });
    await homeAssistant.become('running');
    gateway = await Gateway.start({
      HA_BASE_URL: homeAssistant.baseUrl,
      SUPERVISOR_TOKEN: homeAssistant.token,
      COLUMBA_INGRESS_PORT: '0',
    });
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await homeAssistant.close();
  });

  it('takes commands, and does not keep the process from ending', async () => {
    const command = { to: CONTACT, message: 'Written to the app', request_id: 'r1' };
    gateway.server.process.child.stdin?.write(`${JSON.stringify(command)}\n`);
    const told = () => homeAssistant.fired.find(({ body }) => body['request_id'] === 'r1');
    await homeAssistant.until(() => told() !== undefined);
    expect(told()).toMatchObject({ name: 'whatsapp_message_result', body: { status: 'sent' } });
    const screen = await gateway.simulator.control('recipient.view', { pn: CONTACT, chat: OWNER });
    expect(JSON.stringify(screen)).toContain('Written to the app');
    expect(await gateway.server.stop()).toEqual({ code: 0, signal: null });
  }, 60_000);
});
