import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EventMap,
  fact,
  type HistoryBatch,
  type Jid,
  type Message,
  type MessageId,
  StorageError,
} from '@columba/core';
import { aFact, GROUP } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import { openStorage } from '../storage.js';
import { piecesOf } from './pieces.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
const past = (parts: Partial<HistoryBatch>): HistoryBatch => ({
  chats: [],
  contacts: [],
  messages: [],
  reactions: [],
  identities: [],
  ...parts,
});
const add = (parts: Partial<HistoryBatch>) => fixture.storage.forSession(HOME).history.add(past(parts));
const record = (...facts: Parameters<StorageFixture['storage']['inbox']['record']>[1]) =>
  fixture.storage.inbox.record(HOME, facts);
const old = (id: string, minute: number, chat: Jid = PHONE): Message => ({
  ...textFrom({ id: PHONE }, id, chat === PHONE ? undefined : chat, `said ${id}`),
  occurredAt: at(minute),
});
const ids = (chat: Jid = PHONE) =>
  fixture.storage.messages.list(HOME, chat, { limit: 50 }).data.map(({ key }) => key.id);
const types = () => fixture.storage.events.list({ session: HOME, limit: 100 }).map(({ type }) => type);
const chat = () => fixture.storage.chats.get(HOME, PHONE);

describe('the past', () => {
  it('is in the read model, and nobody is told of a message', () => {
    add({
      chats: [
        { id: PHONE, unreadCount: 3, archived: true, name: 'Ann' },
        { id: GROUP, name: 'Garden' },
      ],
      contacts: [{ id: PHONE, savedName: 'Annie', pushName: 'ann' }],
      messages: [old('B', 2), old('A', 1), old('G', 3, GROUP)],
      reactions: [{ target: old('A', 1).key, by: { id: OTHER_PHONE }, emoji: '👍', reactedAt: at(4) }],
    });
    expect(ids()).toEqual(['B', 'A']);
    expect(chat()).toMatchObject({ unreadCount: 3, archived: true, name: 'Annie', lastActivityAt: at(2) });
    expect(fixture.storage.chats.list(HOME, { limit: 9 }).data.map(({ id }) => id)).toEqual([GROUP, PHONE]);
    expect(fixture.storage.contacts.get(HOME, PHONE)).toMatchObject({ savedName: 'Annie', pushName: 'ann' });
    expect(fixture.storage.messages.find(HOME, { text: 'said g' }, { limit: 5 }).data).toHaveLength(1);
    expect(
      fixture.storage.opinions.reactions(HOME, { chat: PHONE, messageId: 'A' as MessageId }).map(({ emoji }) => emoji),
    ).toEqual(['👍']);
    expect(types()).toEqual([]);
  });

  it('never takes back what came live, whichever was first', () => {
    const live = received({
      ...old('A', 5),
      content: { kind: 'text', text: 'live' },
      from: { id: PHONE, name: 'ann' },
    });
    record(
      live,
      fact('chat.updated', { chat: { id: PHONE, archived: false, unreadCount: 1 }, changed: [] }, ['u'], {
        occurredAt: at(6),
      }),
      aFact('message.starred', { messageId: 'A' as MessageId, chat: PHONE, by: { id: PHONE } }),
      fact('message.reacted', { messageId: 'A' as MessageId, chat: PHONE, by: { id: PHONE }, emoji: null }, ['r'], {
        occurredAt: at(7),
      }),
    );
    add({
      chats: [{ id: PHONE, unreadCount: 9, archived: true, pinned: true, lastActivityAt: at(2) }],
      contacts: [{ id: PHONE, pushName: 'long ago', about: 'Hi' }],
      messages: [old('A', 5), old('Z', 1)],
      reactions: [{ target: old('A', 5).key, by: { id: PHONE }, emoji: '👍', reactedAt: at(6) }],
    });
    expect(fixture.storage.messages.get(HOME, PHONE, 'A' as MessageId)).toMatchObject({
      content: { text: 'live' },
      starred: true,
    });
    expect(chat()).toMatchObject({ archived: false, pinned: true, unreadCount: 1, lastActivityAt: at(5) });
    expect(fixture.storage.contacts.get(HOME, PHONE)).toMatchObject({ pushName: 'ann', about: 'Hi' });
    expect(fixture.storage.opinions.reactions(HOME, { chat: PHONE, messageId: 'A' as MessageId })).toEqual([]);
  });

  it('changes nothing when it comes again, nor when the same message comes live', () => {
    const batch = { chats: [{ id: PHONE, unreadCount: 2 }], messages: [old('A', 1), old('B', 2)] };
    expect([add(batch), add(batch)]).toMatchObject([
      { chats: 1, messages: 2 },
      { chats: 0, messages: 0 },
    ]);
    record(received(old('B', 2), true));
    expect(ids()).toEqual(['B', 'A']);
    expect(chat()).toMatchObject({ unreadCount: 2 });
  });

  it('says what a message said that could not be read when it came', () => {
    const content = { kind: 'unsupported', reason: 'undecryptable' } as const;
    record(aFact('message.undecryptable', { message: { ...old('A', 1), content } }));
    add({ messages: [old('A', 1)] });
    expect(fixture.storage.messages.get(HOME, PHONE, 'A' as MessageId)?.content).toMatchObject({ text: 'said A' });
  });

  it('does not bring back what was emptied, removed or deleted since', () => {
    record(received(old('A', 1)), received(old('B', 2)));
    record(aFact('message.revoked', { messageId: 'B' as MessageId, chat: PHONE, by: { id: PHONE }, scope: 'me' }));
    add({ messages: [old('A', 1), old('B', 2)] });
    expect(ids()).toEqual(['A']);
    record(fact('chat.removed', { chat: PHONE }, ['gone'], { occurredAt: at(10) }));
    add({ chats: [{ id: PHONE, unreadCount: 4, name: 'Ann' }], messages: [old('A', 1), old('C', 3)] });
    expect(chat()).toBeUndefined();
    expect(ids()).toEqual([]);
  });

  it('makes one of a person and of the chat with them, and only that is told', () => {
    record(received({ ...textFrom({ id: LID }, 'L'), occurredAt: at(9) }));
    add({
      identities: [{ phone: PHONE, lid: LID }],
      chats: [{ id: LID, archived: true }],
      messages: [
        old('A', 1),
        { ...textFrom({ id: LID }, 'L'), occurredAt: at(9) },
        { ...textFrom({ id: LID }, 'M'), occurredAt: at(3) },
      ],
    });
    expect(ids()).toEqual(['L', 'M', 'A']);
    expect(fixture.storage.chats.list(HOME, { limit: 9 }).data).toMatchObject([{ id: PHONE, archived: true }]);
    expect(types()).toEqual(['message.received', 'identity.changed']);
  });

  it('is written whole or not at all', () => {
    fixture.failAt(4);
    expect(() => add({ messages: [old('A', 1), old('B', 2)], contacts: [{ id: PHONE }] })).toThrow(StorageError);
    fixture.failAt(0);
    expect(ids()).toEqual([]);
    add({ messages: [old('A', 1), old('B', 2)] });
    expect(ids()).toEqual(['B', 'A']);
  });
});

const many = (count: number, prefix: string) =>
  past({ messages: Array.from({ length: count }, (_, n) => old(`${prefix}${n}`, n % 60)) });

const events = () =>
  fixture.storage.events.list({ session: HOME, types: ['history.received'], limit: 9 }).map(({ data }) => data);

const broken = async function* () {
  yield many(3, 'A');
  await Promise.resolve();
  throw new Error('cut off');
};

describe('a handover', () => {
  it('is told of once, with what was new', async () => {
    const { history } = fixture.storage;
    const handover = { name: 'H', part: 'recent' as const, progress: 40, batches: [many(3, 'A'), many(2, 'B')] };
    const done = await history.ingest(HOME, handover);
    expect(done).toMatchObject({ batches: 2, messages: 5, finishedAt: fixture.clock.now() });
    expect(await history.ingest(HOME, { ...handover, batches: unreadable() })).toEqual(done);
    const told: EventMap['history.received'] = { part: 'recent', progress: 40, chats: 0, contacts: 0, messages: 5 };
    expect(events()).toEqual([told]);
  });

  it('goes on where the process ended', async () => {
    await expect(fixture.storage.history.ingest(HOME, { name: 'H', part: 'full', batches: broken() })).rejects.toThrow(
      'cut off',
    );
    expect(events()).toEqual([]);
    fixture.storage.close();
    const again = openStorage({ directory: fixture.directory, clock: fixture.clock });
    try {
      expect(again.history.progress(HOME, 'H')).toMatchObject({ batches: 1, messages: 3 });
      // The first batch is not looked into again: with these words in it, it would add messages.
      const batches = [many(3, 'NOT-LOOKED-AT'), many(2, 'B')];
      const done = await again.history.ingest(HOME, { name: 'H', part: 'full', batches });
      expect(done).toMatchObject({ batches: 2, messages: 5 });
    } finally {
      again.close();
    }
  });

  it('lets live messages in between its pieces, and ends when it is told to', async () => {
    const stop = new AbortController();
    const ingested = fixture.storage.history.ingest(
      HOME,
      { name: 'H', part: 'full', batches: [many(5_000, 'A')] },
      stop.signal,
    );
    await new Promise((resolve) => setImmediate(resolve));
    record(received(textFrom({ id: OTHER_PHONE, phone: numberOf(OTHER_PHONE) }, 'LIVE')));
    const stored = () => fixture.rows<{ n: number }>("SELECT count(*) AS n FROM message WHERE id LIKE 'A%'")[0]?.n ?? 0;
    expect(stored()).toBeGreaterThan(0);
    expect(stored()).toBeLessThan(5_000);
    stop.abort(new Error('stopping'));
    await expect(ingested).rejects.toThrow('stopping');
    expect(ids(OTHER_PHONE)).toEqual(['LIVE']);
    expect(events()).toEqual([]);
  });

  it('is cut into short transactions, people first', () => {
    const batch = past({
      ...many(250, 'A'),
      contacts: [{ id: PHONE }],
      chats: [{ id: PHONE }],
      identities: [{ phone: PHONE, lid: LID }],
    });
    const sizes = [...piecesOf(batch)].map(({ identities, contacts, chats, messages }) =>
      [identities, contacts, chats, messages].map(({ length }) => length),
    );
    expect(sizes).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 100],
      [0, 0, 0, 100],
      [0, 0, 0, 50],
    ]);
  });
});

/** Whoever reads it has not seen that there is nothing to do. */
const unreadable = (): Iterable<HistoryBatch> => ({
  [Symbol.iterator]: () => {
    throw new Error('a finished handover is not read again');
  },
});
