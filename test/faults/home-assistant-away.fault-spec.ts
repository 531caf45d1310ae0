import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseMessageId, parseSessionName, silentLogger } from '@columba/core';
import { aFact } from '@columba/core/testing';
import { openStorage, type Storage } from '@columba/storage';
import { HaEventsConfig } from '../../apps/server/src/ha-events/ha-events.config.js';
import { HaEventsService } from '../../apps/server/src/ha-events/ha-events.service.js';
import { HaLink } from '../../apps/server/src/home-assistant/link/ha-link.js';
import { clientOf, linkOf } from '../../apps/server/src/home-assistant/link/link.module.js';
import { ANNA, message } from '../support/messages.js';
import { StandInHomeAssistant } from '../support/stand-in-home-assistant.js';
import { passUntil, SteppedClock } from '../support/stepped-clock.js';
import { report, secondsSince } from './support/report.js';

const HOME = parseSessionName('home');
const AN_HOUR_OF_SECONDS = 3_600;
const TOKEN = 'home-assistant-token';
const FIVE_MINUTES = 300_000;

/** R6: the real log on disk, real sockets, an hour of a clock that is moved. */
describe.each([
  ['directly', false],
  ['through the Supervisor', true],
])('Home Assistant, reached %s, is away for an hour', (way, supervisor) => {
  let clock: SteppedClock;
  let directory: string;
  let storage: Storage;
  let homeAssistant: StandInHomeAssistant;
  let link: HaLink;
  let service: HaEventsService;
  let written: string[];

  beforeEach(async () => {
    clock = new SteppedClock();
    directory = mkdtempSync(join(tmpdir(), 'columba-away-'));
    storage = openStorage({ directory, clock });
    homeAssistant = await StandInHomeAssistant.create({ token: TOKEN, supervisor, now: () => clock.now() });
    written = [];
    const config = new HaEventsConfig({ baseUrl: homeAssistant.baseUrl, token: TOKEN });
    link = linkOf(config, clock, silentLogger);
    service = new HaEventsService(config, link, clientOf(config, link, clock), storage, clock, silentLogger);
    link.start();
    service.onApplicationBootstrap();
  }, 30_000);

  afterEach(async () => {
    await service.beforeApplicationShutdown();
    await link.stop();
    await homeAssistant.close();
    storage.close();
    rmSync(directory, { recursive: true });
  });

  function receive(): void {
    const text = `no. ${written.length + 1}`;
    const id = parseMessageId(`3EB0${String(written.length).padStart(16, '0')}`);
    const told = message({ key: { id }, content: { kind: 'text', text }, occurredAt: clock.now() });
    const [event] = storage.inbox.record(HOME, [
      { ...aFact('message.received', { message: told }, { chat: ANNA, n: written.length }), occurredAt: clock.now() },
    ]);
    if (!event) throw new Error('nothing was logged');
    written.push(text);
  }

  async function aMessagePerSecond(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      receive();
      clock.elapse(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const received = () => homeAssistant.fired.filter(({ name }) => name === 'whatsapp_message_received');
  const texts = () => received().map(({ body }) => String(body['body']));
  const done = () => storage.consumers.lag('home-assistant') === 0;

  it('and then gets each message of that hour once, in order, within five minutes, and none before it runs', async () => {
    const since = performance.now();
    await aMessagePerSecond(AN_HOUR_OF_SECONDS);
    await homeAssistant.become('starting');
    await passUntil(clock, () => clock.monotonic() > (AN_HOUR_OF_SECONDS + 120) * 1_000);
    expect([...homeAssistant.fired, ...homeAssistant.lost]).toEqual([]);
    await homeAssistant.become('running');
    const runningAt = clock.now().getTime();
    await passUntil(clock, done);

    const last = received().at(-1)?.at.getTime() ?? 0;
    report({
      fault: `Home Assistant away for an hour, reached ${way}`,
      strikes: 1,
      messages: written.length,
      lost: written.filter((text) => !texts().includes(text)).length,
      duplicated: received().length - new Set(texts()).size,
      identities: 0,
      seconds: secondsSince(since),
    });
    expect(texts()).toEqual(written);
    expect(homeAssistant.lost).toEqual([]);
    expect(received()[0]?.at.getTime()).toBeGreaterThanOrEqual(runningAt + 3_000);
    expect(last - runningAt).toBeLessThanOrEqual(FIVE_MINUTES);
    expect(received().every(({ body }) => body['replayed'] === true)).toBe(true);
    expect(received()[0]?.body['age_s']).toBeGreaterThanOrEqual(AN_HOUR_OF_SECONDS);
    expect(homeAssistant.fired[0]).toMatchObject({
      name: 'whatsapp_resumed',
      body: { session_id: 'home', from_seq: 1, to_seq: written.length, count: written.length },
    });
    // What comes now is news again.
    await aMessagePerSecond(3);
    await passUntil(clock, done);
    expect(texts()).toEqual(written);
    expect(received().at(-1)?.body['replayed']).toBe(false);
  }, 180_000);

  it('and is restarted three times while it catches up: the order stays, and only what was in flight comes twice', async () => {
    await aMessagePerSecond(AN_HOUR_OF_SECONDS / 4);
    let doubles = 0;
    for (let restart = 1; restart <= 3; restart++) {
      await homeAssistant.become('starting');
      await passUntil(clock, () => link.state.kind === 'starting' || supervisor);
      await homeAssistant.become('running');
      await passUntil(clock, () => received().length >= restart * 200);
      const before = homeAssistant.fired.length;
      await homeAssistant.become('down');
      await passUntil(clock, () => link.state.kind !== 'running');
      doubles += 32;
      expect(homeAssistant.fired.length - before).toBeLessThanOrEqual(32);
    }
    await homeAssistant.become('running');
    await passUntil(clock, done);
    expect([...new Set(texts())]).toEqual(written);
    expect(received().length - written.length).toBeLessThanOrEqual(doubles);
    expect(homeAssistant.lost).toEqual([]);
  }, 180_000);
});
