import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Jid, type LoggedEvent, parseJid, parseSessionName } from '@columba/core';
import { aFact, ManualClock } from '@columba/core/testing';
import { openStorage, type Storage } from '@columba/storage';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import type { HealthChange } from './endpoint-health.js';
import type { Outcome } from './lane-queue.js';
import { LaneRelay, type LaneRelayOptions, type LaneSink } from './lane-relay.js';
import type { RelayNotice } from './relay-notice.js';
import { StoredLaneQueue } from './stored-lane-queue.js';

const HOME = parseSessionName('home');
const ANA = parseJid('34600111222');
const BEN = parseJid('34600333444');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ID = 'hook';
const OK: Outcome = { kind: 'delivered', status: 204 };
const DOWN: Outcome = { kind: 'failed', error: 'status_500', status: 500 };

/** Takes everything unless `answer` says otherwise. */
class TestSink implements LaneSink {
  readonly got: LoggedEvent[] = [];
  readonly attempts: number[] = [];
  readonly notices: RelayNotice[] = [];
  /** Events and notices in the order in which they came. */
  readonly order: string[] = [];
  answer: (event: LoggedEvent) => Outcome | Promise<Outcome> = () => OK;
  answerNotice: () => Outcome = () => OK;

  deliver(event: LoggedEvent, { number }: { number: number }, signal: AbortSignal): Promise<Outcome> {
    this.got.push(event);
    this.attempts.push(number);
    this.order.push(String(event.seq));
    const answer = this.answer(event);
    if (!(answer instanceof Promise)) return Promise.resolve(answer);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ kind: 'failed', error: 'stopped' }));
      void answer.then(resolve);
    });
  }

  notify(notice: RelayNotice): Promise<Outcome> {
    this.notices.push(notice);
    this.order.push(notice.type);
    return Promise.resolve(this.answerNotice());
  }

  seqs = () => this.got.map(({ seq }) => seq);
}

let directory: string;
let clock: ManualClock;
let storage: Storage;
let full: boolean;
let relays: LaneRelay[];
let logger: RecordingLogger;
let health: HealthChange[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-relay-'));
  clock = new ManualClock();
  full = false;
  const beforeWrite = () => {
    if (full) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
  };
  storage = openStorage({ directory, clock, beforeWrite });
  storage.consumers.ensure({ id: ID, kind: 'webhook', startPos: 0 });
  relays = [];
  logger = new RecordingLogger();
  health = [];
});

afterEach(async () => {
  full = false;
  const stopped = Promise.all(relays.map((relay) => relay.stop()));
  await clock.advance(5 * SECOND);
  await stopped;
  storage.close();
  rmSync(directory, { recursive: true });
});

const noteHealth = (change: HealthChange) => void health.push(change);

let made = 0;
const append = (chat: Jid = ANA): LoggedEvent => {
  const [event] = storage.inbox.record(HOME, [aFact('message.edited', { chat }, { n: ++made, chat })]);
  if (!event) throw new Error('nothing was logged');
  return event;
};

function relayTo(over: Partial<LaneRelayOptions> = {}, id = ID, sink = new TestSink()) {
  const queue = new StoredLaneQueue(storage, id, { wants: () => true }, clock);
  const base = { name: id, queue, sink, maxAttempts: 13, onHealth: noteHealth, clock, logger, random: () => 0.5 };
  const relay = new LaneRelay({ ...base, ...over });
  relays.push(relay);
  relay.start();
  return { relay, sink };
}
const rest = () => clock.advance(0);

describe('a relay with lanes', () => {
  it('delivers what is in the log and what comes later, each chat in order, and leaves nothing waiting', async () => {
    append();
    append(BEN);
    const { relay, sink } = relayTo();
    await rest();
    for (let n = 0; n < 20; n++) append(n % 2 ? ANA : BEN);
    await rest();
    for (const chat of [ANA, BEN]) {
      const seqs = sink.got.filter((event) => event.chat === chat).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    }
    expect(new Set(sink.seqs()).size).toBe(22);
    expect(relay.status()).toEqual({ inFlight: 0, waiting: 0, delivered: 22, failed: 0, parked: 0 });
    expect(storage.deliveries.count(ID, 'pending')).toBe(0);
    expect(storage.deliveries.attempts(ID, { limit: 50 })).toHaveLength(22);
  });

  it('lets a chat wait for its oldest event, and no other chat for that', async () => {
    const { sink } = relayTo();
    const poison = append(ANA);
    sink.answer = (event) => (event.pos === poison.pos ? DOWN : OK);
    append(ANA);
    append(BEN);
    await rest();
    expect(sink.seqs()).toEqual([1, 3]);
    await clock.advance(5 * SECOND - 1);
    append(BEN);
    await rest();
    expect(sink.seqs()).toEqual([1, 3, 4]);
    sink.answer = () => OK;
    await clock.advance(1);
    expect(sink.seqs()).toEqual([1, 3, 4, 1, 2]);
    expect(sink.attempts).toEqual([1, 1, 1, 2, 1]);
  });

  it('delivers to other chats however much waits in one, which then goes on in order', async () => {
    const facts = Array.from({ length: 5_001 }, () => aFact('message.edited', { chat: ANA }, { n: ++made, chat: ANA }));
    storage.inbox.record(HOME, facts);
    const { sink } = relayTo();
    sink.answer = ({ chat }) => (chat === ANA ? DOWN : OK);
    const other = append(BEN);
    for (let turns = 0; turns < 5; turns++) await clock.advance(1);
    expect(sink.seqs()).toEqual([1, other.seq]);
    sink.answer = () => OK;
    await clock.advance(5 * SECOND);
    while (sink.got.length < 5_003) await rest();
    expect(sink.seqs().slice(2)).toEqual(facts.map((_, index) => index + 1));
    expect(storage.deliveries.count(ID, 'pending')).toBe(0);
  });

  it('waits longer and longer, about 77 hours in all, then parks the event and goes on with the chat', async () => {
    const { relay, sink } = relayTo();
    const poison = append();
    const next = append();
    sink.answer = (event) => (event.pos === poison.pos ? DOWN : OK);
    await clock.advance(76 * HOUR);
    expect(sink.got).toHaveLength(12);
    await clock.advance(HOUR);
    expect(sink.attempts.slice(0, 13)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(sink.got.at(-1)?.pos).toBe(next.pos);
    expect(storage.deliveries.parked(ID, { limit: 5 })).toMatchObject([{ eventId: poison.eventId, attempts: 13 }]);
    expect(relay.status()).toMatchObject({ delivered: 1, failed: 13, parked: 1 });
    expect(logger.messages('warn')).toEqual(['An event was set aside']);
  });

  it('spreads its waits, and comes no sooner than it is asked', async () => {
    const { sink } = relayTo({ random: () => 1 });
    sink.answer = () => DOWN;
    append();
    await clock.advance(6 * SECOND - 1);
    expect(sink.got).toHaveLength(1);
    sink.answer = () => ({ ...DOWN, afterMs: 50 * SECOND });
    await clock.advance(1);
    expect(sink.got).toHaveLength(2);
    await clock.advance(50 * SECOND - 1);
    expect(sink.got).toHaveLength(2);
    await clock.advance(1);
    expect(sink.got).toHaveLength(3);
  });

  it('parks at once what can never be delivered', async () => {
    const { sink } = relayTo();
    sink.answer = ({ seq }) => (seq === 1 ? { kind: 'malformed', error: 'not_encodable' } : OK);
    append();
    append();
    await rest();
    expect(sink.seqs()).toEqual([1, 2]);
    expect(storage.deliveries.parked(ID, { limit: 5 })).toMatchObject([{ seq: 1, lastError: 'not_encodable' }]);
  });

  it('delivers a parked event again when it is put back', async () => {
    const { relay, sink } = relayTo({ maxAttempts: 1 });
    sink.answer = () => DOWN;
    const event = append();
    await rest();
    expect(storage.deliveries.count(ID, 'parked')).toBe(1);
    sink.answer = () => OK;
    storage.deliveries.requeue(ID, [{ pos: event.pos, lane: 'home' }]);
    relay.reload();
    await rest();
    expect(sink.seqs()).toEqual([1, 1]);
    expect(sink.got[1]?.eventId).toBe(event.eventId);
    expect(storage.deliveries.count(ID, 'parked')).toBe(0);
  });

  it('has one delivery of each chat in flight, and eight at most', async () => {
    const { sink, relay } = relayTo();
    sink.answer = () => new Promise<Outcome>(() => {});
    for (let n = 0; n < 20; n++) append(parseJid(`346005550${String(n).padStart(2, '0')}`));
    append(ANA);
    append(ANA);
    await rest();
    expect(relay.status()).toMatchObject({ inFlight: 8, waiting: 22 });
  });

  it('knocks with one delivery at a time while nothing succeeds', async () => {
    const { sink } = relayTo();
    sink.answer = () => DOWN;
    for (let n = 0; n < 8; n++) append(parseJid(`3460055500${n}`));
    await rest();
    expect(sink.got).toHaveLength(8);
    sink.answer = () => new Promise<Outcome>(() => {});
    await clock.advance(5 * SECOND);
    expect(sink.got).toHaveLength(9);
  });

  it('is not delayed by another consumer that hangs or refuses everything', async () => {
    for (const id of ['hanging', 'refusing']) storage.consumers.ensure({ id, kind: 'webhook', startPos: 0 });
    const hanging = relayTo({}, 'hanging');
    hanging.sink.answer = () => new Promise<Outcome>(() => {});
    const refusing = relayTo({}, 'refusing');
    refusing.sink.answer = () => DOWN;
    const { sink } = relayTo();
    for (let n = 0; n < 60; n++) append(n % 3 ? ANA : BEN);
    await rest();
    expect(new Set(sink.seqs()).size).toBe(60);
    expect(hanging.sink.got).toHaveLength(2);
    expect(refusing.sink.got).toHaveLength(2);
  });
});

describe('across a restart', () => {
  it('repeats only what was in flight, under the same id, and goes on with what was waiting', async () => {
    const first = relayTo();
    first.sink.answer = ({ chat }) => (chat === BEN ? DOWN : OK);
    append(ANA);
    const failed = append(BEN);
    await rest();
    first.sink.answer = () => new Promise<Outcome>(() => {});
    const inFlight = append(ANA);
    await rest();
    const stopped = first.relay.stop();
    await clock.advance(5 * SECOND);
    await stopped;
    const later = append(ANA);
    const second = relayTo();
    await rest();
    expect(second.sink.got.map(({ eventId }) => eventId)).toEqual([failed, inFlight, later].map((e) => e.eventId));
    // The delivery that we cut off ourselves is not held against the other side.
    expect(second.sink.attempts).toEqual([2, 1, 1]);
    expect(first.relay.status().inFlight).toBe(0);
  });

  it('neither loses nor repeats while the disk refuses', async () => {
    const { sink } = relayTo();
    append();
    append();
    sink.answer = () => {
      full = true;
      return OK;
    };
    await rest();
    await clock.advance(10 * SECOND);
    expect(sink.seqs()).toEqual([1]);
    sink.answer = () => OK;
    full = false;
    await clock.advance(60 * SECOND);
    expect(sink.seqs()).toEqual([1, 2]);
    expect(logger.messages('error')).toEqual(['A delivery could not be noted']);
  });

  it('passes over what is no longer in the log', async () => {
    append();
    append();
    storage.deliveries.requeue(ID, [{ pos: 999_999, lane: 'home/x' }]);
    const { sink } = relayTo();
    await rest();
    expect(sink.seqs()).toEqual([1, 2]);
    expect(storage.deliveries.count(ID, 'pending')).toBe(0);
  });
});

describe('the health of an endpoint', () => {
  it('is good again with the first success', async () => {
    const { sink, relay } = relayTo();
    sink.answer = () => DOWN;
    append();
    await rest();
    expect(relay.status().lastError).toBe('status_500');
    sink.answer = () => OK;
    await clock.advance(5 * SECOND);
    expect(health.map(({ to }) => to)).toEqual(['failing', 'active']);
    expect(relay.status().lastError).toBeUndefined();
  });

  it('ends with the word that nothing is wanted any more; the event is kept', async () => {
    const { sink } = relayTo();
    sink.answer = () => ({ kind: 'gone', error: 'status_410', status: 410 });
    append();
    await rest();
    expect(health).toEqual([{ to: 'gone' }]);
    expect(storage.deliveries.count(ID, 'pending')).toBe(1);
  });
});

describe('what a relay tells by itself', () => {
  it('says after an outage what comes now, before it comes', async () => {
    const { sink } = relayTo();
    sink.answer = () => DOWN;
    const oldestAt = append().storedAt;
    await clock.advance(3 * MINUTE);
    append();
    sink.answer = () => OK;
    await clock.advance(20 * MINUTE);
    expect(sink.order.slice(-3)).toEqual(['relay.resumed', '1', '2']);
    expect(sink.notices).toMatchObject([{ span: { session: 'home', fromSeq: 1, toSeq: 2, count: 2, oldestAt } }]);
  });

  it('says nothing after a short one', async () => {
    const { sink } = relayTo();
    sink.answer = () => DOWN;
    append();
    await clock.advance(30 * SECOND);
    sink.answer = () => OK;
    await clock.advance(10 * SECOND);
    expect(sink.notices).toEqual([]);
  });

  it('says it too when it was away itself', async () => {
    append();
    await clock.advance(5 * MINUTE);
    append();
    const { sink } = relayTo();
    await rest();
    expect(sink.order).toEqual(['relay.resumed', '1', '2']);
    append();
    await rest();
    expect(sink.order).toEqual(['relay.resumed', '1', '2', '3']);
  });

  it('says once what was lost, also when there is nothing to deliver', async () => {
    append();
    append();
    storage.logRetention.trim({ days: 30, events: 0 }, []);
    const { sink } = relayTo();
    await rest();
    expect(sink.notices).toMatchObject([{ type: 'relay.truncated', span: { fromSeq: 1, toSeq: 2, count: 2 } }]);
    await clock.advance(MINUTE);
    expect(sink.notices).toHaveLength(1);
  });

  it('tries a notice three times before the events, and does not keep them back for ever', async () => {
    append();
    append();
    storage.logRetention.trim({ days: 30, events: 1 }, []);
    const sink = new TestSink();
    sink.answerNotice = () => DOWN;
    relayTo({}, ID, sink);
    append();
    await rest();
    expect(sink.order).toEqual(['relay.truncated']);
    await clock.advance(35 * SECOND);
    expect(sink.order).toEqual(['relay.truncated', 'relay.truncated', 'relay.truncated', '2', '3']);
    append();
    await rest();
    expect(sink.order.at(-1)).toBe('4');
    sink.answerNotice = () => OK;
    await clock.advance(HOUR);
    expect(storage.logRetention.losses(ID)).toEqual([]);
  });

  it('goes on when the other side does not know such a notice', async () => {
    append();
    await clock.advance(5 * MINUTE);
    const sink = new TestSink();
    sink.answerNotice = () => ({ kind: 'failed', error: 'status_422', status: 422 });
    relayTo({}, ID, sink);
    await rest();
    expect(sink.order).toEqual(['relay.resumed', '1']);
  });
});
