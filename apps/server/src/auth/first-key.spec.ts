import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@columba/core';
import { openStorage, type Storage } from '@columba/storage';
import { loadConfig } from '../config/load-config.js';
import { ensureFirstKey, FIRST_KEY_FILE } from './first-key.js';
import { KeyRing } from './key-ring.js';

let directory: string;
let storage: Storage;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-key-'));
  storage = openStorage({ directory, clock: systemClock });
});
afterEach(() => {
  storage.close();
  rmSync(directory, { recursive: true });
});

function start(isTTY: boolean, env: Record<string, string> = {}) {
  const written: string[] = [];
  const config = loadConfig({ COLUMBA_DATA_DIR: directory, ...env });
  ensureFirstKey(storage, config, { isTTY, write: (text) => written.push(text) });
  return { shown: written.join(''), keys: new KeyRing(config, storage, systemClock) };
}
const file = () => join(directory, FIRST_KEY_FILE);

describe('the first key', () => {
  it('is shown at a terminal, works, and is kept in a file for its owner only', () => {
    const { shown, keys } = start(true);
    const key = readFileSync(file(), 'utf8').trim();
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(shown).toContain(key);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(keys.find(key)?.scopes).toEqual(['admin']);
    expect(keys.find(`${key}x`)).toBeUndefined();
  });

  it('stays out of an output that may be a log', () => {
    const { shown } = start(false);
    expect(shown).toContain(file());
    expect(shown).not.toContain(readFileSync(file(), 'utf8').trim());
  });

  it('is made once', () => {
    start(true);
    const key = readFileSync(file(), 'utf8');
    expect(start(true).shown).toBe('');
    expect(readFileSync(file(), 'utf8')).toBe(key);
  });

  it('is not needed where one is configured', () => {
    const token = 'a-token-that-is-only-for-tests-0123456789';
    const { shown, keys } = start(true, { COLUMBA_API_TOKEN: token });
    expect(shown).toBe('');
    expect(() => statSync(file())).toThrow();
    expect(keys.find(token)?.keyId).toBe('configured');
  });
});
