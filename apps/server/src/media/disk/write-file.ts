import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError, StorageError } from '@columba/core';
import { unlessAborted } from '../../common/unless-aborted.js';

export interface Written {
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface WriteLimits {
  maxBytes: number;
  signal?: AbortSignal;
}

const PART = '.part';

/**
 * Streams into `file`, which appears only when it is whole and on the disk; whatever goes wrong, nothing stays behind.
 * @throws DomainError `too_large`, `storage`; the source's own error; the reason of the signal
 */
export async function writeFileFrom(
  source: AsyncIterable<Uint8Array>,
  file: string,
  { maxBytes, signal }: WriteLimits,
): Promise<Written> {
  const part = `${file}.${randomUUID()}${PART}`;
  const hash = createHash('sha256');
  const meter = { bytes: 0 };
  async function* measured(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of untilAborted(chunks, signal)) {
      meter.bytes += chunk.byteLength;
      if (meter.bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    signal?.throwIfAborted();
    // Opened first: a stream that is given up in its beginning would make its file after we have removed it.
    const handle = await open(part, 'wx', 0o600);
    await pipeline(source, measured, handle.createWriteStream({ flush: true }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (signal?.aborted) throw signal.reason;
    throw isDiskError(error) ? new StorageError('The file could not be written', { cause: error }) : error;
  }
  return { sizeBytes: meter.bytes, sha256: hash.digest('hex') };
}

/** The same chunks, but an abort ends the waiting even for a source that has stalled. */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await unlessAborted(iterator.next(), signal);
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: one that has stalled answers this no sooner than the rest.
    iterator.return?.().catch(() => {});
  }
}

/** Removes what a process left half written when it ended; `isWritten` knows what is being written by this one. */
export async function removeParts(folder: string, isWritten: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(PART) && !isWritten(name)) await rm(join(folder, name), { force: true });
}

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError('too_large', `The file is larger than the limit of ${Math.floor(maxBytes / 1_000_000)} MB`);

const DISK_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'ENOENT']);
const isDiskError = (error: unknown): boolean =>
  error instanceof Error && DISK_ERRORS.has((error as NodeJS.ErrnoException).code ?? '') && 'syscall' in error;
