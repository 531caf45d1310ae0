import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fact, type Jid, type MessageId, NotFoundError, StorageError } from '@columba/core';
import { aFact } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import type { SessionStores } from '../index.js';

let fixture: StorageFixture;
let stores: SessionStores;
beforeEach(() => {
  fixture = new StorageFixture();
  stores = fixture.storage.forSession(HOME);
});
afterEach(() => fixture.dispose());

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();
const STANZA = {
  tag: 'message',
  id: 'S1',
  from: String(LID),
  receivedAt: new Date('2026-01-01T00:00:00Z'),
  node: bytes('raw'),
};
const keysOf = (type: string, ...ids: string[]) =>
  Object.fromEntries([...stores.keys.get(type, ids)].map(([id, value]) => [id, textOf(value)]));

const facts = () => [received(textFrom({ id: LID }, 'A')), aFact('label.removed')];

const stateOf = (rid: number) => fixture.rows('SELECT state, note FROM raw_stanza WHERE rid = ?', rid)[0];

describe('keys', () => {
  const CHANGES = [
    { type: 'session', id: 'a', value: bytes('new') },
    { type: 'session', id: 'b', value: null },
    { type: 'decrypt-journal', id: 'hash', value: bytes('plain') },
    { type: 'pre-key', id: 'a', value: bytes('other') },
  ];

  beforeEach(() => {
    stores.keys.set([
      { type: 'session', id: 'a', value: bytes('old') },
      { type: 'session', id: 'b', value: bytes('gone') },
    ]);
  });

  it('are kept by type and id, for this session only', () => {
    stores.keys.set(CHANGES);
    expect(keysOf('session', 'a', 'b', 'c')).toEqual({ a: 'new' });
    expect(keysOf('pre-key', 'a')).toEqual({ a: 'other' });
    expect(keysOf('decrypt-journal', 'hash')).toEqual({ hash: 'plain' });
    expect(fixture.storage.forSession('work' as typeof HOME).keys.get('session', ['a']).size).toBe(0);
    expect(stores.keys.get('session', []).size).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])('change all together or not at all, when write %i fails', (n) => {
    fixture.failAt(n);
    expect(() => stores.keys.set(CHANGES)).toThrow(StorageError);
    expect(keysOf('session', 'a', 'b')).toEqual({ a: 'old', b: 'gone' });
    expect(keysOf('decrypt-journal', 'hash')).toEqual({});
    stores.keys.set(CHANGES);
    expect(keysOf('session', 'a', 'b')).toEqual({ a: 'new' });
  });

  it('are read and written by the ten thousand', () => {
    const ids = Array.from({ length: 40_000 }, (_, n) => String(n));
    stores.keys.set(ids.map((id) => ({ type: 'pre-key', id, value: bytes(id) })));
    expect(stores.keys.get('pre-key', ids).size).toBe(40_000);
  });
});

describe('credentials', () => {
  it('are absent, then the ones saved last', () => {
    expect(stores.credentials.load()).toEqual({ kind: 'absent' });
    for (const version of ['1', '2', '3', '4']) stores.credentials.save(bytes(version));
    expect(stores.credentials.load()).toEqual({ kind: 'found', value: bytes('4') });
    const kept = fixture.rows<{ value: Uint8Array }>('SELECT value FROM creds_history ORDER BY version');
    expect(kept.map(({ value }) => textOf(value))).toEqual(['2', '3', '4']);
  });

  it('are unreadable when a byte is another one, and the bytes stay', () => {
    stores.credentials.save(bytes('secret'));
    fixture.rows('UPDATE creds SET value = ?', bytes('sEcret'));
    expect(stores.credentials.load()).toEqual({ kind: 'unreadable', detail: expect.any(String) });
    expect(fixture.rows('SELECT value FROM creds')).toEqual([{ value: bytes('sEcret') }]);
  });

  it('are set aside with their keys, and then absent; what was decrypted and not logged yet stays', () => {
    stores.credentials.save(bytes('mine'));
    stores.keys.set([
      { type: 'session', id: 'a', value: bytes('ratchet') },
      { type: 'decrypt-journal', id: 'h', value: bytes('plain') },
    ]);
    stores.credentials.archive('unlinked');
    expect(stores.credentials.load()).toEqual({ kind: 'absent' });
    expect(keysOf('session', 'a')).toEqual({});
    expect(keysOf('decrypt-journal', 'h')).toEqual({ h: 'plain' });
    const keys = JSON.stringify([['session', 'a', Buffer.from('ratchet').toString('base64')]]);
    expect(fixture.rows('SELECT reason, creds, keys FROM archived_identity')).toEqual([
      { reason: 'unlinked', creds: bytes('mine'), keys },
    ]);
  });

  it.each([1, 2, 3, 4])('stay the ones before when write %i of a save fails', (n) => {
    stores.credentials.save(bytes('before'));
    fixture.failAt(n);
    expect(() => stores.credentials.save(bytes('after'))).toThrow(StorageError);
    expect(stores.credentials.load()).toEqual({ kind: 'found', value: bytes('before') });
  });
});

describe('the journal', () => {
  it('keeps stanzas in order until they are settled, each session its own', () => {
    const added = ['S1', 'S2', 'S3'].map((id) => stores.journal.add({ ...STANZA, id }));
    expect(stores.journal.pending()).toEqual(added);
    expect(added[0]).toEqual({ ...STANZA, rid: expect.any(Number), attempts: 0 });
    expect(fixture.storage.forSession('work' as typeof HOME).journal.pending()).toEqual([]);
    stores.journal.settle(added[1]?.rid ?? 0, []);
    expect(stores.journal.pending().map(({ id }) => id)).toEqual(['S1', 'S3']);
  });

  it('settles in one transaction: facts logged, row done, texts forgotten', async () => {
    const { rid } = stores.journal.add(STANZA);
    stores.keys.set(['h1', 'h2'].map((id) => ({ type: 'decrypt-journal', id, value: bytes(id) })));
    stores.journal.settle(rid, facts(), ['h1']);
    await stores.journal.secure();
    expect(stateOf(rid)).toEqual({ state: 'done', note: null });
    expect(keysOf('decrypt-journal', 'h1', 'h2')).toEqual({ h1: '', h2: 'h2' });
    expect(fixture.rows('SELECT hash FROM decrypt_journal WHERE plaintext IS NULL')).toEqual([{ hash: 'h1' }]);
    expect(fixture.storage.events.list({ limit: 5 })).toHaveLength(2);
  });

  it('changes nothing when any write of a settlement fails', async () => {
    const { rid } = stores.journal.add(STANZA);
    stores.keys.set([{ type: 'decrypt-journal', id: 'h', value: bytes('plain') }]);
    let announced = 0;
    fixture.storage.inbox.onAppended(() => (announced += 1));
    let n = 1;
    for (fixture.failAt(n); fails(() => stores.journal.settle(rid, facts(), ['h'])); fixture.failAt(++n)) {
      expect(stores.journal.pending()).toHaveLength(1);
      expect(keysOf('decrypt-journal', 'h')).toEqual({ h: 'plain' });
      expect(fixture.storage.events.lastSeq(HOME)).toBe(0);
      expect(announced).toBe(0);
    }
    expect(n).toBeGreaterThan(10);
    expect(announced).toBe(0);
    // The last of the writes is waiting for the disk.
    await expect(stores.journal.secure()).rejects.toThrow(StorageError);
    await stores.journal.secure();
    expect(announced).toBe(1);
    expect(stores.journal.pending()).toEqual([]);
  });

  it('counts attempts, and buries with a reason', () => {
    const { rid } = stores.journal.add(STANZA);
    stores.journal.retryLater(rid);
    stores.journal.retryLater(rid);
    expect(stores.journal.pending()).toMatchObject([{ rid, attempts: 2 }]);
    stores.journal.bury(rid, 'no sense in it');
    expect(stores.journal.pending()).toEqual([]);
    expect(stateOf(rid)).toEqual({ state: 'dead', note: 'no sense in it' });
  });

  it('has nothing to settle when the session is gone, and logs nothing then', () => {
    const { rid } = stores.journal.add(STANZA);
    fixture.storage.sessions.delete(HOME);
    expect(() => stores.journal.settle(rid, facts())).toThrow(NotFoundError);
    expect(() => stores.journal.retryLater(rid)).toThrow(NotFoundError);
    expect(fixture.storage.events.list({ limit: 5 })).toEqual([]);
  });

  describe('settled', () => {
    let heard: string[];
    beforeEach(() => {
      heard = [];
      fixture.storage.inbox.onAppended((events) => heard.push(...events.map(({ type }) => type)));
      stores.journal.settle(stores.journal.add(STANZA).rid, facts());
    });
    const ALL = facts().map(({ type }) => type);

    it('is heard of with the next write that reaches the disk', () => {
      expect(heard).toEqual([]);
      stores.keys.set([{ type: 'session', id: 'a', value: bytes('held, too') }]);
      expect(heard).toEqual([]);
      stores.credentials.save(bytes('waits for the disk'));
      expect(heard).toEqual(ALL);
    });

    it('is heard of by itself', async () => {
      const told = new Promise((resolve) => fixture.storage.inbox.onAppended(resolve));
      stores.journal.settle(stores.journal.add(STANZA).rid, [received(textFrom({ id: LID }, 'B'))]);
      await told;
      expect(heard.slice(0, ALL.length)).toEqual(ALL);
    });

    it('is heard of when it is secured, once', async () => {
      await stores.journal.secure();
      await stores.journal.secure();
      expect(heard).toEqual(ALL);
    });

    it('is not read from the log before it is on the disk', async () => {
      const { events } = fixture.storage;
      // Whoever has read to the end goes on from there, and must not pass what comes.
      expect([events.list({ limit: 10 }), events.lastPos(), events.lastSeq(HOME)]).toEqual([[], 0, 0]);
      await stores.journal.secure();
      expect(events.list({ limit: 10 }).map(({ type }) => type)).toEqual(ALL);
      expect([events.lastPos(), events.lastSeq(HOME)]).toEqual([ALL.length, ALL.length]);
    });

    it('is not shown while the disk refuses', async () => {
      fixture.failAt(1);
      await expect(stores.journal.secure()).rejects.toThrow(StorageError);
      expect([heard, fixture.storage.events.list({ limit: 10 })]).toEqual([[], []]);
      await stores.journal.secure();
      expect(heard).toEqual(ALL);
    });
  });
});

describe('originals', () => {
  const ID = 'A' as MessageId;

  it('are the last bytes of their message, under every address of the chat', () => {
    fixture.storage.inbox.record(HOME, [received(textFrom({ id: LID }, 'W'))]);
    stores.originals.keep({ chat: LID, id: ID, bytes: bytes('first') });
    stores.originals.keep({ chat: LID, id: ID, bytes: bytes('second') });
    stores.originals.keep({ chat: PHONE, id: ID, bytes: bytes('under the number') });
    expect(textOf(stores.originals.get(LID, ID))).toBe('second');
    expect(stores.originals.get(OTHER_PHONE, ID)).toBeUndefined();
    fixture.storage.inbox.record(HOME, [received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'X'))]);
    for (const jid of [PHONE, LID]) expect(textOf(stores.originals.get(jid, ID))).toBe('under the number');
    stores.originals.keep({ chat: LID, id: ID, bytes: bytes('in other words') });
    for (const jid of [PHONE, LID]) expect(textOf(stores.originals.get(jid, ID))).toBe('in other words');
  });

  it('come with the facts of a stanza, or not at all', () => {
    const { rid } = stores.journal.add(STANZA);
    const original = { chat: PHONE, id: 'X' as MessageId, bytes: bytes('said') };
    expect(stores.originals.has(PHONE, original.id)).toBe(false);
    fixture.failAt(3);
    const facts = [received(textFrom({ id: PHONE, phone: numberOf(PHONE) }, 'X'))];
    expect(() => stores.journal.settle(rid, facts, [], [original])).toThrow(StorageError);
    expect(stores.originals.get(PHONE, original.id)).toBeUndefined();
    stores.journal.settle(rid, facts, [], [original]);
    expect(stores.originals.has(PHONE, original.id)).toBe(true);
    expect(textOf(stores.originals.get(PHONE, original.id))).toBe('said');
  });
});

const disappears = (id: Jid, disappearingSeconds: number) =>
  fixture.storage.inbox.record(HOME, [
    fact(
      'chat.updated',
      { chat: { id, disappearingSeconds }, changed: ['disappearingSeconds'] },
      [id, String(disappearingSeconds)],
      {
        occurredAt: new Date('2026-01-01T00:00:00Z'),
        chat: id,
      },
    ),
  ]);

describe('disappearing messages', () => {
  it('are as the read model has them, under every address of the chat', () => {
    expect(stores.disappearingSeconds(PHONE)).toBe(0);
    const person = { id: PHONE, phone: numberOf(PHONE), lid: LID };
    fixture.storage.inbox.record(HOME, [received(textFrom(person, 'A'))]);
    disappears(LID, 86_400);
    expect(stores.disappearingSeconds(PHONE)).toBe(86_400);
    expect(stores.disappearingSeconds(LID)).toBe(86_400);
    expect(stores.disappearingSeconds(OTHER_PHONE)).toBe(0);
    disappears(PHONE, 0);
    expect(stores.disappearingSeconds(LID)).toBe(0);
  });
});

describe('the bytes of what was sent', () => {
  const ID = 'A' as MessageId;

  it('are the first ones, in their chat only', () => {
    stores.sent.keep(PHONE, ID, bytes('first'));
    stores.sent.keep(PHONE, ID, bytes('second'));
    expect(textOf(stores.sent.get(PHONE, ID))).toBe('first');
    expect(stores.sent.get(OTHER_PHONE, ID)).toBeUndefined();
    expect(stores.sent.get(PHONE, 'B' as MessageId)).toBeUndefined();
  });

  it.each([PHONE, LID])('are found under every address of the chat, kept under %s', (chat) => {
    stores.sent.keep(chat, ID, bytes('first'));
    fixture.storage.inbox.record(HOME, [received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'X'))]);
    for (const jid of [PHONE, LID]) expect(textOf(stores.sent.get(jid, ID))).toBe('first');
  });
});

/** Whether it fails for the database; anything else is a failure of the test. */
function fails(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof StorageError) return true;
    throw error;
  }
}
