import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  fact,
  parseJid,
  parseMessageId,
  parseSessionName,
  silentLogger,
  StorageError,
  systemClock,
  type EngineContext,
  type EngineService,
} from '@columba/core';
import { Watch } from '@columba/core/testing';
import { Simulator } from '@columba/simulator';
import { openStorage, type Storage } from '@columba/storage';
import { loosenTimers } from '../testing/loose-timers.js';
import { baileysFactory } from './index.js';

loosenTimers();

const CAROL = '15550007777';
const HOME = '15550004001';
const home = parseSessionName('home');

let sim: Simulator;
let directory: string;
let storage: Storage;
let engine: EngineService;
/** Numbers of writes that fail, counted over the life of one storage. */
let failing: (n: number) => boolean;
const appended = new Watch();
/** Stands before every wait for the disk. */
let beforeSync: () => Promise<void>;

beforeEach(async () => {
  sim = await Simulator.start({ seed: 'storage' });
  await sim.contact.add({ pn: CAROL, name: 'Carol' });
  directory = mkdtempSync(join(tmpdir(), 'columba-baileys-'));
  failing = () => false;
  beforeSync = () => Promise.resolve();
  open();
  storage.sessions.create({ name: home, engine: 'baileys', autoStart: true });
});
afterEach(async () => {
  await engine.stop();
  storage.close();
  await sim.stop();
  rmSync(directory, { recursive: true });
});

function beforeWrite(n: number): void {
  if (failing(n)) throw new StorageError('The database refused the operation');
}

function open(): void {
  storage = openStorage({ directory, clock: systemClock, beforeWrite, beforeSync: () => beforeSync() });
  storage.inbox.onAppended(() => appended.changed());
  const context: EngineContext = {
    session: home,
    ...storage.forSession(home),
    dataDirectory: directory,
    emit: (...facts) => void storage.inbox.record(home, facts),
    permitConnect: async (signal) => signal.throwIfAborted(),
    logger: silentLogger,
    clock: systemClock,
    random: () => 0.1,
  };
  engine = baileysFactory({ waWebSocketUrl: sim.waUrl })(context);
}

const events = () => storage.events.list({ session: home, limit: 10_000 });
const texts = () =>
  events().flatMap(({ data, type }) =>
    type === 'message.received' && data.message.content.kind === 'text' ? [data.message.content.text] : [],
  );

const storedCount = () => storage.messages.list(home, parseJid(CAROL), { limit: 10 }).data.length;

const until = (holds: () => boolean): Promise<true> =>
  appended.until(
    () => holds() || undefined,
    () => `It did not happen; state ${engine.session.state.state}, ${texts().length} texts`,
    15_000,
  );

async function connect(): Promise<void> {
  await engine.start();
  await until(() => engine.session.pairing.kind === 'qr' || engine.session.state.state === 'connected');
  const { pairing } = engine.session;
  if (pairing.kind === 'qr') await sim.device.scan({ qr: pairing.text, pn: HOME });
  await until(() => engine.session.state.state === 'connected');
}

it('sends as the read model has it for the chat', async () => {
  await connect();
  const chat = parseJid(CAROL);
  const base = { occurredAt: systemClock.now(), chat };
  const data = { chat: { id: chat, disappearingSeconds: 86_400 }, changed: ['disappearingSeconds'] };
  storage.inbox.record(home, [fact('chat.updated', data, ['timer'], base)]);
  const messageId = parseMessageId('3EB0AAAABBBBCCCCDDDD01');
  await engine.messages.send(chat, { kind: 'text', text: 'Not for long' }, { messageId });
  await until(() =>
    events().some(({ type, data }) => type === 'message.status_changed' && data.status === 'delivered'),
  );
  const [shown] = await sim.recipient.view({ pn: CAROL, chat: HOME });
  expect(shown).toMatchObject({ key: { id: messageId }, expiresAfter: 86_400 });
}, 30_000);

it('has every message once in the real database, through drops, restarts and refused writes', async () => {
  await connect();
  failing = (n) => n % 53 === 0;
  const written: string[] = [];
  for (let round = 1; round <= 6; round += 1) {
    for (let n = 1; n <= 5; n += 1) {
      const text = `${round}.${n}`;
      written.push(text);
      const addressing = n % 2 ? ('pn' as const) : ('lid' as const);
      await sim.send({ from: CAROL, to: HOME, content: { kind: 'text', text }, addressing });
    }
    await until(() => texts().length >= written.length - 4);
    if (round % 2) await sim.connection.drop({ device: HOME }).catch(() => {});
    else {
      await engine.stop();
      storage.close();
      open();
      await connect();
    }
  }
  await until(() => texts().length >= written.length);
  failing = () => false;
  expect(texts().toSorted()).toEqual(written.toSorted());
  expect(events().map(({ seq }) => seq)).toEqual(events().map((_, index) => index + 1));
  const chats = new Set(events().flatMap(({ type, chat }) => (type === 'message.received' ? [chat] : [])));
  expect([...chats]).toEqual([parseJid(CAROL)]);
  await engine.stop();
  expect(storage.forSession(home).journal.pending()).toEqual([]);
}, 60_000);

it('acknowledges and tells nothing before it is on the disk', async () => {
  await connect();
  const { lastEvent: since } = await sim.stats();
  const delivered = async () =>
    (await sim.events({ since })).filter(
      ({ name, data }) => name === 'delivery.delivered' && 'device' in data && data.device === `${HOME}:1`,
    ).length;
  const spins: (() => void)[] = [];
  beforeSync = () => new Promise((resolve) => spins.push(resolve));
  for (let n = 0; n < 5; n += 1)
    await sim.send({ from: CAROL, to: HOME, content: { kind: 'text', text: String(n) }, addressing: 'pn' });
  for (let turns = 0; turns < 100_000 && storedCount() < 5; turns += 1) await turn();
  for (let turns = 0; turns < 100; turns += 1) await turn();
  expect({ stored: storedCount(), texts: texts(), delivered: await delivered() }).toEqual({
    stored: 5,
    texts: [],
    delivered: 0,
  });
  beforeSync = () => Promise.resolve();
  for (const spin of spins) spin();
  await until(() => texts().length === 5);
  for (let turns = 0; turns < 100_000 && (await delivered()) < 5; turns += 1) await turn();
  expect(await delivered()).toBe(5);
}, 30_000);
