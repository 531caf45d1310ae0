import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import {
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
const unwatched = WebSocket.prototype.send;

beforeEach(async () => {
  sim = await Simulator.start({ seed: 'storage' });
  await sim.contact.add({ pn: CAROL, name: 'Carol' });
  directory = mkdtempSync(join(tmpdir(), 'columba-baileys-'));
  failing = () => false;
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
  storage = openStorage({ directory, clock: systemClock, beforeWrite });
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

it('writes nothing to WhatsApp before all that came earlier is on the disk', async () => {
  const atRisk: boolean[] = [];
  const send = jest.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, ...args) {
    const isOurs = Reflect.get(this, '_isServer') === false;
    if (isOurs) atRisk.push((Reflect.get(storage, 'db') as { holds: boolean }).holds);
    return Reflect.apply(unwatched, this, args);
  });
  try {
    await connect();
    const before = atRisk.length;
    for (let n = 0; n < 20; n += 1)
      await sim.send({ from: CAROL, to: HOME, content: { kind: 'text', text: String(n) }, addressing: 'pn' });
    await until(() => texts().length === 20);
    await engine.messages.send(
      parseJid(CAROL),
      { kind: 'text', text: 'back' },
      { messageId: parseMessageId('3EB0A1') },
    );
    expect(atRisk.length).toBeGreaterThan(before + 20);
    expect(atRisk).not.toContain(true);
  } finally {
    send.mockRestore();
  }
});
