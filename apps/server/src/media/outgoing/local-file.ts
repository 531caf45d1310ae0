import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { DomainError } from '@columba/core';

/**
 * Opens a file that lies below one of the roots, also after every link is followed.
 * @throws DomainError `not_allowed` for whatever lies elsewhere, `media_failed` for what is no file there
 */
export async function openBelow(roots: readonly string[], path: string): Promise<FileHandle> {
  const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
  // Said before it is looked for: nobody learns what else there is on this machine.
  if (!roots.some((root) => isBelow(root, path))) throw outside();
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) throw new DomainError('media_failed', 'There is no such file');
  if (!allowed.some((root) => root !== undefined && isBelow(root, real))) throw outside();
  // A named pipe without a writer would hold a thread for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(real, flags).catch(() => undefined);
  if (!file) throw new DomainError('media_failed', 'The file cannot be read');
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new DomainError('media_failed', 'This is no file');
}

function isBelow(root: string, path: string): boolean {
  if (!isAbsolute(path)) return false;
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const outside = (): DomainError =>
  new DomainError(
    'not_allowed',
    'Files are sent only from the media and share folders of Home Assistant (HA_FILE_ROOTS)',
  );
