import { readFile } from 'node:fs/promises';
import type { SessionName } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { openImage, readImage } from '../convert/image-library.js';
import type { MediaSource } from '../outgoing/media-source.js';
import { OutgoingMediaService } from '../outgoing/outgoing-media.service.js';

/** Pixels of WhatsApp's profile pictures. */
const EDGE = 640;

/** Profile pictures, of whatever a caller gives. */
@Injectable()
export class PicturesService {
  constructor(private readonly media: OutgoingMediaService) {}

  /**
   * A square JPEG; what sticks out is cut off, transparency becomes white.
   * @throws DomainError `media_failed`, `too_large`, `invalid_input`, for uploads `not_found` and `media_expired`
   */
  async jpeg(session: SessionName, source: MediaSource, signal?: AbortSignal): Promise<Uint8Array> {
    const { media } = await this.media.prepare(session, { kind: 'image', media: source }, signal);
    try {
      const image = await readFile(media.file);
      return await readImage(async () =>
        (await openImage(image))
          .resize(EDGE, EDGE, { fit: 'cover', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality: 85 })
          .toBuffer(),
      );
    } finally {
      await this.media.discard(media);
    }
  }
}
