import {
  delay,
  DomainError,
  phoneOf,
  toDomainError,
  type Clock,
  type EngineService,
  type Jid,
  type MessageId,
  type MessageKey,
  type MessageStatus,
  type SessionName,
} from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestKey } from '../common/idempotency/request-key.js';
import { CLOCK, STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { Governors } from '../pacing/governors.js';
import { SessionAccess } from '../sessions/session-access.js';
import { inSession } from '../supervision/session-scope.js';
import { toMessageErrorDto } from './message-error.schema.js';
import { sendId } from './message-id.js';
import type { MessagePath } from './message-reader.service.js';
import { MessagesService } from './messages.service.js';
import type { SendResultDto } from './messages.schema.js';
import { isFulfilled, type WaitFor } from './send-status.js';

/** A forward waits for its turn no longer than this; nothing keeps it until later. */
const MOST_PATIENCE_MS = 5_000;

/** A message on its way to one more chat. */
export interface Forward {
  session: SessionName;
  chat: Jid;
  messageId: MessageId;
  acceptedAt: Date;
  error?: DomainError;
}

/**
 * Forwards messages. They leave at once or not at all, because only the engine has the original: nothing of a forward
 * waits in the outbox.
 */
@Injectable()
export class ForwardsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly access: SessionAccess,
    private readonly messages: MessagesService,
    private readonly governors: Governors,
    private readonly watch: LogWatch,
  ) {}

  /**
   * One after the other, in the order of the chats. What goes wrong for one chat stands in its result.
   * @throws NotFoundError, NotConnectedError, InvalidInputError before anything left
   */
  async forward(path: MessagePath, chatIds: readonly string[], { key, scope }: RequestKey): Promise<Forward[]> {
    const { key: target } = this.messages.get(path.session, path.chatId, path.messageId);
    const session = this.access.name(path.session);
    const chats = [...new Set(chatIds.map((chat) => this.access.chat(session, chat)))];
    const engine = this.access.engine(session);
    const forwards: Forward[] = [];
    for (const chat of chats) {
      const messageId = sendId(this.storage.installKey, session, `${scope}:${chat}`, key);
      const forward: Forward = { session, chat, messageId, acceptedAt: this.clock.now() };
      forwards.push({ ...forward, ...(await this.send(engine, target, forward)) });
    }
    return forwards;
  }

  /** Waits until all are that far, or will never be. */
  async settled(forwards: readonly Forward[], waitFor: WaitFor, ms: number, signal: AbortSignal): Promise<void> {
    if (waitFor === 'none') return;
    await this.watch.until(() => forwards.every((forward) => isFulfilled(this.statusOf(forward), waitFor)), ms, signal);
  }

  result(forward: Forward, idempotencyKey: string): SendResultDto {
    const { chat, messageId, acceptedAt, error } = forward;
    return {
      messageId,
      chatId: chat,
      phone: phoneOf(chat),
      lid: chat.endsWith('@lid') ? chat : undefined,
      status: this.statusOf(forward),
      acceptedAt: acceptedAt.toISOString(),
      error: error && toMessageErrorDto({ code: error.code, detail: error.message, ...error.details }),
      idempotencyKey,
    };
  }

  private statusOf({ session, chat, messageId, error }: Forward): MessageStatus {
    if (error && error.code !== 'uncertain') return 'failed';
    return this.storage.messages.get(session, chat, messageId)?.status ?? 'pending';
  }

  private async send(
    engine: EngineService,
    target: MessageKey,
    { session, chat, messageId }: Forward,
  ): Promise<Pick<Forward, 'error'>> {
    // A repetition of a request that was cut off: this one has left.
    if (this.storage.messages.get(session, chat, messageId)) return {};
    const governor = this.governors.of(session);
    const waitMs = governor.waitFor(chat);
    if (waitMs > MOST_PATIENCE_MS)
      return { error: new DomainError('account_limited', 'The pace of this session does not allow it now') };
    try {
      if (waitMs > 0) await delay(this.clock, waitMs);
      governor.leaving(chat);
      await inSession(session, () => engine.messages.forward(target, chat, messageId));
      return {};
    } catch (error) {
      return { error: toDomainError(error, 'engine_error') };
    }
  }
}
