import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LoggedEvent, silentLogger } from '@columba/core';
import { MemoryLog } from '../../../../test/support/memory-log.js';
import { memoryStorage } from '../../../../test/support/memory-storage.js';
import { message } from '../../../../test/support/messages.js';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import { type FiredEvent, StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import { passUntil, SteppedClock } from '../../../../test/support/stepped-clock.js';
import type { HaLink } from '../home-assistant/link/ha-link.js';
import { clientOf, linkOf } from '../home-assistant/link/link.module.js';
import { HaEventsConfig } from './ha-events.config.js';
import { HaEventsService } from './ha-events.service.js';

const TOKEN = 'a-token-that-no-log-may-show';
const idsOf = (events: readonly (FiredEvent | LoggedEvent)[]) =>
  events.map((event) => ('body' in event ? event.body.event_id : event.eventId));

describe.each([false, true])('HaEventsService on a WebSocket, as an add-on: %s', (supervisor) => {
  let clock: SteppedClock;
  let log: MemoryLog;
  let logger: RecordingLogger;
  let homeAssistant: StandInHomeAssistant;
  let service: HaEventsService;
  let link: HaLink;

  beforeEach(async () => {
    clock = new SteppedClock();
    log = new MemoryLog(() => clock.now());
    logger = new RecordingLogger();
    homeAssistant = await StandInHomeAssistant.create({ token: TOKEN, supervisor, now: () => clock.now() });
  });

  afterEach(async () => {
    await stop();
    await homeAssistant.close();
    expect(JSON.stringify(logger.lines)).not.toContain(TOKEN);
    expect(clock.pendingTimers).toBe(0);
  });

  function start(over: Partial<HaEventsConfig> = {}): void {
    const config = new HaEventsConfig({ baseUrl: homeAssistant.baseUrl, token: TOKEN, ...over });
    link = linkOf(config, clock, logger);
    link.start();
    service = new HaEventsService(config, link, clientOf(config, link, clock), memoryStorage(log), clock, logger);
    service.onApplicationBootstrap();
  }

  async function stop(): Promise<void> {
    let stopped = false;
    void service.beforeApplicationShutdown().then(() => (stopped = true));
    await pass(() => stopped);
    await link.stop();
  }

  const pass = (condition: () => boolean) => passUntil(clock, condition);
  const receive = (text = 'Hello'): LoggedEvent =>
    log.append('message.received', { message: message({ content: { kind: 'text', text } }) });
  const received = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_received');

  it('fires what happens at once, and over no other way', async () => {
    await homeAssistant.become('running');
    start();
    await pass(() => link.state.kind === 'running' && clock.isWaiting(10_000));
    receive();
    await homeAssistant.until(({ fired }) => fired.length === 1);
    expect(homeAssistant.fired).toMatchObject([
      { name: 'whatsapp_message_received', body: { seq: 1, replayed: false } },
    ]);
    expect(new Set(homeAssistant.requests.map(({ method }) => method))).toEqual(new Set(['WS']));
  });

  it('waits until it runs, and then some seconds, however often it starts', async () => {
    for (let n = 0; n < 100; n++) receive(`${n}`);
    start();
    await pass(() => service.status().enabled && clock.monotonic() > 60_000);
    await homeAssistant.become('starting');
    await pass(() => clock.monotonic() > 130_000);
    expect([...homeAssistant.fired, ...homeAssistant.lost]).toEqual([]);
    await homeAssistant.become('running');
    const since = clock.now().getTime();
    await pass(() => received().length >= 100 && log.lag() === 0);
    expect(idsOf(received())).toEqual(idsOf(log.events));
    expect(received()[0]?.at.getTime()).toBeGreaterThanOrEqual(since + 3_000);
    expect(received().every(({ body }) => body.replayed === true)).toBe(true);
    expect(homeAssistant.lost).toEqual([]);
  });

  it('keeps the order when the connection dies in the middle, and repeats no more than was in flight', async () => {
    await homeAssistant.become('running');
    for (let n = 0; n < 200; n++) receive(`${n}`);
    let count = 0;
    homeAssistant.misbehave = () => (++count === 50 ? 'cut' : undefined);
    start();
    await pass(() => log.lag() === 0);
    const firstSight = [...new Set(idsOf(received()))];
    expect(firstSight).toEqual(idsOf(log.events));
    expect(received().length - 200).toBeLessThanOrEqual(32);
  });

  it('pauses when Home Assistant says that it stops, though it goes on answering', async () => {
    await homeAssistant.become('running');
    start();
    await pass(() => link.state.kind === 'running' && clock.isWaiting(10_000));
    await homeAssistant.become('stopping');
    await pass(() => link.state.kind !== 'running');
    receive();
    await pass(() => clock.monotonic() > 60_000);
    expect(homeAssistant.lost).toEqual([]);
    await homeAssistant.become('down');
    await homeAssistant.become('running');
    await pass(() => log.lag() === 0);
    expect(idsOf(received())).toEqual(idsOf(log.events));
  });

  it('gives up a connection on which an answer does not come, and repeats on the next', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = () => 'hang';
    const event = receive();
    start();
    await pass(() => homeAssistant.requests.some(({ path, status }) => path === 'fire_event' && status === 'hanging'));
    homeAssistant.misbehave = () => undefined;
    await pass(() => log.lag() === 0);
    expect(idsOf(received())).toEqual([event.eventId]);
    expect(homeAssistant.logins.length).toBeGreaterThanOrEqual(2);
  });

  it('logs in once per five minutes with a wrong token, says so, and goes on when it is right', async () => {
    await homeAssistant.become('running');
    receive();
    start({ token: 'wrong' });
    await pass(() => clock.monotonic() >= 3_600_000 - 250);
    expect(homeAssistant.logins).toEqual(Array.from({ length: 12 }, () => false));
    expect(service.status()).toMatchObject({
      state: 'unauthorised',
      lag: 1,
      lastError: 'Home Assistant refuses the token: it must be valid and belong to an administrator',
    });
    expect(logger.messages('warn')).toContain('Home Assistant refuses the token');
  });

  it('sets a refused event aside and goes on with the next', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = ({ body }) => (body.body === 'poison' ? 'refuse' : undefined);
    const [, poison] = [receive('a'), receive('poison'), receive('c')];
    start();
    await pass(() => log.lag() === 0);
    expect(received().map(({ body }) => body.body)).toEqual(['a', 'c']);
    expect(log.notes).toEqual([
      `Event ${poison?.eventId} was set aside. Home Assistant refuses this whatsapp_message_received (invalid_format)`,
    ]);
  });

  it('fires fifty a second at most', async () => {
    await homeAssistant.become('running');
    for (let n = 0; n < 300; n++) receive(`${n}`);
    start();
    await pass(() => log.lag() === 0);
    const [first, last] = [received()[0]?.at.getTime() ?? 0, received().at(-1)?.at.getTime() ?? 0];
    expect(last - first).toBeGreaterThanOrEqual(4_000);
    expect(last - first).toBeLessThan(8_000);
  });

  it('says before a long backlog what comes now, and nothing after a short break', async () => {
    const oldest = receive('a');
    log.deliveries = {
      backlog: () => [{ session: 'home', fromSeq: 1, toSeq: 2, count: 2, oldestAt: oldest.storedAt }],
    };
    start();
    await pass(() => clock.monotonic() > 400_000);
    receive('b');
    await homeAssistant.become('running');
    await pass(() => log.lag() === 0);
    expect(homeAssistant.fired.map(({ name }) => name)).toEqual([
      'whatsapp_resumed',
      'whatsapp_message_received',
      'whatsapp_message_received',
    ]);
    expect(homeAssistant.fired[0]?.body).toMatchObject({
      session_id: 'home',
      from_seq: 1,
      to_seq: 2,
      count: 2,
      seq: 0,
    });
    homeAssistant.cutConnections();
    receive('c');
    await pass(() => log.lag() === 0);
    expect(homeAssistant.fired.at(-1)?.name).toBe('whatsapp_message_received');
    expect(homeAssistant.fired.filter(({ name }) => name === 'whatsapp_resumed')).toHaveLength(1);
  });

  it('speaks its own words in native mode', async () => {
    await homeAssistant.become('running');
    receive('Hello');
    log.append('session.state_changed', { state: 'connected', previousState: 'connecting' });
    start({ mode: 'native' });
    await pass(() => log.lag() === 0);
    expect(homeAssistant.fired.map(({ name }) => name)).toEqual([
      'columba_message_received',
      'columba_session_state_changed',
    ]);
    expect(homeAssistant.fired.map(({ body }) => body)).toMatchObject([
      {
        id: '3A0B1C2D3E4F5A6B7C8D',
        chat_id: '34600111222@c.us',
        from: '34600111222@c.us',
        from_name: 'Anna',
        body: 'Hello',
        type: 'text',
      },
      { state: 'connected', previous_state: 'connecting', seq: 2 },
    ]);
  });
});

it('goes over REST, one after the other, where no WebSocket gets through', async () => {
  const clock = new SteppedClock();
  const log = new MemoryLog(() => clock.now());
  const homeAssistant = await StandInHomeAssistant.create({ token: TOKEN, websocket: false, now: () => clock.now() });
  await homeAssistant.become('running');
  for (let n = 0; n < 40; n++)
    log.append('message.received', { message: message({ content: { kind: 'text', text: `${n}` } }) });
  const config = new HaEventsConfig({ baseUrl: homeAssistant.baseUrl, token: TOKEN, perSecond: 1_000 });
  const link = linkOf(config, clock, silentLogger);
  const client = clientOf(config, link, clock);
  const service = new HaEventsService(config, link, client, memoryStorage(log), clock, silentLogger);
  link.start();
  service.onApplicationBootstrap();
  while (log.lag() > 0) {
    if (!clock.isWaiting(config.requestTimeoutMs)) clock.elapse(250);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(link.state).toEqual({ kind: 'rest_only' });
  expect(idsOf(homeAssistant.fired)).toEqual(idsOf(log.events));
  expect(homeAssistant.requests.some(({ method, path }) => method === 'POST' && path.startsWith('/api/events/'))).toBe(
    true,
  );
  await service.beforeApplicationShutdown();
  await link.stop();
  await homeAssistant.close();
});
