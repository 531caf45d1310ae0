import { open } from 'node:fs/promises';
import { DomainError, type EngineContext, type MediaPort, type MessageKey, type OutgoingMedia } from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';
import { fromKey } from '../mappers/key.mapper.js';
import type { PageMediaType, UploadedFields } from '../page/facets/media.page.js';
import type { WwebjsOptions } from '../wwebjs.options.js';

/** A page has to hold a file as a whole. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Goes over the bridge at once. */
const PART_BYTES = 768 * 1024;

export const MEDIA_ABLE: Able = {
  'media.download': { level: 'partial', limits: { bytes: MOST_BYTES } },
  'media.refetch': FULL,
};

/** Files to and from WhatsApp, through the page. */
export class WwebjsMedia implements MediaPort {
  constructor(
    private readonly context: EngineContext,
    private readonly asker: Asker,
    private readonly book: AddressBook,
    private readonly options: Pick<WwebjsOptions, 'mediaTimeoutMs' | 'queryTimeoutMs'>,
  ) {}

  async download(key: MessageKey): Promise<AsyncIterable<Uint8Array>> {
    const target = fromKey(key, this.book);
    const { mediaTimeoutMs: ms, queryTimeoutMs } = this.options;
    // The page keeps the deadline itself, so that it lets go of the file.
    const opened = await this.asker.question('media.open', { target, most: MOST_BYTES, ms }, ms + queryTimeoutMs);
    return this.read(opened);
  }

  async refetch(key: MessageKey): Promise<void> {
    await this.asker.question('media.refetch', { target: fromKey(key, this.book) });
  }

  /**
   * @throws DomainError `media_failed` when it cannot be read; `too_large`, `unsupported_media_type`, `media_failed` when
   * WhatsApp does not take it
   */
  async upload(media: OutgoingMedia, type: PageMediaType): Promise<UploadedFields> {
    const file = await this.asker.question('media.begin', null);
    try {
      await this.push(media.file, file);
      const { mimeType } = media;
      return await this.asker.question('media.upload', { file, type, mimeType }, this.options.mediaTimeoutMs);
    } finally {
      await this.close(file);
    }
  }

  private async push(path: string, file: string): Promise<void> {
    const handle = await open(path).catch(unreadable);
    try {
      const buffer = Buffer.alloc(PART_BYTES);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, PART_BYTES).catch(unreadable);
        if (bytesRead === 0) return;
        const base64 = buffer.subarray(0, bytesRead).toString('base64');
        await this.asker.question('media.push', { file, base64 });
      }
    } finally {
      await handle.close();
    }
  }

  private async *read({ file, bytes }: { file: string; bytes: number }): AsyncGenerator<Uint8Array> {
    try {
      for (let from = 0; from < bytes; from += PART_BYTES) {
        const base64 = await this.asker.question('media.read', { file, from, bytes: PART_BYTES });
        yield new Uint8Array(Buffer.from(base64, 'base64'));
      }
    } finally {
      await this.close(file);
    }
  }

  /** What a page that went away held is gone with it. */
  private async close(file: string): Promise<void> {
    try {
      await this.asker.question('media.close', { file });
    } catch (error) {
      this.context.logger.debug('A file could not be taken out of the page', { error });
    }
  }
}

function unreadable(cause: unknown): never {
  throw new DomainError('media_failed', 'The file to send could not be read', { cause });
}
