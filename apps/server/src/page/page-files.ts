import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@columba/core';
import { PACKAGE_FOLDER } from '../common/package-folder.js';

const FOLDER = join(PACKAGE_FOLDER, 'dist', 'page');

/** The files of the page, as its build has made them; there are few, and they hold no data. */
export const PAGE_FILES = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** @throws DomainError `unavailable` where the page was never built. */
export function pageFile(name: keyof typeof PAGE_FILES): Buffer {
  const file = join(FOLDER, name);
  if (!existsSync(file)) throw new DomainError('unavailable', 'The page is not built: run `npm run build`');
  return readFileSync(file);
}
