import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { openBelow } from './local-file.js';

const root = mkdtempSync(join(tmpdir(), 'columba-roots-'));
afterAll(() => rmSync(root, { recursive: true }));

it('opens what lies below, and nothing that only a link leads to', async () => {
  writeFileSync(join(root, 'a.txt'), 'a');
  symlinkSync('/etc/hostname', join(root, 'link'));
  const file = await openBelow([root], join(root, 'a.txt'));
  expect(await file.readFile('utf8')).toBe('a');
  await file.close();
  await expect(openBelow([root], join(root, 'link'))).rejects.toMatchObject({ code: 'not_allowed' });
});

it('refuses a named pipe at once, which nobody writes to', async () => {
  const pipe = join(root, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await expect(openBelow([root], pipe)).rejects.toMatchObject({ code: 'media_failed' });
});
