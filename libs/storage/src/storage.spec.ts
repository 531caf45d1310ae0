import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  fact,
  messageFact,
  parseJid,
  parseSessionName,
  statusDedupe,
  systemClock,
  type Jid,
  type Message,
  type MessageId,
} from '@columba/core';
import { StorageFixture } from '../testing/fixture.js';
import { openStorage, type Storage } from './index.js';

const HOME = parseSessionName('home');
const PHONE = parseJid('+49 151 23456789');
const LID = parseJid('123456789012345@lid');

let directory: string;
let storage: Storage;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-storage-'));
  storage = openStorage({ directory, clock: systemClock });
  storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
});
afterEach(() => {
  storage.close();
  rmSync(directory, { recursive: true });
});

function received(chat: Jid, id: string, from: Partial<Message['from']> = {}): Message {
  return {
    key: { chat, id: id as MessageId, fromMe: false },
    from: { id: chat, ...from },
    occurredAt: new Date('2026-11-21T03:16:20.000Z'),
    content: { kind: 'text', text: 'hello' },
    origin: 'contact',
    mentions: [],
    forwarded: false,
    starred: false,
  };
}

describe('the inbox', () => {
  it('logs a message once, also when it comes again under the other address', () => {
    const first = messageFact('message.received', received(PHONE, 'A'), false);
    const again = messageFact('message.received', received(LID, 'A', { phone: '+4915123456789' }), true);
    expect(storage.inbox.record(HOME, [first])).toHaveLength(1);
    expect(storage.inbox.record(HOME, [again])).toEqual([]);
    expect(storage.messages.list(HOME, PHONE, { limit: 10 }).data).toHaveLength(1);
  });

  it('makes one chat of two when a mapping is learnt', () => {
    storage.inbox.record(HOME, [messageFact('message.received', received(LID, 'A'), false)]);
    const events = storage.inbox.record(HOME, [
      messageFact('message.received', received(LID, 'B', { phone: '+4915123456789' }), false),
    ]);
    expect(events.map(({ type }) => type)).toEqual(['identity.changed', 'message.received']);
    expect(storage.chats.list(HOME, { limit: 50 }).data).toMatchObject([{ id: PHONE, unreadCount: 2 }]);
    expect(storage.messages.list(HOME, PHONE, { limit: 10 }).data.map(({ key }) => key.id)).toEqual(['B', 'A']);
    expect(storage.people.aliases(HOME, PHONE)).toEqual(expect.arrayContaining([PHONE, LID]));
  });

  it('tells a send as sent when WhatsApp confirms it, and never takes a status back', () => {
    const messageId = '3EB0AA' as MessageId;
    const now = systemClock.now();
    const content = { kind: 'text', text: 'hi' } as const;
    storage.sends.accept({ session: HOME, messageId, chat: PHONE, content, createdAt: now, expiresAt: now });
    const status = (word: 'sent' | 'delivered') =>
      fact('message.status_changed', { messageId, chat: LID, status: word }, statusDedupe(messageId, word), {
        occurredAt: now,
        chat: LID,
      });
    const events = storage.inbox.record(HOME, [status('delivered'), status('sent')]);
    expect(events.map(({ type }) => type)).toEqual(['message.sent', 'message.status_changed']);
    expect(storage.sends.get(HOME, messageId)).toMatchObject({ state: 'delivered', sentAt: expect.any(Date) });
    expect(storage.messages.get(HOME, PHONE, messageId)).toMatchObject({ status: 'delivered', origin: 'api' });
  });
});

describe('health', () => {
  it('is a write that the database takes', () => {
    const fixture = new StorageFixture();
    expect(fixture.storage.healthy()).toBe(true);
    fixture.failAt(1);
    expect(fixture.storage.healthy()).toBe(false);
    expect(fixture.storage.healthy()).toBe(true);
    fixture.dispose();
    expect(fixture.storage.healthy()).toBe(false);
  });
});
