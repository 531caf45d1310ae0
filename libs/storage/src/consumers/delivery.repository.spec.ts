import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '@columba/core';
import { aFact } from '@columba/core/testing';
import { HOME, StorageFixture } from '../../testing/fixture.js';

let fixture: StorageFixture;
let events: LoggedEvent[];
const ID = 'w';

beforeEach(() => {
  fixture = new StorageFixture();
  fixture.storage.consumers.ensure({ id: ID, kind: 'webhook', startPos: 0 });
  events = fixture.storage.inbox.record(
    HOME,
    [1, 2, 3, 4].map((n) => aFact('label.removed', {}, { n })),
  );
});
afterEach(() => fixture.dispose());

const at = (index: number): LoggedEvent => {
  const event = events[index];
  if (!event) throw new Error('no such event');
  return event;
};
const attempt = (over = {}) => ({
  attempt: 1,
  at: fixture.clock.now(),
  durationMs: 12,
  outcome: 'failed' as const,
  status: 500,
  error: 'status_500',
  ...over,
});
const select = (wanted: object) => fixture.storage.deliveries.select(ID, wanted, 10).map(({ pos }) => pos);
const positions = (...indexes: number[]) => indexes.map((index) => at(index).pos);
const takeAll = () =>
  fixture.storage.deliveries.takeIn(
    ID,
    at(3).pos,
    events.map(({ pos }) => ({ pos, lane: 'home' })),
  );

describe('what waits for a consumer', () => {
  it('is taken in together with the cursor, once', () => {
    const { deliveries, consumers } = fixture.storage;
    takeAll();
    takeAll();
    expect(consumers.get(ID)?.cursorPos).toBe(at(3).pos);
    expect(deliveries.pending(ID, 'home', 3)).toEqual(
      events.slice(0, 3).map(({ pos }) => ({ pos, lane: 'home', attempts: 0, nextAt: new Date(0) })),
    );
    expect(deliveries.count(ID, 'pending')).toBe(4);
  });

  it('is read lane by lane', () => {
    const { deliveries } = fixture.storage;
    const lane = ({ pos }: { pos: number }) => (pos === at(2).pos ? 'home/a' : 'home/b');
    deliveries.takeIn(
      ID,
      at(3).pos,
      events.map((event) => ({ pos: event.pos, lane: lane(event) })),
    );
    deliveries.park(ID, at(0), attempt());
    expect(deliveries.lanes(ID)).toEqual(['home/a', 'home/b']);
    expect(deliveries.pending(ID, 'home/b', 5).map(({ pos }) => pos)).toEqual(positions(1, 3));
    expect(deliveries.pending(ID, 'home/b', 1).map(({ pos }) => pos)).toEqual(positions(1));
  });

  it('is neither taken in nor passed over when the disk refuses', () => {
    fixture.failAt(2);
    expect(takeAll).toThrow();
    expect(fixture.storage.deliveries.count(ID, 'pending')).toBe(0);
    expect(fixture.storage.consumers.get(ID)?.cursorPos).toBe(0);
  });

  it('goes when it is delivered, and stays in the history', () => {
    const { deliveries } = fixture.storage;
    takeAll();
    deliveries.done(ID, at(0), attempt({ outcome: 'delivered', status: 204, error: undefined }));
    expect(deliveries.count(ID, 'pending')).toBe(3);
    const [kept] = deliveries.attempts(ID, { limit: 10 });
    expect(kept).toMatchObject({ eventId: at(0).eventId, seq: 1, attempt: 1, durationMs: 12, outcome: 'delivered' });
    expect(kept).not.toHaveProperty('error');
  });

  it('waits for its next attempt, and is parked after the last', () => {
    const { deliveries } = fixture.storage;
    takeAll();
    const nextAt = new Date(fixture.clock.now().getTime() + 5000);
    deliveries.retry(ID, at(0), attempt(), nextAt);
    expect(deliveries.pending(ID, 'home', 1)).toEqual([{ pos: at(0).pos, lane: 'home', attempts: 1, nextAt }]);
    deliveries.hurry(ID);
    expect(deliveries.pending(ID, 'home', 1)).toMatchObject([{ attempts: 1, nextAt: new Date(0) }]);
    deliveries.park(ID, at(0), attempt({ attempt: 2 }));
    expect(deliveries.count(ID, 'pending')).toBe(3);
    expect(deliveries.parked(ID, { limit: 5 })).toEqual([
      {
        pos: at(0).pos,
        eventId: at(0).eventId,
        session: HOME,
        seq: 1,
        type: 'label.removed',
        attempts: 2,
        parkedAt: fixture.clock.now(),
        lastError: 'status_500',
      },
    ]);
    expect(deliveries.parked(ID, { afterPos: at(0).pos, limit: 5 })).toEqual([]);
  });

  it('has a history by pages, newest first, also of one event', () => {
    const { deliveries } = fixture.storage;
    takeAll();
    for (const [n, event] of events.entries()) deliveries.park(ID, event, attempt({ attempt: n + 1 }));
    const page = deliveries.attempts(ID, { limit: 2 });
    expect(page.map((each) => each.attempt)).toEqual([4, 3]);
    const rest = deliveries.attempts(ID, { limit: 5, beforeId: page[1]?.id });
    expect(rest.map((each) => each.attempt)).toEqual([2, 1]);
    expect(deliveries.attempts(ID, { limit: 5, eventId: at(2).eventId }).map((each) => each.seq)).toEqual([3]);
  });
});

describe('a backlog', () => {
  it('is what is behind the cursor and wanted, and what was taken in and waits', () => {
    const { deliveries } = fixture.storage;
    const oldestAt = fixture.clock.now();
    expect(deliveries.backlog(ID, {})).toEqual([{ session: HOME, fromSeq: 1, toSeq: 4, count: 4, oldestAt }]);
    expect(deliveries.backlog(ID, { types: ['call.ended'] })).toEqual([]);
    expect(deliveries.backlog(ID, { sessions: ['other'] })).toEqual([]);
    deliveries.takeIn(ID, at(2).pos, [{ pos: at(1).pos, lane: 'home' }]);
    expect(deliveries.backlog(ID, {})).toMatchObject([{ fromSeq: 2, toSeq: 4, count: 2 }]);
    deliveries.park(ID, at(1), attempt());
    expect(deliveries.backlog(ID, {})).toMatchObject([{ fromSeq: 4, toSeq: 4, count: 1 }]);
  });
});

describe('what is to be delivered again', () => {
  it('is chosen by id, number, time and type, never beyond the cursor', () => {
    const { deliveries } = fixture.storage;
    deliveries.takeIn(ID, at(2).pos, []);
    expect(select({})).toEqual(positions(0, 1, 2));
    expect(select({ eventIds: [at(1).eventId, at(3).eventId] })).toEqual(positions(1));
    expect(select({ session: HOME, fromSeq: 2, toSeq: 3 })).toEqual(positions(1, 2));
    expect(select({ sessions: ['other'] })).toEqual([]);
    expect(select({ types: ['call.ended'] })).toEqual([]);
    expect(select({ since: fixture.clock.now() })).toEqual(positions(0, 1, 2));
    expect(select({ until: fixture.clock.now() })).toEqual([]);
  });

  it('is what was parked, and begins from its first attempt', () => {
    const { deliveries } = fixture.storage;
    takeAll();
    deliveries.park(ID, at(1), attempt());
    expect(select({ parkedOnly: true })).toEqual(positions(1));
    deliveries.requeue(ID, [{ pos: at(1).pos, lane: 'home' }]);
    expect(deliveries.count(ID, 'parked')).toBe(0);
    expect(deliveries.pending(ID, 'home', 5)[1]).toEqual({
      pos: at(1).pos,
      lane: 'home',
      attempts: 0,
      nextAt: new Date(0),
    });
  });

  it('may be something that was delivered long ago', () => {
    const { deliveries } = fixture.storage;
    deliveries.takeIn(ID, at(3).pos, []);
    deliveries.requeue(ID, [{ pos: at(0).pos, lane: 'home' }]);
    expect(deliveries.pending(ID, 'home', 5).map(({ pos }) => pos)).toEqual(positions(0));
    deliveries.forget(ID, at(0).pos);
    expect(deliveries.count(ID, 'pending')).toBe(0);
  });
});
