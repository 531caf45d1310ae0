import { randomUUID } from 'node:crypto';
import {
  DomainError,
  ERROR_CODES,
  type ErrorCode,
  type Jid,
  type Logger,
  type OutgoingContent,
  tryParseJid,
} from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../../../common/tokens.js';
import { MessagesService, type SendRequest } from '../../../messages/messages.service.js';
import { GajosuChats } from '../chats/gajosu-chats.service.js';
import { GajosuFinder } from '../gajosu-finder.js';
import { GajosuReads } from '../gajosu-reads.js';
import { chatNotFound, GajosuRefusal } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { type GajosuFullMessage, presentFullMessage } from './gajosu-raw-message.presenter.js';
import type { GajosuSend } from './gajosu-send.parse.js';
import { GajosuUrlMedia } from './gajosu-url-media.service.js';

/** How long a client waits for WhatsApp to confirm; afterwards it hears that the message is still on its way. */
const CONFIRMED_WITHIN_MS = 15_000;
const SCOPE = 'gajosu:sendMessage';

type Settled = Awaited<ReturnType<MessagesService['settled']>>;

/** Sends texts, and files that are named by their address. */
@Injectable()
export class GajosuSender {
  constructor(
    private readonly session: GajosuSession,
    private readonly messages: MessagesService,
    private readonly media: GajosuUrlMedia,
    private readonly find: GajosuFinder,
    private readonly reads: GajosuReads,
    private readonly chats: GajosuChats,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws GajosuRefusal; DomainError of what WhatsApp refused */
  async send(wanted: GajosuSend, signal: AbortSignal): Promise<GajosuFullMessage> {
    const { to, url, text, options } = wanted;
    const chat = this.find.address(to, chatNotFound);
    const quotedMessageId = await this.quoted(to, wanted);
    if (options.sendSeen) await this.markSeen(chat);
    const content: OutgoingContent = url === undefined ? { kind: 'text', text } : await this.media.fetch(url, options);
    const mentions = options.mentions.filter((id) => tryParseJid(id));
    const request: SendRequest = { chat, content, ...(quotedMessageId && { quotedMessageId }), mentions };
    const settled = await this.settle(request, signal);
    if (settled.error) throw refusalOf(settled.error, to, url !== undefined);
    return this.present(chat, settled);
  }

  private async settle(request: SendRequest, signal: AbortSignal): Promise<Settled> {
    const accepted = this.messages.accept(this.session.name, request, { key: randomUUID(), scope: SCOPE });
    const settled = await this.messages.settled(accepted, 'sent', CONFIRMED_WITHIN_MS, signal);
    // One that is still on its way may need its file once more.
    const isOver = !['accepted', 'prepared', 'dispatched'].includes(settled.state);
    if (isOver) await this.media.discard(request.content);
    return settled;
  }

  private present(chat: Jid, { messageId }: Settled): GajosuFullMessage {
    const message = this.reads.message(this.reads.resolve(chat), messageId);
    if (!message) throw new DomainError('internal', 'A message that was sent is not in the store');
    return presentFullMessage(message, this.session.account?.id);
  }

  private async quoted(to: string, { options }: GajosuSend): Promise<string | undefined> {
    const { quotedMessageId: id, ignoreQuoteErrors } = options;
    if (id === undefined || id === '') return undefined;
    try {
      return (await this.find.message(to, id)).key.id;
    } catch (error) {
      if (ignoreQuoteErrors && error instanceof GajosuRefusal) return undefined;
      throw error;
    }
  }

  /** The original does so before it sends; that it cannot be done is no reason not to send. */
  private async markSeen(chat: Jid): Promise<void> {
    try {
      await this.chats.seen(chat);
    } catch (error) {
      this.logger.debug('the chat could not be marked as read before sending', { error });
    }
  }
}

function refusalOf({ code, detail, whatsappCode }: NonNullable<Settled['error']>, to: string, isMedia: boolean) {
  if (code === 'not_on_whatsapp' || code === 'not_found') return chatNotFound(to);
  const known = ERROR_CODES.find((one): one is ErrorCode => one === code) ?? 'rejected';
  const cause = new DomainError(known, detail ?? 'WhatsApp did not take the message', { whatsappCode });
  if (!isMedia) return cause;
  return new GajosuRefusal('media_failed', 502, { error: 'Failed to send media from URL' }, { cause });
}
