import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { StorageError, systemClock } from '@columba/core';
import { HOME, PHONE, received, textFrom } from '../../testing/fixture.js';
import Sqlite from 'better-sqlite3';
import { isDiskFull, openStorage, type Storage } from '../index.js';

const disk = mkdtempSync(join(tmpdir(), 'columba-disk-'));
const isMounted = mount();
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmdirSync(disk);
});

/** A disk of 4 MB. Needs the right to mount, which not every machine gives. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Records until it fails; returns how many were stored, and the failure. */
function recordUntilFull(storage: Storage, prefix: string): { stored: number; failure: unknown } {
  for (let stored = 0; ; stored++) {
    try {
      storage.inbox.record(HOME, [
        received(textFrom({ id: PHONE }, `${prefix}${stored}`, undefined, 'x'.repeat(5_000))),
      ]);
    } catch (failure) {
      return { stored, failure };
    }
  }
}

describe('a disk of 4 MB', () => {
  (isMounted ? it : it.skip)('that is full refuses writes, loses nothing, and works again when there is room', () => {
    const directory = join(disk, 'data');
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(1_000_000));
    const storage = openStorage({ directory, clock: systemClock });
    storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });

    const { stored, failure } = recordUntilFull(storage, 'A');
    expect(failure).toBeInstanceOf(StorageError);
    expect(isDiskFull(failure)).toBe(true);
    expect(stored).toBeGreaterThan(10);
    expect(storage.events.lastSeq(HOME)).toBe(stored);
    expect(storage.healthy()).toBe(true);

    unlinkSync(ballast);
    const more = recordUntilFull(storage, 'B');
    expect(more.stored).toBeGreaterThan(0);
    const total = stored + more.stored;
    expect(storage.events.lastSeq(HOME)).toBe(total);
    expect(storage.events.list({ limit: 10_000 }).map(({ seq }) => seq)).toEqual(
      Array.from({ length: total }, (_, n) => n + 1),
    );
    storage.close();

    const raw = new Sqlite(join(directory, 'columba.db'), { readonly: true });
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
  });
});
