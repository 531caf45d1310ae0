import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Jid, parseJid } from '@columba/core';
import { MemoryLog } from '../../../../test/support/memory-log.js';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import { SteppedClock } from '../../../../test/support/stepped-clock.js';
import type { DeliveryResult, Encoder, Gate, Obstacle, Sink } from './delivery.js';
import { Relay, type RelayOptions } from './relay.js';

interface Parcel {
  id: string;
  replayed: boolean;
  at: Date;
}

const CHAT: Jid = parseJid('34600111222');

/** Tells of removed chats, has no words for identities, and chokes on calls. */
const encoder: Encoder<Parcel> = {
  encode({ type, eventId }, { at, replayed }) {
    if (type === 'identity.changed') return [];
    if (type === 'call.ended') throw new TypeError('secret text');
    return [{ id: eventId, replayed, at }];
  },
};

/** Answers `accepted` unless told otherwise; a pending answer keeps the delivery in flight. */
class TestSink implements Sink<Parcel> {
  readonly got: Parcel[] = [];
  readonly aborted: string[] = [];
  answers: (DeliveryResult | Promise<DeliveryResult> | Error)[] = [];
  private wake: (() => void)[] = [];

  async deliver([parcel]: readonly Parcel[], signal: AbortSignal): Promise<DeliveryResult> {
    if (!parcel) throw new Error('nothing to deliver');
    this.got.push(parcel);
    for (const tell of this.wake.splice(0)) tell();
    const answer = this.answers.shift() ?? { kind: 'accepted' };
    if (answer instanceof Error) throw answer;
    const cutOff = new Promise<DeliveryResult>((resolve) => {
      signal.addEventListener('abort', () => {
        this.aborted.push(parcel.id);
        resolve({ kind: 'retry', reason: 'cut off' });
      });
    });
    return Promise.race([answer, cutOff]);
  }

  async taken(count: number): Promise<string[]> {
    while (this.got.length < count) await new Promise<void>((tell) => this.wake.push(tell));
    return this.got.map(({ id }) => id);
  }
}

/** A delivery that stays in flight until it is accepted. */
function heldAnswer() {
  let accept!: () => void;
  const answer = new Promise<DeliveryResult>((resolve) => {
    accept = () => resolve({ kind: 'accepted' });
  });
  return { answer, accept };
}

describe('Relay', () => {
  let clock: SteppedClock;
  let running: Relay<Parcel>[];

  beforeEach(() => {
    clock = new SteppedClock();
    running = [];
  });

  afterEach(async () => {
    const stopped = Promise.all(running.map((relay) => relay.stop()));
    clock.elapse(5_000);
    await stopped;
  });

  function setUp(over: Partial<RelayOptions<Parcel>> = {}) {
    const log = new MemoryLog(() => clock.now());
    const sink = new TestSink();
    const logger = new RecordingLogger();
    const options = { name: 'test', subscription: log, encoder, sink, clock, logger, random: () => 1, ...over };
    const relay = new Relay(options);
    running.push(relay);
    const append = () => log.append('chat.removed', { chat: CHAT }).eventId;
    /** Another process on the same log. */
    const restarted = () => {
      const next = { sink: new TestSink() };
      const relay = new Relay({ ...options, ...next });
      running.push(relay);
      relay.start();
      return next;
    };
    return { log, sink, logger, relay, append, restarted };
  }

  /** The relay has nothing to do and waits for the bell. */
  const idle = () => clock.waiting(10_000);

  it('delivers what is in the log and what comes later, in order, and moves the cursor each time', async () => {
    const { log, sink, relay, append } = setUp();
    const ids = [append(), append()];
    relay.start();
    await idle();
    ids.push(append(), append(), append());
    expect(await sink.taken(5)).toEqual(ids);
    await relay.stop();
    expect(log.cursor).toBe(50);
    expect(log.advances).toBe(5);
  });

  it('has one delivery in flight, and stores the cursor before the next', async () => {
    const { log, sink, relay, append } = setUp();
    const { answer, accept } = heldAnswer();
    sink.answers = [answer];
    append();
    append();
    relay.start();
    await sink.taken(1);
    expect(relay.status()).toEqual({ state: 'delivering', lag: 2, parked: 0 });
    expect(log.cursor).toBe(0);
    const cursorAtSecond = sink.taken(2).then(() => log.cursor);
    accept();
    expect(await cursorAtSecond).toBe(10);
  });

  it('misses nothing that is appended while it looks at the log', async () => {
    const { log, sink, relay } = setUp();
    const read = log.read.bind(log);
    let late: string | undefined;
    // Appended after the rows were read and before the relay begins to wait.
    log.read = (afterPos, limit) => {
      const found = read(afterPos, limit);
      late ??= log.append('chat.removed', { chat: CHAT }).eventId;
      return found;
    };
    relay.start();
    expect(await sink.taken(1)).toEqual([late]);
  });

  it('tries again with a doubling wait until it is accepted, and never overtakes', async () => {
    const { log, sink, relay, append, logger } = setUp();
    const down: Obstacle = { kind: 'retry', reason: 'nobody there' };
    sink.answers = [down, down, down];
    const [first, second] = [append(), append()];
    relay.start();
    await clock.pass(1_000);
    await clock.pass(2_000);
    await clock.waiting(4_000);
    expect(relay.status()).toEqual({ state: 'backing_off', lag: 2, lastError: 'nobody there', parked: 0 });
    clock.elapse(4_000);
    expect(await sink.taken(5)).toEqual([first, first, first, first, second]);
    await idle();
    expect(relay.status()).toEqual({ state: 'waiting', lag: 0, parked: 0 });
    expect(log.cursor).toBe(20);
    // One line when it begins and one when it is over, however often it tried.
    expect(logger.messages('warn')).toEqual(['Delivery waits']);
    expect(logger.messages('info')).toEqual(['Delivery goes on']);
  });

  it('waits no longer than the limit, and as long as the other side says', async () => {
    const { sink, relay, append } = setUp();
    sink.answers = Array.from({ length: 8 }, () => ({ kind: 'retry', reason: 'down' }));
    sink.answers.push({ kind: 'retry', reason: 'busy', afterMs: 7_777 });
    append();
    relay.start();
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) await clock.pass(seconds * 1_000);
    await clock.pass(7_777);
    await sink.taken(10);
  });

  it('begins with short waits again after a success', async () => {
    const { sink, relay, append } = setUp();
    const down: Obstacle = { kind: 'retry', reason: 'down' };
    sink.answers = [down, down, { kind: 'accepted' }, down];
    append();
    append();
    relay.start();
    await clock.pass(1_000);
    await clock.pass(2_000);
    await clock.pass(1_000);
    await sink.taken(5);
  });

  it('tries refused credentials every five minutes, visibly', async () => {
    const { sink, relay, append } = setUp();
    sink.answers = [
      { kind: 'unauthorised', reason: 'bad token' },
      { kind: 'unauthorised', reason: 'bad token' },
    ];
    append();
    relay.start();
    await clock.waiting(300_000);
    expect(relay.status()).toEqual({ state: 'unauthorised', lag: 1, lastError: 'bad token', parked: 0 });
    append();
    clock.elapse(299_999);
    await clock.waiting(300_000);
    expect(sink.got).toHaveLength(1);
    clock.elapse(1);
    await sink.taken(2);
    await clock.pass(300_000);
    await sink.taken(4);
  });

  it('sets a refused event aside, with a note, and goes on', async () => {
    const { log, sink, relay, append, logger } = setUp();
    sink.answers = [{ kind: 'malformed', detail: 'Not understood' }];
    const [poison, next] = [append(), append()];
    relay.start();
    expect(await sink.taken(2)).toEqual([poison, next]);
    await idle();
    const lastParked = `Event ${poison} was set aside. Not understood`;
    expect(relay.status()).toEqual({ state: 'waiting', lag: 0, parked: 1, lastParked });
    expect(log.notes).toEqual([lastParked]);
    expect(logger.messages('warn')).toEqual(['An event was set aside']);
  });

  it('sets an event aside that cannot be encoded, without telling its content', async () => {
    const { log, sink, relay, append, logger } = setUp();
    log.append('call.ended', { callId: 'c', from: { id: CHAT } });
    const next = append();
    relay.start();
    expect(await sink.taken(1)).toEqual([next]);
    expect(relay.status().parked).toBe(1);
    expect(JSON.stringify([logger.lines, log.notes])).not.toContain('secret text');
  });

  it('passes over events without words, with one write of the cursor for many', async () => {
    const { log, sink, relay } = setUp();
    for (let n = 0; n < 200; n++) log.append('identity.changed', { previousId: CHAT, id: CHAT, reason: 'learnt' });
    relay.start();
    await idle();
    expect(sink.got).toEqual([]);
    expect(log.cursor).toBe(2_000);
    expect(log.advances).toBeLessThanOrEqual(4);
    expect(relay.status()).toEqual({ state: 'waiting', lag: 0, parked: 0 });
  });

  it('repeats after a crash only what was in flight, under the same id', async () => {
    const { log, sink, relay, append, restarted } = setUp();
    const ids = [append(), append(), append()];
    // Accepted by the other side, but the process dies before the cursor is stored.
    sink.answers = [{ kind: 'accepted' }, new Promise<DeliveryResult>(() => {})];
    relay.start();
    await sink.taken(2);
    expect(log.cursor).toBe(10);
    const after = restarted();
    await idle();
    expect(log.cursor).toBe(30);
    expect(after.sink.got.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('does not deliver twice because the cursor could not be stored, nor go on before it is', async () => {
    const { log, sink, relay, append } = setUp();
    log.full = true;
    const ids = [append(), append()];
    relay.start();
    await clock.waiting(1_000);
    expect(relay.status()).toMatchObject({ state: 'backing_off', lag: 2 });
    clock.elapse(1_000);
    await clock.waiting(2_000);
    expect(sink.got).toHaveLength(1);
    log.full = false;
    clock.elapse(2_000);
    expect(await sink.taken(2)).toEqual(ids);
    await idle();
    expect(log.cursor).toBe(20);
  });

  it('survives a sink that breaks its promise and throws', async () => {
    const { sink, relay, append, logger } = setUp();
    sink.answers = [new Error('bug')];
    const id = append();
    relay.start();
    await clock.pass(1_000);
    expect(await sink.taken(2)).toEqual([id, id]);
    expect(logger.messages('error')).toEqual(['The relay was interrupted']);
  });

  it('marks what comes late as replayed, by the time of the attempt', async () => {
    const { log, sink, relay } = setUp();
    sink.answers = [{ kind: 'retry', reason: 'down', afterMs: 60_001 }];
    log.append('chat.removed', { chat: CHAT });
    log.append('chat.removed', { chat: CHAT }, { late: true });
    relay.start();
    await clock.pass(60_001);
    await sink.taken(3);
    log.append('chat.removed', { chat: CHAT });
    await sink.taken(4);
    expect(sink.got.map(({ replayed }) => replayed)).toEqual([false, true, true, false]);
  });

  it('tells what is lost before what comes, and again until it has arrived', async () => {
    const span = { session: 'home', fromSeq: 1, toSeq: 4, count: 4, oldestAt: clock.now() };
    const { log, sink, relay, append } = setUp({
      encoder: { ...encoder, loss: ({ toSeq }, at) => [{ id: `lost to ${toSeq}`, replayed: false, at }] },
    });
    let losses = [span];
    Object.assign(log, { losses: () => losses, told: () => void (losses = []) });
    sink.answers = [{ kind: 'retry', reason: 'down' }];
    const next = append();
    relay.start();
    await clock.pass(1_000);
    expect(await sink.taken(3)).toEqual(['lost to 4', 'lost to 4', next]);
  });

  it('tells of waiting events with one key only the newest, and live ones each', async () => {
    const merging = { ...encoder, mergeKey: ({ type }: { type: string }) => type };
    const { sink, relay, append } = setUp({ encoder: merging });
    append();
    append();
    const newest = append();
    clock.elapse(60_001);
    relay.start();
    expect(await sink.taken(1)).toEqual([newest]);
    await idle();
    const live = [append(), append()];
    expect(await sink.taken(3)).toEqual([newest, ...live]);
    await idle();
    expect(relay.status().lag).toBe(0);
  });

  describe('with a gate', () => {
    class TestGate implements Gate {
      answers: Obstacle[] = [];
      doubts = 0;
      checks = 0;
      check = () => {
        this.checks++;
        return Promise.resolve(this.answers.shift() ?? { kind: 'ready' as const });
      };
      doubt = () => void this.doubts++;
    }

    it('delivers nothing until the gate opens', async () => {
      const gate = new TestGate();
      gate.answers = [
        { kind: 'retry', reason: 'starting', afterMs: 1_234 },
        { kind: 'unauthorised', reason: 'bad token' },
      ];
      const { sink, relay, append } = setUp({ gate });
      append();
      relay.start();
      await clock.waiting(1_234);
      expect(relay.status()).toMatchObject({ state: 'backing_off', lastError: 'starting' });
      clock.elapse(1_234);
      await clock.waiting(300_000);
      expect(relay.status()).toMatchObject({ state: 'unauthorised' });
      expect(sink.got).toEqual([]);
      clock.elapse(300_000);
      await sink.taken(1);
    });

    it('asks again while idle, and doubts after a failure', async () => {
      const gate = new TestGate();
      const { sink, relay, append } = setUp({ gate });
      relay.start();
      await clock.pass(10_000);
      await clock.waiting(10_000);
      expect(gate.checks).toBe(2);
      sink.answers = [{ kind: 'retry', reason: 'gone' }];
      append();
      await clock.pass(1_000);
      await sink.taken(2);
      expect(gate.doubts).toBe(1);
    });
  });

  describe('with a window', () => {
    it('has so many in flight, and repeats from the first that failed', async () => {
      const { log, sink, relay, append } = setUp({ window: 3 });
      const [a, b, c, d] = [append(), append(), append(), append()];
      sink.answers = [{ kind: 'accepted' }, { kind: 'retry', reason: 'closed' }, { kind: 'accepted' }];
      relay.start();
      await clock.waiting(1_000);
      expect(log.cursor).toBe(10);
      clock.elapse(1_000);
      expect(await sink.taken(6)).toEqual([a, b, c, b, c, d]);
    });
  });

  describe('when stopped', () => {
    it('finishes the delivery in flight and takes up no other', async () => {
      const { log, sink, relay, append } = setUp();
      const { answer, accept } = heldAnswer();
      sink.answers = [answer];
      append();
      append();
      relay.start();
      await sink.taken(1);
      const stopped = relay.stop();
      accept();
      await stopped;
      expect(sink.got).toHaveLength(1);
      expect(log.cursor).toBe(10);
      expect(relay.status().state).toBe('stopped');
      expect(log.listening).toBe(0);
      expect(clock.pendingTimers).toBe(0);
    });

    it('cuts a delivery off after five seconds', async () => {
      const { log, sink, relay, append } = setUp();
      sink.answers = [new Promise<DeliveryResult>(() => {})];
      const id = append();
      relay.start();
      await sink.taken(1);
      const stopped = relay.stop();
      clock.elapse(4_999);
      expect(sink.aborted).toEqual([]);
      clock.elapse(1);
      await stopped;
      expect(sink.aborted).toEqual([id]);
      expect(log.cursor).toBe(0);
    });

    it('ends every wait at once, and can be started again where it was', async () => {
      const { sink, relay, append } = setUp();
      sink.answers = [{ kind: 'retry', reason: 'down' }];
      const id = append();
      relay.start();
      await clock.waiting(1_000);
      await relay.stop();
      expect(clock.pendingTimers).toBe(0);
      relay.start();
      expect(await sink.taken(2)).toEqual([id, id]);
      await idle();
      await relay.stop();
      expect(clock.pendingTimers).toBe(0);
    });
  });
});
