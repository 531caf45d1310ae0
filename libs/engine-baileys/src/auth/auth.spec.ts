import { beforeEach, describe, expect, it } from '@jest/globals';
import { Curve, initAuthCreds, proto, type SignalKeyStore } from '@whiskeysockets/baileys';
import { InMemoryContext } from '@columba/core/testing';
import { toBytes } from './binary-json.js';
import { Identity } from './identity.js';
import { signalKeyStore } from './signal-keys.js';

const paired = () => ({
  ...initAuthCreds(),
  account: { details: Uint8Array.of(1) },
  me: { id: '4915100000001:3@s.whatsapp.net', lid: '100000000000001:3@lid', name: 'Bob' },
});

describe('the stored identity', () => {
  let context: InMemoryContext;
  beforeEach(() => {
    context = new InMemoryContext();
  });
  const load = () => Identity.load(context.credentials);

  it('is made new only where there is none', () => {
    const loaded = load();
    expect(loaded.kind === 'ready' && loaded.identity.paired).toBe(false);
  });

  it('comes back with the same keys', () => {
    const creds = paired();
    context.credentials.save(toBytes(creds));
    const loaded = load();
    if (loaded.kind !== 'ready') throw new Error(loaded.detail);
    expect(Buffer.from(loaded.identity.creds.noiseKey.private)).toEqual(Buffer.from(creds.noiseKey.private));
    expect(loaded.identity.account).toEqual({
      id: '4915100000001@s.whatsapp.net',
      phone: '+4915100000001',
      lid: '100000000000001@lid',
      name: 'Bob',
    });
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2)],
    ['empty', () => new Uint8Array(0)],
    ['something else', () => toBytes({ noiseKey: {} })],
    ['not an object', () => toBytes(null)],
  ])('is unreadable, not absent, when it is %s', (_, damage) => {
    context.credentials.save(damage(toBytes(paired())));
    expect(load().kind).toBe('unreadable');
  });

  it('is not stored before a phone accepted it', () => {
    const loaded = load();
    if (loaded.kind === 'ready') loaded.identity.save();
    expect(context.credentials.load().kind).toBe('absent');
  });
});

describe('the key store for the library', () => {
  let context: InMemoryContext;
  let refused: unknown[];
  let keys: SignalKeyStore;
  beforeEach(() => {
    context = new InMemoryContext();
    refused = [];
    keys = signalKeyStore(context.keys, (error) => refused.push(error));
  });

  it('gives back every type of key as the library knows it', async () => {
    const pair = Curve.generateKeyPair();
    await keys.set({
      'pre-key': { '1': pair },
      session: { 'a.0': Uint8Array.of(1, 2, 3) },
      'lid-mapping': { '49': '10' },
      'device-list': { '49': ['0', '3'] },
      'app-state-sync-key': { k: { keyData: Uint8Array.of(9), timestamp: 5 } },
    });
    expect(Buffer.from((await keys.get('pre-key', ['1']))['1']?.private ?? [])).toEqual(Buffer.from(pair.private));
    expect([...((await keys.get('session', ['a.0']))['a.0'] ?? [])]).toEqual([1, 2, 3]);
    expect(await keys.get('lid-mapping', ['49', '50'])).toEqual({ '49': '10' });
    expect((await keys.get('device-list', ['49']))['49']).toEqual(['0', '3']);
    const syncKey = (await keys.get('app-state-sync-key', ['k'])).k;
    expect(syncKey).toBeInstanceOf(proto.Message.AppStateSyncKeyData);
    expect([...(syncKey?.keyData ?? [])]).toEqual([9]);
  });

  it('writes all that is set together in one transaction, or nothing', () => {
    const changes = { session: { a: Uint8Array.of(1), b: null }, 'lid-mapping': { c: 'd' } };
    context.failWrites(1);
    expect(() => keys.set(changes)).toThrow();
    expect([refused.length, context.keys.size]).toEqual([1, 0]);
    void keys.set(changes);
    expect(context.keys.size).toBe(2);
  });
});
