import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Chat, fact, type MessageId } from '@columba/core';
import { aMessage, ANN, GROUP } from '@columba/core/testing';
import { messageFact } from '@columba/core';
import { HOME, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
const from = (id: string, minute: number) =>
  received({ ...textFrom({ id: PHONE, name: 'Ann' }, id), occurredAt: at(minute) });
const own = (id: string, minute: number) =>
  messageFact(
    'message.sent',
    aMessage({ key: { chat: PHONE, fromMe: true, id: id as MessageId }, occurredAt: at(minute) }),
    false,
  );
const record = (...facts: Parameters<StorageFixture['storage']['inbox']['record']>[1]) =>
  fixture.storage.inbox.record(HOME, facts);
let told = 0;
const updated = (chat: Partial<Chat>, minute = 30, changed = Object.keys(chat)) =>
  fact('chat.updated', { chat: { id: PHONE, ...chat }, changed }, ['u', String(told++)], {
    occurredAt: at(minute),
  });
const readUpTo = (minute: number, ...read: string[]) =>
  fact(
    'chat.updated',
    { chat: { id: PHONE, markedUnread: false }, changed: [], upTo: at(minute), read: read as MessageId[] },
    ['u', String(told++)],
    { occurredAt: at(59) },
  );
const chat = () => fixture.storage.chats.get(HOME, PHONE);

describe('a chat', () => {
  it('has who it is with, when something happened last, its newest message and what is unread', () => {
    record(from('A', 2), from('B', 1), own('C', 3));
    expect(chat()).toEqual({
      id: PHONE,
      kind: 'person',
      name: 'Ann',
      unreadCount: 2,
      markedUnread: false,
      archived: false,
      pinned: false,
      mutedUntil: null,
      disappearingSeconds: 0,
      readOnly: false,
      lastActivityAt: at(3),
      lastMessage: { key: { chat: PHONE, id: 'C', fromMe: true }, occurredAt: at(3) },
    });
  });

  it('takes what the account’s devices say, and keeps what they do not mention', () => {
    record(updated({ archived: true, mutedUntil: at(59) }), updated({ pinned: true, disappearingSeconds: 86_400 }));
    expect(chat()).toMatchObject({ archived: true, mutedUntil: at(59), pinned: true, disappearingSeconds: 86_400 });
    record(updated({ mutedUntil: null, archived: false }));
    expect(chat()).toMatchObject({ archived: false, mutedUntil: null, pinned: true });
  });

  it('is read when a device says so, by a count or by taking the mark off', () => {
    record(from('A', 1), from('B', 2), updated({ unreadCount: 1 }));
    expect(chat()?.unreadCount).toBe(1);
    record(updated({ markedUnread: true }));
    expect(chat()).toMatchObject({ unreadCount: 1, markedUnread: true });
    record(updated({ markedUnread: false }));
    expect(chat()).toMatchObject({ unreadCount: 0, markedUnread: false });
    record(from('C', 3));
    expect(chat()?.unreadCount).toBe(1);
  });

  it('that was emptied stays, without its messages', () => {
    record(from('A', 1), from('B', 40), updated({}, 30, ['messages']));
    expect(fixture.storage.messages.list(HOME, PHONE, { limit: 5 }).data.map(({ key }) => key.id)).toEqual(['B']);
    expect(chat()).toMatchObject({ unreadCount: 1 });
  });

  it('that was read or emptied elsewhere a while ago keeps what came since', () => {
    record(from('A', 20), from('B', 40), readUpTo(30));
    expect(chat()).toMatchObject({ unreadCount: 1, markedUnread: false });
    record(readUpTo(40), readUpTo(30));
    expect(chat()?.unreadCount).toBe(0);
    record(from('C', 41), updated({ markedUnread: false }));
    expect(chat()?.unreadCount).toBe(0);
  });

  it('is read up to the newest of the messages that were, whenever that was, or while they are not known', () => {
    record(from('A', 1), from('B', 2), from('C', 3), readUpTo(50, 'A', 'B'));
    expect(chat()?.unreadCount).toBe(1);
    record(readUpTo(50, 'C', 'D'), from('D', 49), from('E', 50));
    expect(chat()?.unreadCount).toBe(1);
  });

  it('stays unread by what history counts, unless it was read since', () => {
    const { history } = fixture.storage.forSession(HOME);
    const nothing = { contacts: [], messages: [], reactions: [], identities: [] };
    record(readUpTo(5));
    history.add({ ...nothing, chats: [{ id: PHONE, unreadCount: 3, lastActivityAt: at(10) }] });
    expect(chat()?.unreadCount).toBe(3);
    record(
      fact('chat.updated', { chat: { id: GROUP, markedUnread: false }, changed: [], upTo: at(11) }, ['g'], {
        occurredAt: at(11),
      }),
    );
    history.add({ ...nothing, chats: [{ id: GROUP, unreadCount: 3, lastActivityAt: at(10) }] });
    expect(fixture.storage.chats.get(HOME, GROUP)?.unreadCount).toBe(0);
  });

  it('that was removed is gone with its messages and settings, until somebody writes', () => {
    record(from('A', 1), updated({ archived: true }));
    record(fact('chat.removed', { chat: PHONE }, ['gone'], { occurredAt: at(31), chat: PHONE }));
    expect(chat()).toBeUndefined();
    expect(fixture.storage.chats.list(HOME, { limit: 5 }).data).toEqual([]);
    record(from('B', 40));
    expect(chat()).toMatchObject({ unreadCount: 1, archived: false, lastActivityAt: at(40) });
  });

  it('that was removed before its last message came is there with that', () => {
    record(from('A', 1), from('B', 40), updated({ archived: true }));
    record(fact('chat.removed', { chat: PHONE }, ['gone'], { occurredAt: at(31), chat: PHONE }));
    expect(chat()).toMatchObject({ unreadCount: 1, archived: false, lastActivityAt: at(40) });
    record(fact('chat.removed', { chat: PHONE, upTo: at(41) }, ['again'], { occurredAt: at(50), chat: PHONE }));
    expect(chat()).toBeUndefined();
    const past = { chats: [], contacts: [], reactions: [], identities: [] };
    const { history } = fixture.storage.forSession(HOME);
    history.add({ ...past, messages: [{ ...textFrom({ id: PHONE }, 'C'), occurredAt: at(41) }] });
    expect(chat()).toBeUndefined();
    history.add({ ...past, messages: [{ ...textFrom({ id: PHONE }, 'D'), occurredAt: at(42) }] });
    expect(chat()).toMatchObject({ lastActivityAt: at(42) });
  });

  it('goes by the address book’s name before the one that was told, and by that before the person’s own', () => {
    record(from('A', 1), updated({ name: 'Ann of the chat' }));
    expect(chat()?.name).toBe('Ann of the chat');
    const contact = { id: PHONE, savedName: 'Annie', business: false, blocked: false };
    record(fact('contact.updated', { contact, changed: ['savedName'] }, ['c'], { occurredAt: at(1) }));
    expect(chat()?.name).toBe('Annie');
  });
});

const ids = (filter = {}) => fixture.storage.chats.list(HOME, { limit: 9 }, filter).data.map(({ id }) => id);

const phone = (n: number) => `4915100001${String(n).padStart(3, '0')}@s.whatsapp.net` as typeof PHONE;

describe('the list of chats', () => {
  it('has the last activity first, and can be narrowed', () => {
    record(
      received({ ...textFrom({ id: ANN }, 'A'), occurredAt: at(1) }),
      received({ ...textFrom({ id: ANN }, 'G', GROUP), occurredAt: at(2) }),
      own('O', 3),
      updated({ archived: true }),
    );
    expect(ids()).toEqual([PHONE, GROUP, ANN]);
    expect(ids({ kind: 'group' })).toEqual([GROUP]);
    expect(ids({ kind: 'person' })).toEqual([PHONE, ANN]);
    expect(ids({ archived: true })).toEqual([PHONE]);
    expect(ids({ archived: false })).toEqual([GROUP, ANN]);
    expect(ids({ unread: true })).toEqual([GROUP, ANN]);
    expect(ids({ unread: false })).toEqual([PHONE]);
  });

  it('is paged without doubles or gaps, whatever begins meanwhile', () => {
    for (let n = 0; n < 10; n++)
      record(received({ ...textFrom({ id: phone(n) }, `M${n}`), occurredAt: at(Math.floor(n / 3)) }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = fixture.storage.chats.list(HOME, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next;
      record(received({ ...textFrom({ id: phone(100 + seen.length) }, `N${seen.length}`), occurredAt: at(50) }));
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => phone(9 - n)));
    expect(() => fixture.storage.chats.list(HOME, { limit: 3, cursor: 'nonsense' })).toThrow('not a cursor');
  });
});
