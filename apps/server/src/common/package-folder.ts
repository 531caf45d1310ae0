import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Columba's package file stands: somewhere above both the sources and the built files. */
export const PACKAGE_FOLDER: string = folderAbove(dirname(fileURLToPath(import.meta.url)));

/** Columba's version. */
export const VERSION: string = packageIn(PACKAGE_FOLDER)?.version ?? '';

function folderAbove(folder: string): string {
  if (packageIn(folder)?.name === 'columba') return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The package file of Columba is missing');
  return folderAbove(parent);
}

function packageIn(folder: string): { name?: string; version: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version: string };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
