import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type LoggedEvent, parseSessionName } from '@columba/core';
import { aFact, anEvent, ManualClock } from '@columba/core/testing';
import { WebSocket } from 'ws';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { Caller } from '../auth/caller.js';
import { digestOf } from '../auth/key-ring.js';
import { EventSocket } from './event-socket.js';
import type { EventDto } from './events.schema.js';
import type { EventsService } from './events.service.js';

const HOME = parseSessionName('home');

interface Frame {
  kind: string;
  cursor: string;
  event?: { eventId: string; seq: number; session: string; type: string };
}

/** A client that keeps what it hears. */
class Client {
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private wake = () => {};

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      this.wake();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  async heard(count: number): Promise<Frame[]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.frames;
  }

  seqs = () => this.frames.flatMap(({ event }) => event?.seq ?? []);
}

let server: InProcessServer;
let clients: Client[];
beforeEach(async () => {
  clients = [];
  server = await InProcessServer.start({ env: { COLUMBA_SESSIONS: '' } });
});
afterEach(async () => {
  for (const { socket } of clients) socket.terminate();
  await server.stop();
});

/** A stored key that may read everything. */
const keyed = (key: string) =>
  server.storage.apiKeys.create({ name: key, scopes: ['read'], hash: digestOf(key).toString('hex') });

let made = 0;
const append = (session = HOME): LoggedEvent => {
  const [event] = server.storage.inbox.record(session, [aFact('label.removed', {}, { n: ++made })]);
  if (!event) throw new Error('nothing was logged');
  return event;
};

function connect(query = '', headers: Record<string, string> = { 'x-api-key': TOKEN }): Client {
  const { port } = server.app.getHttpServer().address() as AddressInfo;
  const client = new Client(new WebSocket(`ws://127.0.0.1:${port}/v1/events/socket${query}`, { headers }));
  clients.push(client);
  return client;
}

/** The other side of a line that takes nothing, or does not answer. */
class StuckSocket extends EventEmitter {
  readonly sent: string[] = [];
  readonly ends: (number | string)[] = [];
  bufferedAmount = 0;
  send(text: string): void {
    this.sent.push(text);
    this.bufferedAmount += text.length;
  }
  ping(): void {
    this.ends.push('ping');
  }
  close(code: number): void {
    this.ends.push(code);
  }
  terminate(): void {
    this.ends.push('terminated');
    this.emit('close');
  }
}

const follow = (clock: ManualClock, events: Pick<EventsService, 'read' | 'present' | 'changed' | 'stopped'>) => {
  const client = new StuckSocket();
  const caller = new Caller('k', 'test', ['read']);
  const done = new EventSocket(client as unknown as WebSocket, events, (who) => who, clock).follow(caller, 0, {});
  return { client, done };
};

describe('a reader that does not read', () => {
  const endless = {
    read: (_caller: Caller, after: number) => ({
      events: Array.from({ length: 50 }, (_, n) => anEvent('label.removed', {}, { seq: after + n + 1 })),
      next: after + 50,
    }),
    present: () => ({ text: 'x'.repeat(10_000) }) as unknown as EventDto,
    changed: () => Promise.resolve(true),
    stopped: false,
  };
  const silent = {
    ...endless,
    read: (_caller: Caller, after: number) => ({ events: [], next: after }),
    changed: (_after: number, _ms: number, signal: AbortSignal) =>
      new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false))),
  };
  it('fills a bounded buffer, and is told to come back when it takes nothing for half a minute', async () => {
    const clock = new ManualClock();
    const { client, done } = follow(clock, endless);
    client.ping = () => void client.emit('pong');
    await clock.advance(29_999);
    expect(client.bufferedAmount).toBeGreaterThan(1_000_000);
    expect(client.bufferedAmount).toBeLessThan(1_020_000);
    expect(client.ends).toEqual([]);
    await clock.advance(1);
    await done;
    expect(client.ends).toContain(4408);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is cut off when it does not answer a ping', async () => {
    const clock = new ManualClock();
    const { client, done } = follow(clock, silent);
    await clock.advance(15_000);
    expect(client.ends).toEqual(['ping']);
    await clock.advance(15_000);
    await done;
    expect(client.ends).toContain('terminated');
  });
});

describe('the socket', () => {
  it('ends with its key, before anything more is told', async () => {
    const made = keyed('short');
    const client = connect('', { 'x-api-key': 'short' });
    await client.heard(1);
    server.storage.apiKeys.delete(made.id);
    append();
    expect(await client.closed).toMatchObject({ code: 4401 });
    expect(client.frames).toHaveLength(1);
  });

  it('sees fewer sessions as soon as its key does', async () => {
    const made = keyed('short');
    const client = connect('', { 'x-api-key': 'short' });
    await client.heard(1);
    server.storage.apiKeys.update(made.id, { sessions: [parseSessionName('work')] });
    append();
    append(parseSessionName('work'));
    await client.heard(2);
    expect(client.frames.at(-1)?.event).toMatchObject({ session: 'work' });
  });

  it('tells what happens from now on, and resumes from a cursor', async () => {
    append();
    const first = connect();
    await first.heard(1);
    const events = [append(), append()];
    await first.heard(3);
    expect(first.frames[0]?.kind).toBe('ready');
    expect(first.frames.slice(1).map(({ event }) => event?.eventId)).toEqual(events.map(({ eventId }) => eventId));
    append();
    const second = connect(`?resume=${first.frames[1]?.cursor}`);
    await second.heard(3);
    expect(second.seqs()).toEqual([3, 4]);
  });

  it('resumes from a number of one session, and filters by type', async () => {
    append();
    append(parseSessionName('work'));
    append();
    const one = connect('?session=home&afterSeq=1');
    await one.heard(2);
    expect(one.frames[1]?.event).toMatchObject({ session: 'home', seq: 2 });
    const none = connect('?session=home&afterSeq=0&types=call.ended,call.offered');
    await none.heard(1);
    server.storage.inbox.record(HOME, [aFact('call.ended', {}, { n: ++made })]);
    await none.heard(2);
    expect(none.seqs()).toEqual([3]);
    await one.heard(3);
  });

  it('takes the key in the first message', async () => {
    append();
    const client = connect('', {});
    client.socket.once('open', () =>
      client.socket.send(JSON.stringify({ token: TOKEN, session: 'home', afterSeq: 0 })),
    );
    await client.heard(2);
    expect(client.seqs()).toEqual([1]);
  });

  it.each([
    ['a wrong key', '', { 'x-api-key': 'x'.repeat(32) }, 4401],
    ['a key in the address', `?token=${TOKEN}`, {}, 4400],
    ['a foreign cursor', '?resume=abc', { 'x-api-key': TOKEN }, 4400],
    ['an unknown type', '?types=nothing', { 'x-api-key': TOKEN }, 4400],
    ['a page of a foreign origin', '', { 'x-api-key': TOKEN, origin: 'https://evil.example' }, 4403],
    ['a foreign host', '', { 'x-api-key': TOKEN, host: 'evil.example' }, 4403],
  ])('refuses %s', async (_name, query, headers: Record<string, string>, code) => {
    const client = connect(query, headers);
    expect((await client.closed).code).toBe(code);
    expect(client.frames).toEqual([]);
  });

  it('refuses a first message that is none, and tells nothing before it', async () => {
    const client = connect('', {});
    append();
    client.socket.once('open', () => client.socket.send('hello'));
    expect((await client.closed).code).toBe(4400);
    expect(client.frames).toEqual([]);
  });

  it('tells a key only of its sessions', async () => {
    const hash = digestOf('bound').toString('hex');
    server.storage.apiKeys.create({ name: 'bound', scopes: ['read'], sessions: [HOME], hash });
    const client = connect('', { 'x-api-key': 'bound' });
    await client.heard(1);
    append(parseSessionName('work'));
    append();
    await client.heard(2);
    expect(client.frames[1]?.event?.session).toBe('home');
    expect((await connect('?session=work', { 'x-api-key': 'bound' }).closed).code).toBe(4404);
  });

  it('says when what it should resume from is gone', async () => {
    const reader = connect();
    await reader.heard(1);
    for (let n = 0; n < 4; n++) append();
    const [, first] = await reader.heard(2);
    server.storage.logRetention.trim({ days: 30, events: 1 }, []);
    expect((await connect('?session=home&afterSeq=1').closed).code).toBe(4410);
    expect((await connect(`?resume=${first?.cursor}`).closed).code).toBe(4410);
  });

  it('is closed when the server stops', async () => {
    const client = connect();
    await client.heard(1);
    const [{ code }] = await Promise.all([client.closed, server.app.close()]);
    expect(code).toBe(1001);
  });
});
