import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage } from '@columba/storage';
import type { ColumbaConfig } from '../config/columba.config.js';
import { digestOf } from './key-ring.js';

export const FIRST_KEY_FILE = 'first-token';

/** 256 random bits in an alphabet that every client takes. */
export const newKey = (): string => randomBytes(32).toString('base64url');

/**
 * Makes the first key when there is none at all. It is shown to whoever sits at the terminal, and kept in a file that
 * only this user can read, for those who start Columba in a container; it never enters a log.
 */
export function ensureFirstKey(
  storage: Storage,
  config: ColumbaConfig,
  terminal: { isTTY?: boolean; write(text: string): unknown } = process.stdout,
): void {
  if (config.auth.token !== undefined || !storage.apiKeys.isEmpty()) return;
  const key = newKey();
  const file = join(config.storage.directory, FIRST_KEY_FILE);
  // The file first: a key in the database that nobody has seen would lock everybody out.
  writeFileSync(file, `${key}\n`, { mode: 0o600, flush: true });
  storage.apiKeys.create({ name: 'first key', scopes: ['admin'], hash: digestOf(key).toString('hex') });
  terminal.write(terminal.isTTY === true ? shownOnce(key, file) : `The first API key is in ${file}\n`);
}

const shownOnce = (key: string, file: string): string =>
  [
    '',
    '  Your API key, shown only this once:',
    '',
    `    ${key}`,
    '',
    `  It is also in ${file}. Keep it, and delete the file.`,
    '',
    '',
  ].join('\n');
