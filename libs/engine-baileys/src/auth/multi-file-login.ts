import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError, type KeyChange } from '@columba/core';
import { fromBytes } from './binary-json.js';

/** A linked device as the library's own example of a store keeps it: a folder of JSON files. */
export interface MultiFileLogin {
  credentials: Uint8Array;
  keys: KeyChange[];
  /** Files that could not be read as keys; what they held is agreed anew with whom it concerns. */
  damaged: string[];
}

const CREDENTIALS = 'creds.json';
/** The longer name first where one begins with another. */
const KEY_TYPES = [
  'app-state-sync-key',
  'app-state-sync-version',
  'sender-key-memory',
  'sender-key',
  'session',
  'pre-key',
  'lid-mapping',
  'device-list',
  'identity-key',
  'tctoken',
] as const;
type KeyType = (typeof KEY_TYPES)[number];

/**
 * Reads such a folder and changes nothing in it.
 * @returns `undefined` where nobody is linked. @throws StorageError when somebody is, and it cannot be read.
 */
export function readMultiFileLogin(folder: string): MultiFileLogin | undefined {
  const credentials = read(folder, CREDENTIALS);
  if (!credentials || !isLinked(folder, credentials)) return undefined;
  const login: MultiFileLogin = { credentials, keys: [], damaged: [] };
  for (const file of readdirSync(folder).toSorted()) {
    const name = nameOf(file);
    if (!name) continue;
    const value = read(folder, file);
    if (value && isJson(value)) login.keys.push({ ...name, value });
    else login.damaged.push(file);
  }
  return login;
}

function isLinked(folder: string, credentials: Uint8Array): boolean {
  try {
    const { account, me } = fromBytes(credentials) as { account?: unknown; me?: unknown };
    return Boolean(account) && Boolean(me);
  } catch (cause) {
    throw new StorageError(`The login in ${folder} is damaged`, { cause });
  }
}

function nameOf(file: string): { type: KeyType; id: string } | undefined {
  if (!file.endsWith('.json') || file === CREDENTIALS) return undefined;
  const type = KEY_TYPES.find((known) => file.startsWith(`${known}-`));
  if (!type) return undefined;
  return { type, id: idOf(type, file.slice(type.length + 1, -'.json'.length)) };
}

/** In a file's name `:` has become `-` and `/` has become `__`; only these two types of ids can hold one of them. */
function idOf(type: KeyType, name: string): string {
  if (type === 'app-state-sync-key') return name.replaceAll('__', '/');
  if (type === 'sender-key') return name.replace(/^(.+)--(.+)--(\d+)$/, '$1::$2::$3');
  return name;
}

/** The files hold the same bytes as our own store does. */
function read(folder: string, file: string): Uint8Array | undefined {
  try {
    return readFileSync(join(folder, file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StorageError(`The login in ${folder} cannot be read`, { cause });
  }
}

function isJson(value: Uint8Array): boolean {
  try {
    return fromBytes(value) !== null;
  } catch {
    return false; // the caller names the file
  }
}
