import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MessageId, StorageError } from '@columba/core';
import { HOME, PHONE, StorageFixture } from '../../testing/fixture.js';
import { openStorage } from '../index.js';

const HOUR_MS = 3_600_000;

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const begin = (hash = 'hash', key = 'key', scope = 'scope') =>
  fixture.storage.idempotency.begin(scope, key, hash, HOUR_MS);

describe('a request with a key', () => {
  const ANSWER = { status: 201, body: { id: 'A', at: '2026-01-01T00:00:00.000Z' } };

  it('is new, then running, then done with the same answer', () => {
    expect(begin()).toEqual({ kind: 'new' });
    expect(begin()).toEqual({ kind: 'running' });
    fixture.storage.idempotency.finish('scope', 'key', ANSWER);
    expect(begin()).toEqual({ kind: 'done', ...ANSWER });
  });

  it('may have no body in its answer', () => {
    begin();
    fixture.storage.idempotency.finish('scope', 'key', { status: 204, body: undefined });
    expect(begin()).toEqual({ kind: 'done', status: 204, body: null });
  });

  it('must be the same request, in the same scope', () => {
    begin();
    expect(begin('other')).toEqual({ kind: 'mismatch' });
    fixture.storage.idempotency.finish('scope', 'key', ANSWER);
    expect(begin('other')).toEqual({ kind: 'mismatch' });
    expect(begin('other', 'key', 'another scope')).toEqual({ kind: 'new' });
    expect(begin('other', 'another key')).toEqual({ kind: 'new' });
  });

  it('is new again when its time is over, or it was released', async () => {
    begin();
    fixture.storage.idempotency.finish('scope', 'key', ANSWER);
    await fixture.clock.advance(HOUR_MS - 1);
    expect(begin()).toMatchObject({ kind: 'done' });
    await fixture.clock.advance(1);
    expect(begin('other')).toEqual({ kind: 'new' });
    expect(begin('other')).toEqual({ kind: 'running' });
    fixture.storage.idempotency.release('scope', 'key');
    expect(begin()).toEqual({ kind: 'new' });
  });

  it('may be repeated after a restart when it was cut off, and not when it had ended', () => {
    begin();
    begin('hash', 'ended');
    fixture.storage.idempotency.finish('scope', 'ended', ANSWER);
    fixture.storage.close();
    const again = openStorage({ directory: fixture.directory, clock: fixture.clock });
    expect(again.idempotency.begin('scope', 'key', 'hash', HOUR_MS)).toEqual({ kind: 'new' });
    expect(again.idempotency.begin('scope', 'ended', 'hash', HOUR_MS)).toEqual({ kind: 'done', ...ANSWER });
    again.close();
  });

  it('belongs to its body once a send was accepted, also after a restart', () => {
    const now = fixture.clock.now();
    const send = (id: string) => ({
      session: HOME,
      messageId: id as MessageId,
      chat: PHONE,
      content: { kind: 'text', text: 'hi' } as const,
      createdAt: now,
      expiresAt: now,
    });
    begin();
    fixture.storage.sends.accept(send('A'), { scope: 'scope', key: 'key' });
    fixture.storage.idempotency.release('scope', 'key');
    expect(begin('other')).toEqual({ kind: 'mismatch' });
    fixture.storage.close();
    const again = openStorage({ directory: fixture.directory, clock: fixture.clock });
    expect(again.idempotency.begin('scope', 'key', 'other', HOUR_MS)).toEqual({ kind: 'mismatch' });
    expect(again.idempotency.begin('scope', 'key', 'hash', HOUR_MS)).toEqual({ kind: 'new' });
    again.close();
  });

  it('is stored with the send or not at all', () => {
    const now = fixture.clock.now();
    const send = {
      session: HOME,
      messageId: 'A' as MessageId,
      chat: PHONE,
      content: { kind: 'text', text: 'hi' } as const,
      createdAt: now,
      expiresAt: now,
    };
    const rows = () => [...fixture.rows('SELECT 1 FROM send'), ...fixture.rows('SELECT 1 FROM idempotency')].length;
    begin();
    fixture.failAt(2);
    expect(() => fixture.storage.sends.accept(send, { scope: 'scope', key: 'key' })).toThrow(StorageError);
    expect(rows()).toBe(0);
    fixture.failAt(0);
    fixture.storage.sends.accept(send, { scope: 'scope', key: 'key' });
    expect(rows()).toBe(2);
  });
});
