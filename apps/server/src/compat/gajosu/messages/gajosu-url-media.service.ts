import { STATUS_CODES } from 'node:http';
import { DomainError, type Clock, type Media, type OutgoingContent, type OutgoingMedia } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG } from '../../../common/tokens.js';
import type { MediaConfig } from '../../../config/media.config.js';
import { MediaEgress } from '../../../egress/egress.module.js';
import type { EgressResponse } from '../../../egress/egress-guard.js';
import { OutgoingMediaService } from '../../../media/outgoing/outgoing-media.service.js';
import { UploadStore } from '../../../media/uploads/upload-store.js';
import { GajosuRefusal } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { draftOf } from './gajosu-media-draft.js';
import type { GajosuSendOptions } from './gajosu-send.parse.js';

/** Media that are named by their address: fetched here, through the guard, never by an engine. */
@Injectable()
export class GajosuUrlMedia {
  private readonly limits: MediaConfig;

  constructor(
    @Inject(CONFIG) { media }: { media: MediaConfig },
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly session: GajosuSession,
    private readonly egress: MediaEgress,
    private readonly uploads: UploadStore,
    private readonly outgoing: OutgoingMediaService,
  ) {
    this.limits = media;
  }

  /** @throws GajosuRefusal 408, 413, 502 or the status of the remote server; DomainError `unsupported`, `storage` */
  async fetch(url: string, options: GajosuSendOptions): Promise<OutgoingContent> {
    const { name } = this.session;
    const upload = await this.download(url);
    try {
      const draft = draftOf(upload, options);
      const asDocument = draftOf(upload, { ...options, sendMediaAsDocument: true });
      return await this.outgoing.prepare(name, draft).catch((error: unknown) => {
        // The bytes are not what the server said: they can still be sent as they are.
        if (options.sendMediaAsSticker || !isUnfit(error)) throw error;
        return this.outgoing.prepare(name, asDocument);
      });
    } catch (error) {
      throw isUnfit(error) ? failed(`Unable to write media from ${url}`, error) : error;
    } finally {
      await this.uploads.remove(name, upload.mediaId);
    }
  }

  /** When its send is over. */
  async discard(content: OutgoingContent): Promise<void> {
    if ('media' in content) await this.outgoing.discard(content.media satisfies OutgoingMedia);
  }

  private async download(url: string): Promise<Media> {
    const { urlTimeoutMs } = this.limits;
    const late = new AbortController();
    const error = `Media download from ${url} timed out after ${urlTimeoutMs}ms`;
    const cancel = this.clock.after(urlTimeoutMs, () => late.abort(new GajosuRefusal('timeout', 408, { error })));
    try {
      return await this.receive(url, late.signal);
    } catch (thrown) {
      throw this.refusalOf(url, thrown);
    } finally {
      cancel();
    }
  }

  private async receive(url: string, signal: AbortSignal): Promise<Media> {
    const answer = await this.egress.request(withScheme(url), { maxBytes: this.limits.urlMaxBytes, signal });
    if (answer.status >= 400) throw remoteRefusal(answer, url);
    const header = [answer.headers['content-type']].flat()[0];
    const claims = { fileName: nameOf(url), ...(header !== undefined && { header }) };
    return this.uploads.save(this.session.name, answer.body, claims, signal);
  }

  private refusalOf(url: string, thrown: unknown): unknown {
    if (!(thrown instanceof DomainError) || thrown instanceof GajosuRefusal) return thrown;
    const error = `Media size exceeds limit of ${this.limits.urlMaxBytes} bytes`;
    if (thrown.code === 'too_large') return new GajosuRefusal('too_large', 413, { error }, { cause: thrown });
    if (thrown.code === 'unavailable') return failed(`Failed to download media from ${url}`, thrown);
    return isUnfit(thrown) ? failed(`Unexpected error downloading media from ${url}`, thrown) : thrown;
  }
}

const failed = (error: string, cause: unknown) => new GajosuRefusal('media_failed', 502, { error }, { cause });

function remoteRefusal({ status, body }: EgressResponse, url: string): GajosuRefusal {
  // Nobody wants it; that it breaks off is no error.
  body.on('error', () => {});
  body.destroy();
  return new GajosuRefusal('media_failed', status, { error: `${STATUS_CODES[status] ?? 'Error'} from ${url}` });
}

const isUnfit = (error: unknown): boolean => error instanceof DomainError && error.code === 'media_failed';

const withScheme = (url: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`);

/** The last part of the path, as it stands there. */
function nameOf(url: string): string {
  const text = withScheme(url);
  const last = URL.canParse(text) ? new URL(text).pathname.split('/').at(-1) : '';
  return last || 'media';
}
