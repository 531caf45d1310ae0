import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, type SessionName } from '@columba/core';
import { openStorage, type Storage } from '@columba/storage';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import { digestOf } from '../auth/key-ring.js';
import { loadConfig } from '../config/load-config.js';
import { adoptOldData } from './adopt-old-data.js';

const HOME = 'home' as SessionName;
const TOKEN = '4fd0c7a19be28356'.repeat(4);
const LOGIN = { account: { details: 'x' }, me: { id: '4915100000001:3@s.whatsapp.net' } };

let data: string;
let imports: string;
let storage: Storage;
let logger: RecordingLogger;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'columba-adopt-'));
  imports = mkdtempSync(join(tmpdir(), 'columba-import-'));
  storage = openStorage({ directory: data, clock: systemClock });
  logger = new RecordingLogger();
});
afterEach(() => {
  storage.close();
  for (const folder of [data, imports]) rmSync(folder, { recursive: true });
});

const adopt = (env: Record<string, string> = {}) =>
  adoptOldData({
    config: loadConfig({ COLUMBA_DATA_DIR: data, COLUMBA_IMPORT_DIRS: imports, ...env }),
    storage,
    clock: systemClock,
    logger,
  });

function write(root: string, path: string, content: unknown): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}
const logged = () => JSON.stringify(logger.lines);
const linked = (session: string) => storage.forSession(session as SessionName).credentials.load().kind === 'found';
const profile = () => join(data, 'sessions/home/profile');
const isKnown = () => storage.apiKeys.findByHash(digestOf(TOKEN).toString('hex')) !== undefined;

describe('logins of Baileys', () => {
  it('come over from the data folder and from the folder for imports, each to its session', async () => {
    write(data, 'auth_info_baileys/creds.json', LOGIN);
    write(imports, 'sessions/office/creds.json', LOGIN);
    write(imports, 'sessions/office/session-49.0.json', '"x"');
    await adopt();
    expect(storage.sessions.list().map(({ name, engine }) => [name, engine])).toEqual([
      ['home', 'baileys'],
      ['office', 'baileys'],
    ]);
    expect([linked('home'), linked('office')]).toEqual([true, true]);
    const office = storage.forSession('office' as SessionName);
    expect([...office.keys.get('session', ['49.0']).keys()]).toEqual(['49.0']);
    expect(existsSync(join(data, 'auth_info_baileys/creds.json'))).toBe(true);
  });

  it('never replace one that is there, nor come back when it has gone', async () => {
    storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
    storage.forSession(HOME).credentials.save(Uint8Array.of(1));
    write(data, 'auth_info_baileys/creds.json', LOGIN);
    await adopt();
    expect(storage.forSession(HOME).credentials.load()).toMatchObject({ value: Buffer.of(1) });
    storage.forSession(HOME).credentials.archive('test');
    await adopt();
    expect(linked('home')).toBe(true);
    storage.forSession(HOME).credentials.archive('test');
    await adopt();
    expect(linked('home')).toBe(false);
  });

  it('are told about where they cannot be read, and hinder nothing', async () => {
    write(data, 'auth_info_baileys/creds.json', '{"account":');
    write(data, 'sessions/office/creds.json', LOGIN);
    await adopt();
    expect([linked('home'), linked('office')]).toEqual([false, true]);
    expect(logged()).toContain('an old login cannot be taken over');
  });

  it('wait where another engine was chosen', async () => {
    storage.sessions.create({ name: HOME, engine: 'wwebjs', autoStart: true });
    write(data, 'auth_info_baileys/creds.json', LOGIN);
    await adopt();
    expect(linked('home')).toBe(false);
    expect(logged()).toContain('only the engine baileys can use');
  });
});

describe('the profile of a browser', () => {
  beforeEach(() => {
    write(data, 'session/Default/IndexedDB/https_web.whatsapp.com_0/CURRENT', 'x');
    write(data, 'session/Default/Cache/data_0', 'x');
    symlinkSync('host-1', join(data, 'session/SingletonLock'));
  });

  it('is copied for a session of that engine, without locks and caches, once', async () => {
    storage.sessions.create({ name: HOME, engine: 'wwebjs', autoStart: true });
    await adopt();
    expect(readFileSync(join(profile(), 'Default/IndexedDB/https_web.whatsapp.com_0/CURRENT'), 'utf8')).toBe('x');
    expect(existsSync(join(profile(), 'Default/Cache'))).toBe(false);
    expect(existsSync(join(data, 'session/Default/Cache/data_0'))).toBe(true);
    rmSync(profile(), { recursive: true });
    await adopt();
    expect(existsSync(profile())).toBe(false);
  });

  it('is all there or not at all', async () => {
    storage.sessions.create({ name: HOME, engine: 'wwebjs', autoStart: true });
    cpSync(join(data, 'session/Default'), `${profile()}.adopting/Default/half`, { recursive: true });
    await adopt();
    expect(existsSync(join(profile(), 'Default/half'))).toBe(false);
    expect(existsSync(`${profile()}.adopting`)).toBe(false);
  });

  it('is of no use to the other engine, which is said', async () => {
    await adopt();
    expect(existsSync(profile())).toBe(false);
    expect(logged()).toContain('only the engine wwebjs can use');
  });
});

describe('the old token', () => {
  it.each(['.api_token', 'api_token.txt'])('in %s stays valid', async (file) => {
    write(data, file, `${TOKEN}\n`);
    await adopt();
    expect(isKnown()).toBe(true);
    expect(logged()).not.toContain(TOKEN);
  });

  it('does not count where a key was chosen, and not when it is weak', async () => {
    write(data, '.api_token', TOKEN);
    await adopt({ COLUMBA_API_TOKEN: 'b3'.repeat(8) + 'c94e61d05a7f28de' });
    expect(isKnown()).toBe(false);
    write(data, '.api_token', 'short');
    await adopt();
    expect(storage.apiKeys.isEmpty()).toBe(true);
    expect(logged()).toContain('too weak');
  });
});
