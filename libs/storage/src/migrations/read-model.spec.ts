import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import { aMessage, ManualClock } from '@columba/core/testing';
import Sqlite from 'better-sqlite3';
import { HOME, PHONE } from '../../testing/names.js';
import { openStorage, type Storage } from '../storage.js';
import { initial } from './0001-initial.js';

let directory: string;
let storage: Storage;

const MUTED_UNTIL = '2027-01-01T00:00:00.000Z';
const MESSAGE = aMessage({
  key: { chat: PHONE, id: 'A' as MessageId },
  from: { id: PHONE },
  content: { kind: 'image', media: { mediaId: 'm', state: 'ready', mimeType: 'image/png' }, caption: 'Grüße' },
  starred: true,
});

/** What the first schema held of a session that was in use. */
function fillOld(raw: Sqlite.Database): void {
  raw.exec(initial);
  raw.exec('CREATE TABLE migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  raw.exec("INSERT INTO migration VALUES ('0001-initial', 0)");
  raw.exec("INSERT INTO session VALUES ('home', 'baileys', 1, NULL, 0)");
  raw.prepare('INSERT INTO person (session, phone, name) VALUES (?, ?, ?)').run(HOME, PHONE, 'Ann');
  raw.prepare("INSERT INTO alias VALUES (?, ?, 1, 'test', 0)").run(HOME, PHONE);
  const settings = { archived: true, pinned: false, mutedUntil: MUTED_UNTIL, disappearingSeconds: 60 };
  const chat = raw.prepare('INSERT INTO chat VALUES (?, ?, NULL, 2, 5000, ?)');
  chat.run(HOME, PHONE, JSON.stringify(settings));
  chat.run(HOME, '120363000001234567@g.us', '{}');
  raw
    .prepare(
      'INSERT INTO message (session, chat, id, from_me, sender, occurred_at, data) VALUES (?, ?, ?, 0, ?, 5000, ?)',
    )
    .run(HOME, PHONE, 'A', '', JSON.stringify(MESSAGE));
  raw.prepare("INSERT INTO receipt VALUES (?, 'A', ?, 'read', 7)").run(HOME, PHONE);
  raw.exec("INSERT INTO idempotency VALUES ('scope', 'cut off', 'hash', NULL, NULL, 9e12)");
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-storage-'));
  const raw = new Sqlite(join(directory, 'columba.db'));
  fillOld(raw);
  raw.close();
  storage = openStorage({ directory, clock: new ManualClock() });
});
afterEach(() => {
  storage.close();
  rmSync(directory, { recursive: true });
});

describe('a database of the first schema', () => {
  it('keeps its chats with their settings', () => {
    expect(storage.chats.get(HOME, PHONE)).toMatchObject({
      kind: 'person',
      name: 'Ann',
      unreadCount: 2,
      archived: true,
      pinned: false,
      mutedUntil: new Date(MUTED_UNTIL),
      disappearingSeconds: 60,
      lastActivityAt: new Date(5000),
      lastMessage: { key: MESSAGE.key },
    });
    expect(storage.chats.list(HOME, { limit: 9 }, { kind: 'group' }).data).toHaveLength(1);
  });

  it('keeps its messages, which can be searched and narrowed', () => {
    const found = storage.messages.find(HOME, { text: 'grusse', hasMedia: true, starred: true }, { limit: 9 });
    // ß is a letter of its own.
    expect(found.data).toEqual([]);
    expect(storage.messages.find(HOME, { text: 'grüße', kinds: ['image'] }, { limit: 9 }).data).toEqual([MESSAGE]);
    expect(storage.messages.find(HOME, { hasMedia: true, starred: true }, { limit: 9 }).data).toHaveLength(1);
  });

  it('keeps its people and receipts', () => {
    expect(storage.contacts.list(HOME, { limit: 9 }, { search: 'ann' }).data).toMatchObject([{ pushName: 'Ann' }]);
    expect(storage.receipts.list(HOME, 'A' as MessageId)).toMatchObject([{ recipient: { id: PHONE }, status: 'read' }]);
  });

  it('forgets requests that were cut off', () => {
    expect(storage.idempotency.begin('scope', 'cut off', 'other hash', 1)).toEqual({ kind: 'new' });
  });
});
