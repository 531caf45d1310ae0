import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aFact } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_LID, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import type { LogLimits } from './log-retention.js';
import type { PullFilter } from './pull-consumer.repository.js';

const DAY_MS = 24 * 3600 * 1000;
let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

let made = 0;
const record = (count: number) =>
  fixture.storage.inbox.record(
    HOME,
    Array.from({ length: count }, () => aFact('label.removed', {}, { n: ++made })),
  );
const consumer = (id: string, startPos = 0) => fixture.storage.consumers.ensure({ id, kind: 'pull', startPos });
const seqs = () => fixture.storage.events.list({ limit: 1000 }).map(({ seq }) => seq);
const trim = (limits: Partial<LogLimits>, ...heldFor: string[]) => {
  const { logRetention } = fixture.storage;
  while (logRetention.measure());
  return logRetention.trim({ days: 30, events: 1_000_000, bytes: 2_000_000_000, ...limits }, heldFor);
};

describe('the log', () => {
  it('is kept for its days, and not a moment longer', async () => {
    record(2);
    await fixture.clock.advance(30 * DAY_MS);
    record(1);
    expect(trim({})).toBe(0);
    await fixture.clock.advance(1);
    expect(trim({})).toBe(2);
    expect(seqs()).toEqual([3]);
    expect(fixture.storage.events.firstSeq(HOME)).toBe(3);
  });

  it('waits for an active consumer, its cursor and what it took in', async () => {
    const [first, second] = record(3);
    consumer('slow');
    await fixture.clock.advance(31 * DAY_MS);
    expect(trim({}, 'slow')).toBe(0);
    fixture.storage.deliveries.takeIn('slow', second?.pos ?? 0, [{ pos: first?.pos ?? 0, lane: 'x' }]);
    expect(trim({}, 'slow')).toBe(0);
    fixture.storage.deliveries.forget('slow', first?.pos ?? 0);
    expect(trim({}, 'slow')).toBe(2);
    expect(seqs()).toEqual([3]);
    expect(fixture.storage.logRetention.losses('slow')).toEqual([]);
  });

  it('does not wait for the others, but tells them', async () => {
    const oldestAt = fixture.clock.now();
    record(3);
    consumer('paused');
    await fixture.clock.advance(31 * DAY_MS);
    record(1);
    expect(trim({})).toBe(3);
    const loss = { session: HOME, fromSeq: 1, toSeq: 3, count: 3, oldestAt };
    expect(fixture.storage.logRetention.losses('paused')).toEqual([loss]);
    expect(fixture.storage.consumers.lag('paused')).toBe(1);
  });

  it('never holds more events than it may, whoever waits', () => {
    record(10);
    consumer('slow');
    expect(trim({ events: 4 }, 'slow')).toBe(6);
    expect(seqs()).toEqual([7, 8, 9, 10]);
    expect(fixture.storage.logRetention.losses('slow')).toMatchObject([{ fromSeq: 1, toSeq: 6, count: 6 }]);
  });

  it('never takes more room than it may, whoever waits, and counts what goes otherwise', () => {
    const long = 'x'.repeat(10_000);
    const write = (n: number, session = HOME) =>
      fixture.storage.inbox.record(session, [received(textFrom({ id: LID }, `L${n}`, undefined, long))]);
    for (let n = 1; n <= 20; n++) write(n);
    consumer('slow');
    expect(trim({ bytes: 300_000 }, 'slow')).toBe(0);
    expect(trim({ bytes: 110_000 }, 'slow')).toBe(10);
    expect(seqs()).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(fixture.storage.logRetention.losses('slow')).toMatchObject([{ fromSeq: 1, toSeq: 10, count: 10 }]);
    expect(trim({ bytes: 110_000 }, 'slow')).toBe(0);
    const work = 'work' as typeof HOME;
    for (let n = 1; n <= 20; n++) write(n, work);
    while (fixture.storage.logRetention.measure());
    fixture.storage.sessions.delete(work);
    expect(trim({ bytes: 110_000 }, 'slow')).toBe(0);
    write(21);
    expect(trim({ bytes: 110_000 }, 'slow')).toBe(1);
  });

  it('adds up what is lost until it is told', () => {
    record(4);
    consumer('slow');
    const { logRetention } = fixture.storage;
    trim({ events: 2 });
    const [known] = logRetention.losses('slow');
    if (!known) throw new Error('nothing lost');
    trim({ events: 1 });
    logRetention.told('slow', known);
    expect(logRetention.losses('slow')).toMatchObject([{ fromSeq: 1, toSeq: 3, count: 3 }]);
    for (const loss of logRetention.losses('slow')) logRetention.told('slow', loss);
    expect(logRetention.losses('slow')).toEqual([]);
  });

  it('loses nothing to those who have it: the delivered events of a webhook are no loss', () => {
    const events = record(3);
    consumer('hook');
    const [first, , third] = events;
    fixture.storage.deliveries.takeIn('hook', third?.pos ?? 0, [{ pos: first?.pos ?? 0, lane: 'x' }]);
    trim({ events: 0 });
    expect(fixture.storage.logRetention.losses('hook')).toMatchObject([{ fromSeq: 1, toSeq: 1, count: 1 }]);
    expect(fixture.storage.deliveries.count('hook', 'pending')).toBe(0);
  });

  it('loses nothing to those who do not want it: by type, by session, and by chat under any of its addresses', () => {
    const { pullConsumers, webhooks, logRetention, inbox } = fixture.storage;
    const pull = (filter: PullFilter) => pullConsumers.create({ name: 'x', filter, startPos: 0 }).id;
    const all = pull({});
    const typed = pull({ types: ['message.received'] });
    const elsewhere = pull({ sessions: ['work' as typeof HOME] });
    const hook = { name: 'x', url: 'https://example.org/', maxAttempts: 13, secret: 's', startPos: 0 };
    const ofChat = webhooks.create({ ...hook, filter: { chats: [LID] } }).id;
    const from = { id: PHONE, phone: numberOf(PHONE), lid: LID };
    inbox.record(HOME, [received(textFrom(from, 'A')), received(textFrom({ id: OTHER_LID }, 'B'))]);
    record(2);
    const logged = fixture.storage.events.list({ limit: 10 });
    trim({ events: 0 });
    const lost = (id: string) => logRetention.losses(id).map(({ count }) => count);
    const messages = logged.filter(({ type }) => type === 'message.received').length;
    expect([lost(all), lost(typed), lost(elsewhere), lost(ofChat)]).toEqual([
      [logged.length],
      [messages],
      [],
      [logged.filter(({ chat }) => chat === PHONE).length],
    ]);
    expect(messages).toBe(2);
  });

  it('goes in batches', () => {
    record(1200);
    expect([1, 2, 3, 4].map(() => trim({ events: 50 }))).toEqual([500, 500, 150, 0]);
  });

  it('knows doubles of events that are gone, for 14 days', async () => {
    const double = aFact('label.removed', {}, { n: 77_000 });
    fixture.storage.inbox.record(HOME, [double]);
    record(1);
    trim({ events: 1 });
    expect(fixture.storage.inbox.record(HOME, [double])).toEqual([]);
    await fixture.clock.advance(14 * DAY_MS);
    record(1);
    trim({ events: 1 });
    record(1);
    await fixture.clock.advance(14 * DAY_MS);
    trim({ events: 1 });
    expect(fixture.storage.inbox.record(HOME, [double])).toHaveLength(1);
  });
});
