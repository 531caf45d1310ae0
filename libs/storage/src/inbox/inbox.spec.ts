import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type LoggedEvent, StorageError, type StateChange } from '@columba/core';
import { aFact, aPerson, GROUP } from '@columba/core/testing';
import { HOME, LID, numberOf, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import { isDiskFull } from '../index.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

/** Learns a mapping, merges two chats, logs a message in a group and a status of a send. */
const eventful = () => [
  received(textFrom({ id: PHONE }, 'A')),
  received(textFrom({ id: LID, phone: numberOf(PHONE), name: 'Ann' }, 'B')),
  received(textFrom({ id: LID }, 'C', GROUP)),
  aFact('session.state_changed', { state: 'connected' } satisfies StateChange),
];

/** Every table but the installation's own. */
const everything = () =>
  ['event', 'event_key', 'session_seq', 'person', 'alias', 'chat', 'message', 'session'].map((table) =>
    fixture.rows(`SELECT * FROM ${table}`),
  );

const writesOf = (work: () => unknown): number => {
  fixture.failAt(0);
  work();
  return fixture.written;
};

describe('recording facts', () => {
  it('is all or nothing, whichever write fails, and succeeds when it is repeated', () => {
    const count = new StorageFixture();
    count.storage.inbox.record(HOME, [received(textFrom({ id: LID }, 'Z'))]);
    count.failAt(0);
    count.storage.inbox.record(HOME, eventful());
    const writes = count.written;
    count.dispose();
    expect(writes).toBeGreaterThan(20);

    const { storage } = fixture;
    storage.inbox.record(HOME, [received(textFrom({ id: LID }, 'Z'))]);
    const announced: LoggedEvent[] = [];
    storage.inbox.onAppended((events) => announced.push(...events));
    const before = everything();
    for (let n = 1; n <= writes; n++) {
      fixture.failAt(n);
      const failed = caught(() => storage.inbox.record(HOME, eventful()));
      expect(failed).toBeInstanceOf(StorageError);
      expect(isDiskFull(failed)).toBe(true);
      expect(everything()).toEqual(before);
      expect(announced).toEqual([]);
    }
    fixture.failAt(0);
    const events = storage.inbox.record(HOME, eventful());
    expect(events.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
    expect(announced).toEqual(events);
    expect(storage.events.list({ limit: 10 }).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('writes nothing of facts that are known, and tells nobody', () => {
    fixture.storage.inbox.record(HOME, eventful());
    let calls = 0;
    fixture.storage.inbox.onAppended(() => (calls += 1));
    expect(fixture.storage.inbox.record(HOME, eventful())).toEqual([]);
    expect(calls).toBe(0);
  });

  it('goes on counting after a session was removed and made anew', () => {
    const { inbox, sessions, events } = fixture.storage;
    inbox.record(HOME, [aFact('label.removed', {}, { n: 1 }), aFact('label.removed', {}, { n: 2 })]);
    sessions.delete(HOME);
    expect(events.list({ limit: 10 })).toEqual([]);
    expect(events.firstSeq(HOME)).toBeUndefined();
    expect(events.lastSeq(HOME)).toBe(2);
    sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
    expect(inbox.record(HOME, [aFact('label.removed', {}, { n: 1 })]).map(({ seq }) => seq)).toEqual([3]);
  });

  it('counts each session for itself, and all of them in one log', () => {
    const { inbox, sessions, events } = fixture.storage;
    const work = 'work' as typeof HOME;
    sessions.create({ name: work, engine: 'baileys', autoStart: true });
    for (const n of [1, 2, 3])
      for (const session of [HOME, work]) inbox.record(session, [aFact('label.removed', {}, { n })]);
    const all = events.list({ limit: 10 });
    expect(all.map(({ session, seq }) => `${session} ${seq}`)).toEqual(
      [1, 2, 3].flatMap((n) => [`home ${n}`, `work ${n}`]),
    );
    expect(events.list({ session: work, afterSeq: 1, limit: 10 }).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(events.list({ sessions: [HOME], afterPos: all[1]?.pos ?? 0, limit: 1 })).toEqual([all[2]]);
    expect(events.list({ sessions: [], limit: 10 })).toEqual([]);
    expect(events.list({ types: ['message.received'], limit: 10 })).toEqual([]);
    expect(events.byId(all[3]?.eventId ?? '')).toEqual(all[3]);
  });

  it('gives ids that sort as the log does and are never given twice', () => {
    const facts = Array.from({ length: 5000 }, (_, n) => aFact('label.removed', {}, { n }));
    const ids = fixture.storage.inbox.record(HOME, facts).map(({ eventId }) => eventId);
    fixture.clock.jump(-3_600_000);
    ids.push(...fixture.storage.inbox.record(HOME, [aFact('label.removed', {}, { n: 9999 })]).map((e) => e.eventId));
    expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(5001);
  });

  it.each(EVENT_TYPES)('gives %s back as it was told', (type) => {
    fixture.storage.people.learn(HOME, aPerson().id, aPerson().lid ?? LID, 'test');
    fixture.storage.people.setName(HOME, aPerson().id, 'Ann');
    const told = aFact(type, {}, { late: true });
    const [event] = fixture.storage.inbox.record(HOME, [told]);
    expect(event).toMatchObject({ type, late: true, occurredAt: told.occurredAt, storedAt: fixture.clock.now() });
    expect(fixture.storage.events.list({ limit: 10 })).toEqual([event]);
    if (type !== 'identity.changed') expect(event?.data).toMatchObject(told.data);
  });

  it('does not take a listener that fails for a failed write, and still tells the others', () => {
    const heard: number[] = [];
    fixture.storage.inbox.onAppended(() => {
      throw new Error('a bad listener');
    });
    const forget = fixture.storage.inbox.onAppended((events) => heard.push(events.length));
    expect(fixture.storage.inbox.record(HOME, [aFact('label.removed')])).toHaveLength(1);
    expect(heard).toEqual([1]);
    forget();
    fixture.storage.inbox.record(HOME, [aFact('label.removed', {}, { n: 2 })]);
    expect(heard).toEqual([1]);
  });
});

describe('the writes of one call', () => {
  it('are as few as one for a fact that is known under every spelling', () => {
    fixture.storage.inbox.record(HOME, [aFact('label.removed')]);
    expect(writesOf(() => fixture.storage.inbox.record(HOME, [aFact('label.removed')]))).toBeLessThanOrEqual(2);
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
