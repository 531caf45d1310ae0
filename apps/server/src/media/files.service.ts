import type { Readable } from 'node:stream';
import { DomainError, InvalidInputError, NotFoundError, type Media } from '@columba/core';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SessionAccess } from '../sessions/session-access.js';
import { parseRange, type ByteRange } from './download/byte-range.js';
import { IncomingStore } from './incoming/incoming-store.js';
import { UploadStore } from './uploads/upload-store.js';

export interface OpenedFile {
  media: Media;
  /** Of the whole file. */
  sizeBytes: number;
  range?: ByteRange;
  /** Must be read to its end or destroyed. */
  bytes: Readable;
}

/** Files of a session by their id: uploads, and what came with messages. */
@Injectable()
export class FilesService {
  constructor(
    private readonly access: SessionAccess,
    private readonly uploads: UploadStore,
    private readonly incoming: IncomingStore,
  ) {}

  /** Keeps the body of a request. @throws NotFoundError, DomainError `too_large`, `media_failed`, `storage` */
  save(session: string, request: Request, signal: AbortSignal): Promise<Media> {
    const name = this.access.name(session);
    const claims = { header: request.get('content-type'), fileName: nameIn(request.get('x-file-name')) };
    return this.uploads.save(name, request, claims, signal);
  }

  /** @throws NotFoundError, InvalidInputError for what is no id */
  async find(session: string, mediaId: string): Promise<Media> {
    const name = this.access.name(session);
    const media = (await this.uploads.find(name, mediaId)) ?? (await this.incoming.find(name, mediaId));
    if (!media) throw new NotFoundError('There is no file with this id');
    return media;
  }

  /** A received file, or the part of it that a `Range` header asks for. @throws as {@link IncomingStore.open} */
  async open(session: string, mediaId: string, header: string | undefined): Promise<OpenedFile> {
    const name = this.access.name(session);
    const { state, sizeBytes = 0 } = (await this.incoming.find(name, mediaId)) ?? {};
    // What cannot be opened has no parts either, and a better answer than that.
    const range = state === 'ready' ? parseRange(header, sizeBytes) : undefined;
    if (range === 'unsatisfiable')
      throw new InvalidInputError(`The file has ${sizeBytes} bytes: there is no such part`);
    const { media, bytes } = await this.incoming.open(name, mediaId, range);
    if (media.sizeBytes !== undefined)
      return { media, sizeBytes: media.sizeBytes, bytes, ...(range === undefined ? {} : { range }) };
    bytes.destroy();
    throw new DomainError('media_failed', 'The file is not complete');
  }

  /** Only our own copy of an upload. */
  async remove(session: string, mediaId: string): Promise<void> {
    await this.uploads.remove(this.access.name(session), mediaId);
  }
}

function nameIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return decodeURIComponent(header);
  } catch (cause) {
    throw new InvalidInputError('X-File-Name must be percent-encoded', { cause });
  }
}
