import { copyFile, link, stat, utimes } from 'node:fs/promises';
import { DomainError, NotFoundError, type Clock, type Media, type SessionName } from '@columba/core';
import { newMediaId } from '../disk/media-folders.js';
import type { Shelf, ShelfRecord } from '../disk/shelf.js';
import { cleanFileName } from '../types/file-name.js';
import { sniff } from '../types/sniff.js';

export interface UploadClaims {
  fileName?: string;
  mimeType?: string;
  /** The request's own `Content-Type`. */
  header?: string;
}

/** Files that a client uploads once and sends later, kept for 7 days. */
export class UploadStore {
  /** Ids of what is being written now. */
  private readonly saving = new Set<string>();

  constructor(
    private readonly shelf: Shelf,
    private readonly clock: Clock,
    private readonly limits: { maxBytes: number; keepMs: number },
  ) {}

  /**
   * Keeps a file for later sends.
   * @throws DomainError `too_large`, `media_failed` for an empty file, `storage`
   */
  async save(
    session: SessionName,
    bytes: AsyncIterable<Uint8Array>,
    claims: UploadClaims = {},
    signal?: AbortSignal,
  ): Promise<Media> {
    const mediaId = newMediaId();
    this.saving.add(mediaId);
    try {
      return await this.write(session, mediaId, bytes, claims, signal);
    } finally {
      this.saving.delete(mediaId);
    }
  }

  /** Facts of an upload; `expired` once its 7 days are over. */
  async find(session: SessionName, mediaId: string): Promise<Media | undefined> {
    const record = await this.shelf.recall(session, mediaId);
    if (!record) return undefined;
    return this.isOver(record) ? { ...record.media, state: 'expired' } : record.media;
  }

  /**
   * Puts the upload's bytes at `target` too, so that a send does not lose them when the upload's time is over.
   * @throws NotFoundError, DomainError `media_expired`
   */
  async use(session: SessionName, mediaId: string, target: string): Promise<Media> {
    const media = await this.find(session, mediaId);
    if (!media) throw new NotFoundError('There is no upload with this id');
    const file = await this.shelf.fileOf(session, mediaId);
    const exists = await stat(file).catch(() => undefined);
    if (media.state !== 'ready' || !exists) throw new DomainError('media_expired', 'The upload is no longer kept');
    // Not every file system can link.
    await link(file, target).catch(() => copyFile(file, target));
    const now = this.clock.now();
    await utimes(target, now, now);
    return media;
  }

  async remove(session: SessionName, mediaId: string): Promise<void> {
    await this.shelf.remove(session, mediaId);
  }

  /** After a restart: what an end of the process left half-written goes. */
  async recover(session: SessionName): Promise<void> {
    await this.shelf.tidy(session, this.saving);
  }

  /** Removes what was kept long enough. */
  async sweep(session: SessionName): Promise<void> {
    for (const record of await this.shelf.all(session))
      if (this.isOver(record)) await this.shelf.remove(session, record.media.mediaId);
  }

  private async write(
    session: SessionName,
    mediaId: string,
    bytes: AsyncIterable<Uint8Array>,
    claims: UploadClaims,
    signal: AbortSignal | undefined,
  ): Promise<Media> {
    const fileName = cleanFileName(claims.fileName);
    const written = await this.shelf.write(session, mediaId, bytes, { maxBytes: this.limits.maxBytes, signal });
    try {
      const file = await this.shelf.fileOf(session, mediaId);
      const mimeType = await sniff(file, 'document', { declared: claims.mimeType, header: claims.header, fileName });
      const media: Media = { mediaId, state: 'ready', mimeType, ...written, ...(fileName && { fileName }) };
      await this.shelf.remember(session, { media, since: this.clock.now().toISOString() });
      return media;
    } catch (error) {
      await this.shelf.remove(session, mediaId);
      throw error;
    }
  }

  private isOver({ since }: ShelfRecord): boolean {
    return this.clock.now().getTime() - Date.parse(since) >= this.limits.keepMs;
  }
}
