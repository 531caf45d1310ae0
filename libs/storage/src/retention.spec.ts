import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import { HOME, PHONE, StorageFixture } from '../testing/fixture.js';

const DAY_MS = 24 * 3600 * 1000;

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const BYTES = Buffer.from('x');
const after = (days: number) => new Date(fixture.clock.now().getTime() + days * DAY_MS);
const count = (table: string) => fixture.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n;
const stores = () => fixture.storage.forSession(HOME);
const stanza = () => stores().journal.add({ tag: 'message', id: 'S', from: 'x', receivedAt: after(-400), node: BYTES });
const plaintext = (id: string) => stores().keys.set([{ type: 'decrypt-journal', id, value: BYTES }]);

/** Nothing goes a moment before its time, all of it then. */
function expectKeptFor(days: number, table: string): void {
  expect(count(table)).toBe(1);
  expect(fixture.storage.sweep(new Date(after(days).getTime() - 1))).toBe(0);
  expect(fixture.storage.sweep(after(days))).toBe(1);
  expect(count(table)).toBe(0);
}

describe('what is kept for a time', () => {
  it('are settled stanzas, for 7 days', () => {
    stores().journal.settle(stanza().rid, []);
    expectKeptFor(7, 'raw_stanza');
  });

  it('are buried stanzas, for 7 days', () => {
    stores().journal.bury(stanza().rid, 'no sense');
    expectKeptFor(7, 'raw_stanza');
  });

  it('are never stanzas that wait, nor what was decrypted of them', () => {
    const { rid } = stanza();
    plaintext('h');
    expect(fixture.storage.sweep(after(1000))).toBe(0);
    stores().journal.settle(rid, [], ['h']);
    expect(fixture.storage.sweep(after(1000))).toBe(2);
  });

  it('are hashes of decrypted texts, for 14 days, also while other stanzas wait', () => {
    const { rid } = stanza();
    plaintext('h');
    stores().journal.settle(rid, [], ['h']);
    fixture.storage.sweep(after(7));
    stanza();
    expectKeptFor(14, 'decrypt_journal');
  });

  it('are texts that nobody will settle, for 14 days', () => {
    plaintext('h');
    expectKeptFor(14, 'decrypt_journal');
  });

  it('are bytes of sends, for 30 days', () => {
    stores().sent.keep(PHONE, 'A' as MessageId, BYTES);
    expectKeptFor(30, 'sent_bytes');
  });

  it('are archived identities, for 30 days', () => {
    stores().credentials.save(BYTES);
    stores().credentials.archive('unlinked');
    expectKeptFor(30, 'archived_identity');
  });

  it('are answers to requests, for as long as was asked', () => {
    fixture.storage.idempotency.begin('scope', 'key', 'hash', 3 * DAY_MS);
    fixture.storage.idempotency.finish('scope', 'key', { status: 204, body: undefined });
    expectKeptFor(3, 'idempotency');
  });

  it('goes in batches, until there is nothing left', () => {
    for (let n = 0; n < 1100; n++) plaintext(`h${n}`);
    const removed = [1, 2, 3, 4].map(() => fixture.storage.sweep(after(20)));
    expect(removed).toEqual([500, 500, 100, 0]);
  });
});
