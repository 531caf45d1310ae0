import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '@columba/core';
import { type FiredEvent, StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import { MemoryLog } from '../../../../test/support/memory-log.js';
import { memoryStorage } from '../../../../test/support/memory-storage.js';
import { message } from '../../../../test/support/messages.js';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import { SteppedClock } from '../../../../test/support/stepped-clock.js';
import { HaEventsConfig } from './ha-events.config.js';
import { HaEventsService } from './ha-events.service.js';
import { type HaLink } from '../home-assistant/link/ha-link.js';
import { clientOf, linkOf } from '../home-assistant/link/link.module.js';

const TOKEN = 'a-token-that-no-log-may-show';
const READY_MS = 3_000;
const POLL_MS = 1_000;
const IDLE_MS = 10_000;
const TIMEOUT_MS = 9_000;

const idsOf = (events: readonly (FiredEvent | LoggedEvent)[]) =>
  events.map((event) => ('body' in event ? event.body.event_id : event.eventId));

describe('HaEventsService without a WebSocket', () => {
  let clock: SteppedClock;
  let log: MemoryLog;
  let logger: RecordingLogger;
  let homeAssistant: StandInHomeAssistant;
  let services: HaEventsService[];
  let links: HaLink[];

  beforeEach(async () => {
    clock = new SteppedClock();
    log = new MemoryLog(() => clock.now());
    logger = new RecordingLogger();
    services = [];
    links = [];
    homeAssistant = await StandInHomeAssistant.create({ token: TOKEN, now: () => clock.now() });
  });

  afterEach(async () => {
    homeAssistant.release();
    await Promise.all(services.map((service) => service.beforeApplicationShutdown()));
    await Promise.all(links.map((link) => link.stop()));
    await homeAssistant.close();
    expect(JSON.stringify(logger.lines)).not.toContain(TOKEN);
    expect(clock.pendingTimers).toBe(0);
  });

  function start(over: Partial<HaEventsConfig> = {}): HaEventsService {
    const config = new HaEventsConfig({
      baseUrl: `${homeAssistant.baseUrl}/`,
      token: TOKEN,
      readyDelayMs: READY_MS,
      startingPollMs: POLL_MS,
      idleCheckMs: IDLE_MS,
      requestTimeoutMs: TIMEOUT_MS,
      transport: 'rest',
      ...over,
    });
    const link = linkOf(config, clock, logger);
    links.push(link);
    link.start();
    const service = new HaEventsService(config, link, clientOf(config, link, clock), memoryStorage(log), clock, logger);
    services.push(service);
    service.onApplicationBootstrap();
    return service;
  }

  const receive = (text = 'Hello'): LoggedEvent =>
    log.append('message.received', { message: message({ content: { kind: 'text', text } }) });

  /** Lets all waits pass, however long jitter made them, but no time while a request is on its way. */
  async function comeBack(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (!clock.isWaiting(TIMEOUT_MS)) clock.elapse(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('fires what happens while Home Assistant runs, live and complete', async () => {
    await homeAssistant.become('running');
    const service = start();
    await clock.pass(READY_MS);
    await clock.waiting(IDLE_MS);
    receive('Hello');
    const [event] = await homeAssistant.heard(1);
    expect(event).toMatchObject({
      name: 'whatsapp_message_received',
      body: { event_id: log.events[0]?.eventId, seq: 1, session_id: 'home', replayed: false, age_s: 0, body: 'Hello' },
    });
    await clock.waiting(IDLE_MS);
    expect(service.status()).toEqual({ enabled: true, state: 'waiting', lag: 0, parked: 0 });
  });

  it('down, then starting, then running: every event once, in order, and none before it listens', async () => {
    for (let n = 0; n < 50; n++) receive(`${n}`);
    const service = start();
    await comeBack(() => logger.messages('warn').length > 0);
    expect(service.status()).toMatchObject({ state: 'backing_off', lag: 50 });
    clock.elapse(3_600_000);
    await homeAssistant.become('starting');
    await comeBack(() => homeAssistant.requests.length >= 5);
    expect([homeAssistant.fired, homeAssistant.lost]).toEqual([[], []]);
    await homeAssistant.become('running');
    const runningAt = clock.now().getTime();
    await comeBack(() => homeAssistant.fired.length >= 50);
    await comeBack(() => log.lag() === 0);
    expect(idsOf(homeAssistant.fired)).toEqual(idsOf(log.events));
    expect(homeAssistant.lost).toEqual([]);
    expect(homeAssistant.fired[0]?.at.getTime()).toBeGreaterThanOrEqual(runningAt + READY_MS);
    for (const { body } of homeAssistant.fired) {
      expect(body.replayed).toBe(true);
      expect(body.age_s).toBeGreaterThanOrEqual(3_600);
    }
  });

  it('notices a restart while idle, and waits for it to be ready again', async () => {
    await homeAssistant.become('running');
    start();
    await clock.pass(READY_MS);
    await clock.waiting(IDLE_MS);
    await homeAssistant.become('starting');
    clock.elapse(IDLE_MS);
    await clock.waiting(POLL_MS);
    await homeAssistant.become('running');
    receive();
    clock.elapse(POLL_MS);
    await clock.waiting(READY_MS);
    expect(homeAssistant.fired).toEqual([]);
    clock.elapse(READY_MS);
    await homeAssistant.heard(1);
    expect(homeAssistant.lost).toEqual([]);
  });

  it('does not count a 200 from a Home Assistant that is shutting down', async () => {
    await homeAssistant.become('running');
    start();
    await clock.pass(READY_MS);
    await clock.waiting(IDLE_MS);
    // Within the time for which a seen RUNNING is trusted.
    await homeAssistant.become('stopping');
    const event = receive();
    await homeAssistant.until(({ lost }) => lost.length === 1);
    await clock.waiting(POLL_MS);
    expect(log.cursor).toBe(0);
    await homeAssistant.become('running');
    clock.elapse(POLL_MS);
    await clock.pass(READY_MS);
    expect(idsOf(await homeAssistant.heard(1))).toEqual([event.eventId]);
  });

  it('asks once per five minutes with a wrong token, and says so', async () => {
    await homeAssistant.become('running');
    receive();
    const service = start({ token: 'wrong' });
    for (let hour = 0; hour < 12; hour++) await clock.pass(300_000);
    await clock.waiting(300_000);
    expect(homeAssistant.requests).toHaveLength(13);
    expect(service.status()).toEqual({
      enabled: true,
      state: 'unauthorised',
      lag: 1,
      parked: 0,
      lastError: 'Home Assistant refuses the token (401): it must be valid and belong to an administrator',
    });
    expect(logger.messages('warn')).toEqual(['Delivery waits']);
  });

  it('stops politely when the token may read but not fire', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = () => 'non_admin';
    receive();
    start();
    await clock.pass(READY_MS);
    await clock.pass(300_000);
    await clock.pass(READY_MS);
    await clock.waiting(300_000);
    expect(homeAssistant.requests.filter(({ status }) => status === 401)).toHaveLength(2);
    homeAssistant.misbehave = () => undefined;
    clock.elapse(300_000);
    await clock.pass(READY_MS);
    await homeAssistant.heard(1);
  });

  it('sets a refused event aside and goes on with the next', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = ({ body }) => (body.body === 'poison' ? 'refuse' : undefined);
    const poison = receive('poison');
    const next = receive('next');
    const service = start();
    await clock.pass(READY_MS);
    expect(idsOf(await homeAssistant.heard(1))).toEqual([next.eventId]);
    await clock.waiting(IDLE_MS);
    const lastParked = `Event ${poison.eventId} was set aside. Home Assistant refuses this whatsapp_message_received`;
    expect(service.status()).toEqual({ enabled: true, state: 'waiting', lag: 0, parked: 1, lastParked });
    expect(log.notes).toEqual([lastParked]);
    expect(JSON.stringify(logger.lines)).not.toContain('"poison"');
  });

  it('tries a server error again, and gives the order back afterwards', async () => {
    await homeAssistant.become('running');
    let failures = 3;
    homeAssistant.misbehave = () => (failures-- > 0 ? 'error' : undefined);
    const events = [receive('a'), receive('b')];
    start();
    await comeBack(() => log.lag() === 0);
    expect(idsOf(homeAssistant.fired)).toEqual(idsOf(events));
  });

  it('gives up on a request that hangs, and repeats it', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = () => 'hang';
    const event = receive();
    start();
    await clock.pass(READY_MS);
    await homeAssistant.until(({ requests }) => requests.some(({ status }) => status === 'hanging'));
    homeAssistant.misbehave = () => undefined;
    await clock.pass(TIMEOUT_MS);
    await comeBack(() => log.lag() === 0);
    expect(idsOf(homeAssistant.fired)).toEqual([event.eventId]);
    expect(logger.lines.find(({ level }) => level === 'warn')?.fields.reason).toBe(
      'Home Assistant does not answer (no answer in time)',
    );
  });

  it('repeats one event under its id when the answer is lost', async () => {
    await homeAssistant.become('running');
    let cut = true;
    homeAssistant.misbehave = () => {
      const now = cut;
      cut = false;
      return now ? 'cut' : undefined;
    };
    const [first, second] = [receive('a'), receive('b')];
    start();
    await comeBack(() => log.lag() === 0);
    expect(idsOf(homeAssistant.fired)).toEqual([first.eventId, first.eventId, second.eventId]);
  });

  it('repeats only what was in flight when it is killed between the answer and the cursor', async () => {
    await homeAssistant.become('running');
    const [first, second, third] = [receive('a'), receive('b'), receive('c')];
    start();
    log.full = true;
    await clock.pass(READY_MS);
    await homeAssistant.heard(1);
    await comeBack(() => logger.messages('error').length > 0);
    await services.pop()?.beforeApplicationShutdown();
    // The next process, on what is on the disk.
    log.full = false;
    start();
    await clock.pass(READY_MS);
    await comeBack(() => log.lag() === 0);
    expect(idsOf(homeAssistant.fired)).toEqual([first, first, second, third].map(({ eventId }) => eventId));
  });

  it('cuts a delivery off that does not end, and keeps its event', async () => {
    await homeAssistant.become('running');
    homeAssistant.misbehave = () => 'hang';
    receive();
    const service = start();
    await clock.pass(READY_MS);
    await homeAssistant.until(({ requests }) => requests.some(({ status }) => status === 'hanging'));
    const stopped = service.beforeApplicationShutdown();
    await clock.pass(5_000);
    await stopped;
    expect(log.cursor).toBe(0);
    expect(service.status()).toMatchObject({ state: 'stopped', lag: 1 });
  });

  it.each([
    [{ mode: 'off' as const }, 'Events for Home Assistant are switched off'],
    [{ baseUrl: undefined }, 'The address of Home Assistant is not configured'],
    [{ token: undefined }, 'There is no access token for Home Assistant'],
  ])('is idle with %j, and says so once', (over, reason) => {
    const service = start(over);
    receive();
    expect(service.status()).toEqual({ enabled: false, reason });
    const line = { level: 'info', message: 'No events are fired in Home Assistant', fields: { reason } };
    expect(logger.lines.filter(({ message }) => message === line.message)).toEqual([line]);
    expect(log.listening).toBe(0);
  });

  describe('through the Supervisor', () => {
    beforeEach(async () => {
      await homeAssistant.close();
      homeAssistant = await StandInHomeAssistant.create({ token: TOKEN, supervisor: true, now: () => clock.now() });
    });

    it('waits as long as the proxy says 502', async () => {
      await homeAssistant.become('starting');
      const event = receive();
      const service = start();
      await comeBack(() => homeAssistant.requests.length >= 3);
      expect(service.status()).toMatchObject({ lastError: 'Home Assistant is not running (502)' });
      await homeAssistant.become('running');
      await comeBack(() => log.lag() === 0);
      expect(idsOf(homeAssistant.fired)).toEqual([event.eventId]);
      expect(homeAssistant.requests.at(-1)?.path).toBe('/core/api/config');
    });

    it('does not take a 400 of the Supervisor for a bad event', async () => {
      await homeAssistant.become('running');
      let ready = false;
      homeAssistant.misbehave = () => (ready ? undefined : 'supervisor_not_ready');
      const event = receive();
      start();
      await comeBack(() => homeAssistant.requests.some(({ status }) => status === 400));
      ready = true;
      await comeBack(() => log.lag() === 0);
      expect(idsOf(homeAssistant.fired)).toEqual([event.eventId]);
      expect(log.notes).toEqual([]);
    });
  });
});
