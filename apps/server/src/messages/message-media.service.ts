import type { Readable } from 'node:stream';
import { DomainError, NotFoundError, type Media, type Message, type SessionName } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { isMediaId, mediaIdOf } from '../media/disk/media-folders.js';
import { IncomingStore } from '../media/incoming/incoming-store.js';
import { SessionRegistry } from '../sessions/session-registry.js';

/** The whole file of a message. */
export interface OpenedMedia {
  media: Media;
  sizeBytes: number;
  /** Must be read to its end or destroyed. */
  bytes: Readable;
}

/** Files of messages: fetched from WhatsApp when somebody wants them, and kept for a while. */
@Injectable()
export class MessageMediaService {
  constructor(
    private readonly store: IncomingStore,
    private readonly registry: SessionRegistry,
  ) {}

  /**
   * @throws NotFoundError when the message has no file; NotConnectedError when it would have to be fetched and cannot be;
   *   DomainError `media_expired` when WhatsApp no longer has it, `media_failed`, `storage`; the reason of the signal
   */
  async open(session: SessionName, message: Message, signal?: AbortSignal): Promise<OpenedMedia> {
    const { content, key } = message;
    if (!('media' in content)) throw new NotFoundError('This message has no media');
    const { state: _told, ...facts } = content.media;
    // Own files are named after the send; what is kept here has an id of ours.
    const mediaId = isMediaId(facts.mediaId) ? facts.mediaId : mediaIdOf(session, key.chat, key.id);
    const known = await this.store.find(session, mediaId);
    if (known?.state !== 'ready') {
      const engine = this.registry.session(session).connectedEngine();
      await this.store.announce(session, { ...facts, mediaId });
      await this.store.receive(session, mediaId, () => engine.media.download(key), signal);
    }
    const { media, bytes } = await this.store.open(session, mediaId);
    if (media.sizeBytes !== undefined) return { media, sizeBytes: media.sizeBytes, bytes };
    bytes.destroy();
    throw new DomainError('media_failed', 'The file is not complete');
  }
}
