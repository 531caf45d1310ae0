import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName, systemClock } from '@columba/core';
import { openStorage, type Storage } from '../storage.js';
import { dropSnapshot, takeSnapshot } from './snapshot.js';

let directory: string;
let storage: Storage;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-snapshot-'));
  storage = openStorage({ directory, clock: systemClock });
});
afterEach(() => {
  storage.close();
  rmSync(directory, { recursive: true });
});

const add = (name: string) =>
  storage.sessions.create({ name: parseSessionName(name), engine: 'baileys', autoStart: true });
const names = () => storage.sessions.list().map(({ name }) => name);
/** What is left of the folder in a backup: the files in use stay out. */
function restoreBackup(): void {
  storage.close();
  for (const name of readdirSync(directory)) if (/^columba\.(db|lock)/.test(name)) rmSync(join(directory, name));
  storage = openStorage({ directory, clock: systemClock });
}

describe('a snapshot', () => {
  it('brings back what was there when it was taken, while the server went on', async () => {
    add('home');
    expect(await takeSnapshot(directory)).toBe(true);
    add('office');
    restoreBackup();
    expect(names()).toEqual(['home']);
    expect(readdirSync(directory)).not.toContain('columba.backup');
  });

  it('that was left over beside a database never takes its place', async () => {
    add('home');
    await takeSnapshot(directory);
    add('office');
    storage.close();
    storage = openStorage({ directory, clock: systemClock });
    expect(names()).toEqual(['home', 'office']);
    expect(existsSync(join(directory, 'columba.backup'))).toBe(false);
  });

  it('is dropped, half or whole, and cannot be made of nothing', async () => {
    writeFileSync(join(directory, 'columba.backup.part'), 'half');
    await takeSnapshot(directory);
    dropSnapshot(directory);
    expect(readdirSync(directory).filter((name) => name.includes('backup'))).toEqual([]);
    expect(await takeSnapshot(join(directory, 'nowhere'))).toBe(false);
  });
});
