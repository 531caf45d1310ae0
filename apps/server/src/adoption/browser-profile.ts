import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SessionName } from '@columba/core';

/** Where the engine that runs a browser keeps the browser's profile. */
export const profileDirectory = (dataDirectory: string, session: SessionName): string =>
  join(dataDirectory, 'sessions', session, 'profile');

/** What says "a browser runs on this profile", and what a browser makes again by itself. */
const LEFT_BEHIND = new Set([
  'SingletonLock',
  'SingletonCookie',
  'SingletonSocket',
  'DevToolsActivePort',
  'Cache',
  'Code Cache',
  'GPUCache',
  'GrShaderCache',
  'ShaderCache',
  'DawnCache',
  'Crashpad',
]);

/** Whether a folder is the profile of a browser in which WhatsApp Web was open. */
export const isBrowserProfile = (folder: string): boolean =>
  ['IndexedDB', 'Local Storage'].some((part) => existsSync(join(folder, 'Default', part)));

/**
 * Copies a profile, all of it or nothing; the old one stays as it is.
 * @returns `false` where there is a profile already.
 */
export function adoptBrowserProfile(from: string, to: string): boolean {
  if (existsSync(to)) return false;
  const part = `${to}.adopting`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(dirname(part), { recursive: true, mode: 0o700 });
  cpSync(from, part, { recursive: true, filter: (path) => !LEFT_BEHIND.has(basename(path)) });
  renameSync(part, to);
  return true;
}
