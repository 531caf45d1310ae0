import { randomUUID } from 'node:crypto';
import {
  DomainError,
  ERROR_CODES,
  TimeoutError,
  type ErrorCode,
  type MessageId,
  type OutgoingContent,
} from '@columba/core';
import { Injectable } from '@nestjs/common';
import { OutgoingMediaService } from '../../../media/outgoing/outgoing-media.service.js';
import { MessagesService, type SendRequest } from '../../../messages/messages.service.js';
import type { FaserfCall } from '../faserf-call.js';
import { FaserfReads } from '../faserf-reads.js';
import { messageNotFound } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';
import { FaserfFlights } from './faserf-flights.js';
import { plainWhereNeeded } from './faserf-plain.js';
import type { FaserfSend } from './faserf-send.parse.js';

/** Clients wait for 30 seconds and then send once more. */
const CONFIRMED_WITHIN_MS = 25_000;
const SCOPE = 'faserf:send';

type Accepted = ReturnType<MessagesService['accept']>;

export interface Sent {
  status: 'sent';
  id: MessageId;
}

/** Sends whatever it is. The same payload is the same send until somebody was told how that went. */
@Injectable()
export class FaserfSender {
  constructor(
    private readonly messages: MessagesService,
    private readonly media: OutgoingMediaService,
    private readonly reads: FaserfReads,
    private readonly sessions: FaserfSessions,
    private readonly flights: FaserfFlights,
  ) {}

  /** @throws DomainError what WhatsApp refused; TimeoutError while it is not confirmed: sent again, it is the same send */
  async send(call: FaserfCall, wanted: FaserfSend): Promise<Sent> {
    const settled = await this.flights.join(call, {
      begin: () => this.accept(call, wanted),
      over: (accepted) => this.messages.settled(accepted, 'sent', LONGEST_FLIGHT_MS, NEVER),
      wait: (accepted) => this.confirmed(accepted, call.signal),
    });
    if (!settled) throw new TimeoutError('WhatsApp has not confirmed the message yet; it is still on its way');
    if ('media' in settled.content) await this.media.discard(settled.content.media);
    if (settled.error) throw refusalOf(settled.error);
    return { status: 'sent', id: settled.messageId };
  }

  private async confirmed(accepted: Accepted, signal: AbortSignal): Promise<Accepted | undefined> {
    const settled = await this.messages.settled(accepted, 'sent', CONFIRMED_WITHIN_MS, signal);
    return isOver(settled) ? settled : undefined;
  }

  private async accept({ session }: FaserfCall, wanted: FaserfSend): Promise<Accepted> {
    const { chat, quotedMessageId, disappearingSeconds } = wanted;
    const quoted =
      quotedMessageId === undefined ? undefined : this.reads.message(session, chat, quotedMessageId as MessageId);
    if (quotedMessageId !== undefined && quoted?.key.chat !== this.reads.resolve(session, chat))
      throw messageNotFound();
    const request: SendRequest = {
      chat,
      content: await this.contentOf(session, wanted),
      ...(quotedMessageId !== undefined && { quotedMessageId }),
      ...(disappearingSeconds !== undefined && { disappearingSeconds }),
    };
    return this.messages.accept(session, request, { key: randomUUID(), scope: SCOPE });
  }

  private async contentOf(session: FaserfCall['session'], { content }: FaserfSend): Promise<OutgoingContent> {
    if ('fetch' in content) return this.media.prepare(session, content.fetch);
    return plainWhereNeeded(content, this.sessions.engine(session).capabilities);
  }
}

/** A send lives no longer than this. */
const LONGEST_FLIGHT_MS = 86_400_000;
const NEVER = new AbortController().signal;

const isOver = ({ state }: Accepted): boolean => !['accepted', 'prepared', 'dispatched'].includes(state);

function refusalOf({ code, detail, whatsappCode }: NonNullable<Accepted['error']>): DomainError {
  const known = ERROR_CODES.find((one): one is ErrorCode => one === code) ?? 'rejected';
  return new DomainError(known, detail ?? 'WhatsApp did not take the message', { whatsappCode });
}
