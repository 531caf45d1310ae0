import {
  DomainError,
  InvalidInputError,
  isActive,
  isGroup,
  jidKind,
  NotConnectedError,
  NotFoundError,
  parseJid,
  parseMessageId,
  STATUS_JID,
  UnsupportedError,
  type Capabilities,
  type Clock,
  type Feature,
  type Jid,
  type LoggedEvent,
  type Message,
  type MessageId,
  type MessageKey,
  type OutgoingContent,
  type OutgoingKind,
  type SessionName,
} from '@columba/core';
import type { SendRecord, Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { claimScope, KEY_KEPT_FOR_MS, type RequestKey } from '../common/idempotency/request-key.js';
import { CLOCK, STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { isClockWrong } from '../sessions/clock-offset.js';
import { notConnected } from '../sessions/live-session.js';
import { Governors } from '../pacing/governors.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { sendId } from './message-id.js';
import { Outboxes } from './outboxes.js';
import { isFulfilled, STATUS_OF, type WaitFor } from './send-status.js';

const MOST_WAITING = 1_000;
const LIFETIME_SECONDS = 24 * 3600;
const RETRY_AFTER_SECONDS = 10;

export interface SendRequest {
  /** In any usual spelling. */
  chat: string;
  content: OutgoingContent;
  quotedMessageId?: string;
  mentions?: readonly string[];
  /** Everybody in the group is meant. */
  mentionAll?: boolean;
  /** After so many seconds it disappears from the chat. */
  disappearingSeconds?: number;
  /** Of a status: who sees it. */
  audience?: readonly string[];
  expiresInSeconds?: number;
  clientReference?: string;
}

/** Sending messages, and reading those that came and went. */
@Injectable()
export class MessagesService implements OnModuleDestroy {
  private stopping = false;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly registry: SessionRegistry,
    private readonly outboxes: Outboxes,
    private readonly watch: LogWatch,
    private readonly governors: Governors,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /**
   * Accepts a message: from here on it is stored, and leaves as soon as it can, once. The same key gives the same send.
   * @throws NotConnectedError when the session does not work towards a connection; DomainError `queue_full`,
   * `account_limited` when no chat may be begun now, `unavailable`, `invalid_input`; UnsupportedError when the engine does
   * not send this; StorageError when it could not be stored.
   */
  accept(session: string, request: SendRequest, { key, scope }: RequestKey): SendRecord {
    const live = this.registry.session(session);
    const { known, messageId } = this.find(session, { key, scope });
    if (known) return known;
    const chat = this.check(session, request.chat, request.content.kind);
    if (request.mentionAll) refuseMentionAll(live.capabilities, chat);
    const now = this.clock.now();
    const send = {
      session: live.name,
      messageId,
      chat,
      content: request.content,
      quoted: this.quoted(live.name, chat, request.quotedMessageId),
      mentions: request.mentions?.map((person) => parseJid(person)),
      mentionAll: request.mentionAll,
      disappearingSeconds: request.disappearingSeconds,
      audience: request.audience?.map((person) => this.chatOf(live.name, person)),
      clientReference: request.clientReference,
      createdAt: now,
      expiresAt: new Date(now.getTime() + (request.expiresInSeconds ?? LIFETIME_SECONDS) * 1000),
    };
    const record = this.storage.sends.accept(send, { scope: claimScope(session, scope), key });
    this.outboxes.add(record);
    return record;
  }

  /**
   * What became of an earlier request with this key, as long as keys are kept.
   * @throws NotFoundError for a session that is not there
   */
  known(session: string, key: RequestKey): SendRecord | undefined {
    return this.find(session, key).known;
  }

  /** The send that a key stands for now, or the id of the one that it will stand for. */
  private find(session: string, { key, scope }: RequestKey): { messageId: MessageId; known?: SendRecord } {
    const { name, clockOffsetMs } = this.registry.session(session);
    for (let generation = 0; ; generation += 1) {
      const messageId = sendId(this.storage.installKey, name, scope, key, generation);
      const known = this.storage.sends.get(name, messageId);
      if (!known) return { messageId };
      // By a clock that is wrong nothing is old.
      const ageMs = isClockWrong(clockOffsetMs) ? 0 : this.clock.now().getTime() - known.createdAt.getTime();
      if (ageMs < KEY_KEPT_FOR_MS) return { messageId, known };
    }
  }

  /** Whether a message could be accepted now. Returns the address of its chat. @throws as {@link accept} */
  check(session: string, chatId: string, kind: OutgoingKind): Jid {
    if (this.stopping)
      throw new DomainError('unavailable', 'Columba is stopping', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    const live = this.registry.session(session);
    if (!isActive(live.state.state)) throw new NotConnectedError(notConnected(session, live.state.state));
    if (this.outboxes.waiting(session) >= MOST_WAITING)
      throw new DomainError('queue_full', `${MOST_WAITING} messages wait in this session`, {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    const chat = this.chatOf(live.name, chatId);
    refuseWhatItCannot(live.capabilities, chat, kind);
    if (chat !== STATUS_JID) this.refuseNewChat(live.name, chat);
    return chat;
  }

  /** Waits until the message is that far, or will never be. Returns the send as it is then. */
  async settled(send: SendRecord, waitFor: WaitFor, ms: number, signal: AbortSignal): Promise<SendRecord> {
    const now = () => this.storage.sends.get(send.session, send.messageId) ?? send;
    const isDone = () => isFulfilled(STATUS_OF[now().state], waitFor);
    if (waitFor !== 'none') await this.watch.until(isDone, ms, signal, (events) => events.some(isAbout(send)));
    return now();
  }

  /** Newest first. `before` is the cursor of the page before. */
  list(session: string, chat: string, page: { limit: number; before?: string }) {
    const { name } = this.registry.record(session);
    return this.storage.messages.list(name, this.chatOf(name, chat), page);
  }

  /** @throws NotFoundError */
  get(session: string, chat: string, messageId: string): Message {
    const { name } = this.registry.record(session);
    const message = this.storage.messages.get(name, this.chatOf(name, chat), parseMessageId(messageId));
    if (!message) throw new NotFoundError('There is no such message in this chat');
    return message;
  }

  /** What would wait for hours is better refused now. */
  private refuseNewChat(session: SessionName, chat: Jid): void {
    const waitMs = this.governors.of(session).closedFor(chat);
    if (waitMs > 0)
      throw new DomainError('account_limited', 'No more chats may be begun in this session for now', {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
  }

  /** The canonical address of a chat: the phone of a person when it is known. */
  private chatOf(session: SessionName, text: string): Jid {
    return this.storage.people.resolve(session, parseJid(text));
  }

  /** @throws NotFoundError when the quoted message is not known in this chat. */
  private quoted(session: SessionName, chat: Jid, messageId: string | undefined): MessageKey | undefined {
    if (messageId === undefined) return undefined;
    const message = this.storage.messages.get(session, chat, parseMessageId(messageId));
    if (!message) throw new NotFoundError('There is no message with quotedMessageId in this chat');
    return message.key;
  }
}

/** Whether an event may have moved a send on. */
const isAbout =
  ({ session, messageId }: SendRecord) =>
  ({ session: where, type, data }: LoggedEvent): boolean =>
    where === session && type === 'message.status_changed' && data.messageId === messageId;

/** Said now, rather than in the result of a message that never had a chance. */
function refuseWhatItCannot(capabilities: Capabilities | undefined, chat: Jid, kind: OutgoingKind): void {
  refuse(capabilities, chat === STATUS_JID ? 'statuses.post' : `messages.send.${kind}`);
  if (jidKind(chat) === 'channel') refuse(capabilities, 'channels.messages');
}

function refuseMentionAll(capabilities: Capabilities | undefined, chat: Jid): void {
  if (!isGroup(chat)) throw new InvalidInputError('Everybody can be mentioned in groups only');
  refuse(capabilities, 'messages.mentionAll');
}

function refuse(capabilities: Capabilities | undefined, feature: Feature): void {
  const capability = capabilities?.[feature];
  if (capability?.level === 'none')
    throw new UnsupportedError(`The engine of this session does not do ${feature}: ${capability.reason}`);
}
