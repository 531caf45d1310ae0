import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where a program is: the configured path if it can be run, else the first hit in `PATH`; `undefined` when nowhere. */
export function findProgram(name: string, configured?: string, path = process.env['PATH'] ?? ''): string | undefined {
  if (configured !== undefined) return isAbsolute(configured) && canRun(configured) ? configured : undefined;
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
