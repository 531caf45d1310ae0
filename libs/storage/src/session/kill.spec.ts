import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@columba/core';
import { Child } from '../../testing/child-process.js';
import { HOME } from '../../testing/names.js';
import { openStorage } from '../index.js';

const KILLS = 20;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-kill-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What is on disk: the number that all keys carry, and that of the credentials. */
function stored(): { keys: string[]; credentials: string } {
  const storage = openStorage({ directory, clock: systemClock });
  try {
    const { keys, credentials } = storage.forSession(HOME);
    const ids = Array.from({ length: 20 }, (_, n) => `k${n}`);
    const values = [...keys.get('round', ids).values()].map((value) => Buffer.from(value).toString());
    const loaded = credentials.load();
    return { keys: values, credentials: loaded.kind === 'found' ? Buffer.from(loaded.value).toString() : loaded.kind };
  } finally {
    storage.close();
  }
}

describe('a process that is killed while it writes', () => {
  it(`leaves whole transactions and readable credentials, ${KILLS} times`, async () => {
    let last = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = new Child(directory, 'write');
      expect(await child.line()).toBe('opened');
      const told = Number((await child.line())?.replace('round ', ''));
      await child.kill();
      const { keys, credentials } = stored();
      const rounds = new Set(keys);
      expect(keys).toHaveLength(20);
      expect(rounds.size).toBe(1);
      const round = Number(keys[0]);
      expect(round).toBeGreaterThanOrEqual(told);
      expect(round).toBeGreaterThan(last);
      expect([round, round - 1].map((version) => `version ${version} `.repeat(200))).toContain(credentials);
      last = round;
    }
  }, 240_000);
});
