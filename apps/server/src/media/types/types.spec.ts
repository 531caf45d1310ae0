import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanFileName } from './file-name.js';
import { sniff } from './sniff.js';

const folder = mkdtempSync(join(tmpdir(), 'columba-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WEB_PAGE = { code: 'media_failed', message: 'There is a web page in place of the file' };

function given(text: string): string {
  const file = join(folder, 'given');
  writeFileSync(file, text);
  return file;
}

describe('a web page in place of a file', () => {
  it.each(['<html>', '\n <!DOCTYPE html>', '<?xml version="1.0"?> <!-- a --> <!-- b --><head >', '<!----><body>'])(
    'is known: %s',
    async (text) => expect(await sniff(given(text), 'image').catch((error: unknown) => error)).toMatchObject(WEB_PAGE),
  );

  it.each(['<!-- <html>', '<htmlx>', 'text <html>'])('is not: %s', async (text) =>
    expect(await sniff(given(text), 'document')).toBe('application/octet-stream'),
  );

  // These would not end with an expression that can divide them in many ways.
  it.each([`${'<!---->'.repeat(2_000)}x`, `${'<!---->\n'.repeat(500)}<!--`, `${'-->'.repeat(5_000)}x`])(
    'is looked for in one pass',
    async (text) => expect(await sniff(given(text), 'document')).toBe('application/octet-stream'),
  );
});

describe('a file name', () => {
  it.each([
    [' .hidden. ', 'hidden'],
    ['a/b\\c .txt', 'c .txt'],
    ['...', undefined],
    [`a${' .'.repeat(3)}b`, 'a . . .b'],
  ])('%j is %j', (name, clean) => expect(cleanFileName(name)).toBe(clean));

  it('that is a megabyte of blanks is cut in one pass', () => {
    expect(cleanFileName(`a${' '.repeat(1_000_000)}b`)).toHaveLength(1);
  });
});
