import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Curve, initAuthCreds, useMultiFileAuthState, type SignalDataSet } from '@whiskeysockets/baileys';
import { InMemoryContext } from '@columba/core/testing';
import { Identity } from './identity.js';
import { readMultiFileLogin } from './multi-file-login.js';
import { signalKeyStore } from './signal-keys.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'columba-login-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEYS = {
  'pre-key': { '1': Curve.generateKeyPair() },
  session: { '4915100000001.0': Uint8Array.of(1, 2), '100000000000001_1.3': Uint8Array.of(3) },
  'sender-key': { '4915-1500@g.us::100000000000001_1::3': Uint8Array.of(4) },
  'sender-key-memory': { '4915-1500@g.us': { 'a@s.whatsapp.net': true } },
  'app-state-sync-key': { 'AAAA//+x/Q==': { keyData: Uint8Array.of(9), timestamp: 5 } },
  'lid-mapping': { '49151': '1000', '1000_reverse': '49151' },
  'device-list': { '49151': ['0', '3'] },
} satisfies SignalDataSet;

/** A folder as the library itself writes it. */
async function oldLogin(): Promise<void> {
  const { state, saveCreds } = await useMultiFileAuthState(folder);
  Object.assign(state.creds, {
    account: { details: Uint8Array.of(1) },
    me: { id: '4915100000001:3@s.whatsapp.net', name: 'Bob' },
  });
  await saveCreds();
  await state.keys.set(KEYS);
}

describe('a login in the folder of the library', () => {
  it('comes over whole: the identity, and each key under the name by which the library asks for it', async () => {
    await oldLogin();
    const before = readdirSync(folder);
    const login = readMultiFileLogin(folder);
    if (!login) throw new Error('nothing was found');
    expect(login.damaged).toEqual([]);
    const context = new InMemoryContext();
    context.credentials.save(login.credentials);
    context.keys.set(login.keys);

    const loaded = Identity.load(context.credentials);
    expect(loaded.kind === 'ready' && loaded.identity.account?.phone).toBe('+4915100000001');
    const keys = signalKeyStore(context.keys, () => undefined);
    const { state } = await useMultiFileAuthState(folder);
    for (const [type, ids] of Object.entries(KEYS)) {
      const name = type as keyof typeof KEYS;
      const ours = await keys.get(name, Object.keys(ids));
      expect(Object.keys(ours).toSorted()).toEqual(Object.keys(ids).toSorted());
      expect(ours).toEqual(await state.keys.get(name, Object.keys(ids)));
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  it('is none where nobody is linked', async () => {
    expect(readMultiFileLogin(folder)).toBeUndefined();
    expect(readMultiFileLogin(join(folder, 'nowhere'))).toBeUndefined();
    writeFileSync(join(folder, 'creds.json'), JSON.stringify(initAuthCreds()));
    expect(readMultiFileLogin(folder)).toBeUndefined();
  });

  it('does without a damaged key, but not without a readable identity', async () => {
    await oldLogin();
    truncateSync(join(folder, 'session-4915100000001.0.json'), 3);
    const login = readMultiFileLogin(folder);
    expect(login?.damaged).toEqual(['session-4915100000001.0.json']);
    expect(login?.keys).toHaveLength(8);
    truncateSync(join(folder, 'creds.json'), 30);
    expect(() => readMultiFileLogin(folder)).toThrow('is damaged');
  });
});
