import { mkdtempSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silentLogger, type LogFields } from '@columba/core';
import { libraryLogger } from './library-logger.js';
import { silenceLibsignal } from './libsignal-console.js';

function consoleOf(printed: unknown[]): Console {
  const print = (...args: unknown[]) => void printed.push(args[0]);
  return { log: print, info: print, warn: print, error: print, debug: print, trace: print } as unknown as Console;
}

/** A module at a path below the given folder, that prints through the console it is given. */
function printerIn(folder: string): (target: Console, text: string) => void {
  const directory = join(mkdtempSync(join(tmpdir(), 'quiet-')), folder);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'session_record.cjs');
  writeFileSync(file.replace('.cjs', '.js'), 'module.exports = (target, text) => target.info(text, { privKey: 1 });');
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}');
  return createRequire(import.meta.url)(file.replace('.cjs', '.js')) as (target: Console, text: string) => void;
}

describe('quiet', () => {
  it('drops what libsignal prints and nothing else', () => {
    const printed: unknown[] = [];
    const target = consoleOf(printed);
    silenceLibsignal(target);
    silenceLibsignal(target);
    printerIn('node_modules/libsignal/src')(target, 'Closing session:');
    printerIn('node_modules/other/src')(target, 'Closing session:');
    target.warn('ours');
    expect(printed).toEqual(['Closing session:', 'ours']);
  });

  it('passes on sentences of the library, without its fields and without numbers', () => {
    const lines: [string, LogFields | undefined][] = [];
    const logger = libraryLogger({ ...silentLogger, debug: (text, fields) => void lines.push([text, fields]) });
    logger.error({ err: new TypeError('secret text'), node: { content: 'secret' } }, 'failed for 4915112345678');
    logger.warn('plain');
    logger.info({ text: 'secret' }, 'not passed');
    expect(lines).toEqual([
      ['failed for …', { failure: 'TypeError' }],
      ['plain', { failure: undefined }],
    ]);
  });
});
