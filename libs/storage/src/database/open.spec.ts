import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageError, systemClock } from '@columba/core';
import { aFact } from '@columba/core/testing';
import Sqlite from 'better-sqlite3';
import { Child } from '../../testing/child-process.js';
import { HOME } from '../../testing/names.js';
import { isDiskFull, openStorage, type Storage } from '../index.js';

let root: string;
let directory: string;
const open = (): Storage => openStorage({ directory, clock: systemClock });
const file = () => join(directory, 'columba.db');
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'columba-open-'));
  directory = join(root, 'a', 'data');
});
afterEach(() => rmSync(root, { recursive: true }));

/** A database with something in it, closed. */
function filled(events = 1): void {
  const storage = open();
  storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
  for (let n = 0; n < events; n++) storage.inbox.record(HOME, [aFact('label.removed', {}, { n })]);
  storage.close();
}

function refuse(): never {
  throw Object.assign(new Error('full'), { code: 'ENOSPC' });
}

const expectLeftAlone = (message: string) => {
  const before = readFileSync(file());
  expect(open).toThrow(message);
  expect(open).toThrow(StorageError);
  expect(readFileSync(file()).equals(before)).toBe(true);
  expect(existsSync(`${file()}-wal`) ? statSync(`${file()}-wal`).size : 0).toBe(0);
};

describe('a data directory', () => {
  it('is made for us alone, as is everything in it', () => {
    const storage = open();
    storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
    for (const path of [join(root, 'a'), directory]) expect(modeOf(path)).toBe('700');
    for (const name of ['columba.db', 'columba.db-wal', 'columba.db-shm', 'columba.lock'])
      expect(modeOf(join(directory, name))).toBe('600');
    storage.close();
  });

  it('is closed to others when it was open to them', () => {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    filled();
    chmodSync(file(), 0o644);
    open().close();
    expect([modeOf(directory), modeOf(file())]).toEqual(['700', '600']);
  });

  it('keeps what was stored, its install key too', () => {
    const first = open();
    const { installKey } = first;
    first.close();
    const second = open();
    expect(installKey).toHaveLength(32);
    expect(second.installKey).toEqual(installKey);
    expect(second.healthy()).toBe(true);
    second.close();
    second.close();
    expect(second.healthy()).toBe(false);
  });

  it('is refused when it is a file', () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(directory, 'a file');
    expect(open).toThrow(StorageError);
    expect(readFileSync(directory, 'utf8')).toBe('a file');
  });

  it('belongs to one at a time in the same process, also after a refusal', async () => {
    const storage = open();
    expect(open).toThrow('in use by another process');
    expect(open).toThrow('in use by another process');
    const child = new Child(directory, 'open');
    expect(await child.line()).toBe(`refused: The data directory ${directory} is in use by another process`);
    storage.close();
    open().close();
  });

  it('belongs to one process at a time, until that is killed', async () => {
    const child = new Child(directory, 'open');
    try {
      expect(await child.line()).toBe('opened');
      expect(open).toThrow('in use by another process');
    } finally {
      await child.kill();
    }
    open().close();
  });

  it('is let go when the database cannot be begun', () => {
    expect(() => openStorage({ directory, clock: systemClock, beforeWrite: refuse })).toThrow('The disk is full');
    open().close();
  });
});

describe('a database that is', () => {
  it('no database is refused and left as it is', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file(), 'this is no database at all, only a text that is long enough to be looked at '.repeat(20));
    expectLeftAlone('is damaged. It was left as it is');
  });

  it('damaged in the middle is refused and left as it is', () => {
    filled(50);
    const handle = openSync(file(), 'r+');
    for (let page = 1; page < statSync(file()).size / 4096; page++)
      writeSync(handle, Buffer.alloc(64, 0xab), 0, 64, page * 4096);
    closeSync(handle);
    expectLeftAlone('is damaged. It was left as it is');
  });

  it('cut off is refused and left as it is', () => {
    filled(50);
    writeFileSync(file(), readFileSync(file()).subarray(0, 20_000));
    expectLeftAlone('is damaged. It was left as it is');
  });

  it('of a newer version is refused and left as it is', () => {
    filled();
    const raw = new Sqlite(file());
    raw.exec("INSERT INTO migration VALUES ('9999-from-the-future', 0)");
    raw.close();
    expectLeftAlone("newer version of Columba (it has '9999-from-the-future')");
  });

  it('empty is begun', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file(), '');
    filled();
  });
});

describe('a full disk', () => {
  it('is recognised however deep it lies', () => {
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    expect(isDiskFull(full)).toBe(true);
    expect(isDiskFull(new StorageError('no', { cause: new Error('because', { cause: full }) }))).toBe(true);
    expect(isDiskFull(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe(true);
    for (const other of [new Error('other'), Object.assign(new Error('io'), { code: 'EIO' }), undefined, 'ENOSPC'])
      expect(isDiskFull(other)).toBe(false);
  });
});
