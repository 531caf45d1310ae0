import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger, Media, MessageKey, SessionName } from '@columba/core';
import { parseMediaId, type MediaArea, type MediaFolders } from './media-folders.js';
import { removeParts, writeFileFrom, type WriteLimits, type Written } from './write-file.js';

/** What is remembered of a file, beside it. */
export interface ShelfRecord {
  media: Media;
  /** ISO 8601. */
  since: string;
  /** The message that it came with. */
  of?: MessageKey;
}

const RECORD = '.json';

/** Files under their media id, each with a small record of facts beside it, so that a restart finds them again. */
export class Shelf {
  constructor(
    private readonly folders: MediaFolders,
    private readonly area: MediaArea,
    private readonly logger: Logger,
  ) {}

  async fileOf(session: SessionName, mediaId: string): Promise<string> {
    return join(await this.folders.of(session, this.area), parseMediaId(mediaId));
  }

  async write(
    session: SessionName,
    mediaId: string,
    bytes: AsyncIterable<Uint8Array>,
    limits: WriteLimits,
  ): Promise<Written> {
    return writeFileFrom(bytes, await this.fileOf(session, mediaId), limits);
  }

  async remember(session: SessionName, record: ShelfRecord): Promise<void> {
    const file = (await this.fileOf(session, record.media.mediaId)) + RECORD;
    const text = Buffer.from(JSON.stringify(record));
    await writeFileFrom(once(text), file, { maxBytes: text.byteLength });
  }

  async recall(session: SessionName, mediaId: string): Promise<ShelfRecord | undefined> {
    const file = (await this.fileOf(session, mediaId)) + RECORD;
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as ShelfRecord;
    } catch (error) {
      // The file system's doing, as records are renamed into place; the media can be fetched again.
      this.logger.warn('a record of a media file is unreadable and was dropped', { mediaId, error });
      await this.remove(session, mediaId);
      return undefined;
    }
  }

  async all(session: SessionName): Promise<ShelfRecord[]> {
    const names = await readdir(await this.folders.of(session, this.area));
    const ids = names.filter((name) => name.endsWith(RECORD)).map((name) => name.slice(0, -RECORD.length));
    const records = await Promise.all(ids.map((id) => this.recall(session, id)));
    return records.filter((record) => record !== undefined);
  }

  async removeBytes(session: SessionName, mediaId: string): Promise<void> {
    await rm(await this.fileOf(session, mediaId), { force: true });
  }

  async remove(session: SessionName, mediaId: string): Promise<void> {
    const file = await this.fileOf(session, mediaId);
    await Promise.all([rm(file, { force: true }), rm(file + RECORD, { force: true })]);
  }

  /**
   * After a restart: half-written files, and whole ones whose record was never written, go.
   * @param saving ids of what is being written meanwhile
   */
  async tidy(session: SessionName, saving: ReadonlySet<string> = new Set()): Promise<void> {
    const folder = await this.folders.of(session, this.area);
    const isWritten = (name: string) => [...saving].some((mediaId) => name.startsWith(mediaId));
    await removeParts(folder, isWritten);
    const names = new Set(await readdir(folder));
    for (const name of names)
      if (!name.endsWith(RECORD) && !names.has(name + RECORD) && !isWritten(name))
        await rm(join(folder, name), { force: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
