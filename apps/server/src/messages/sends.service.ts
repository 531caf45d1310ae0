import type { OutgoingContent } from '@columba/core';
import type { SendRecord } from '@columba/storage';
import { Injectable } from '@nestjs/common';
import type { RequestKey } from '../common/idempotency/request-key.js';
import { OutgoingMediaService, type MediaDraft } from '../media/outgoing/outgoing-media.service.js';
import { SessionAccess } from '../sessions/session-access.js';
import type { ContentDraft } from './content/outgoing-kind.js';
import { MessagesService, type SendRequest } from './messages.service.js';

/** What is to be sent, with media still to be fetched. */
export type DraftRequest = Omit<SendRequest, 'content'> & { content: ContentDraft };

/** From what a caller asks for to an accepted message: fetches and converts its file, if it has one. */
@Injectable()
export class SendsService {
  constructor(
    private readonly messages: MessagesService,
    private readonly media: OutgoingMediaService,
    private readonly access: SessionAccess,
  ) {}

  /**
   * Nothing is fetched for a message that could not be accepted, nor twice for one key.
   * @throws as {@link MessagesService.accept} and {@link OutgoingMediaService.prepare}; the reason of the signal
   */
  async send(session: string, request: DraftRequest, key: RequestKey, signal: AbortSignal): Promise<SendRecord> {
    const { content: draft } = request;
    const known = this.messages.known(session, key);
    if (known) return known;
    if (!isDraft(draft)) return this.messages.accept(session, { ...request, content: draft }, key);
    this.messages.check(session, request.chat, draft.kind);
    const content = await this.media.prepare(this.access.name(session), draft, signal);
    try {
      return this.messages.accept(session, { ...request, content }, key);
    } catch (error) {
      await this.media.discard(content.media);
      throw error;
    }
  }
}

const isDraft = (content: ContentDraft): content is MediaDraft =>
  'media' in content && !('file' in (content as Extract<OutgoingContent, { media: unknown }>).media);
