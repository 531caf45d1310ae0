import { DomainError, type Media, type Message } from '@columba/core';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { downloadHeaders } from '../../../media/download/download-headers.js';
import { MessageMediaService, type OpenedMedia } from '../../../messages/message-media.service.js';
import { GajosuFinder } from '../gajosu-finder.js';
import { presentId } from '../gajosu-ids.js';
import { GajosuRefusal, noMedia } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import type { MessagePath } from './gajosu-messages.service.js';

/** The file of a message, as an attachment that is named after the message. */
@Injectable()
export class GajosuDownload {
  constructor(
    private readonly session: GajosuSession,
    private readonly find: GajosuFinder,
    private readonly media: MessageMediaService,
  ) {}

  /** @throws GajosuRefusal 404, 410 or 422 */
  async open(path: MessagePath, response: Response, signal: AbortSignal): Promise<StreamableFile> {
    const message = await this.find.message(path.id, path.messageId);
    const { media, sizeBytes, bytes } = await this.opened(message, signal);
    const headers = downloadHeaders({ ...media, fileName: nameOf(message, media) }, sizeBytes);
    // Only the whole file is served here.
    for (const [name, value] of Object.entries(headers)) if (name !== 'Accept-Ranges') response.setHeader(name, value);
    return new StreamableFile(bytes);
  }

  private async opened(message: Message, signal: AbortSignal): Promise<OpenedMedia> {
    if (!('media' in message.content) || message.revokedAt) throw noMedia();
    try {
      return await this.media.open(this.session.name, message, signal);
    } catch (cause) {
      const code = cause instanceof DomainError ? cause.code : undefined;
      if (code === 'media_expired') throw gone(410, 'The media is no longer at WhatsApp', cause);
      if (code === 'media_failed' || code === 'not_found') throw gone(404, 'The media cannot be downloaded', cause);
      throw cause;
    }
  }
}

const gone = (status: number, error: string, cause: unknown) =>
  new GajosuRefusal('media_expired', status, { error }, { cause });

/** The second half of the type, without its parameters, is the ending. */
function nameOf({ key }: Message, { mimeType }: Media): string {
  const [, ending = 'bin'] = /^[^/;]+\/([^;\s]+)/.exec(mimeType) ?? [];
  return `${presentId(key.chat)}_${key.id}.${ending}`;
}
