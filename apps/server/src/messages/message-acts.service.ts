import type { MessageId, MessageKey, MessagesPort } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestKey } from '../common/idempotency/request-key.js';
import { STORAGE } from '../common/tokens.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { sendId } from './message-id.js';
import { MessagesService } from './messages.service.js';

/** Names one message as a path does. */
export interface MessagePath {
  session: string;
  chatId: string;
  messageId: string;
}

type Act = (messages: MessagesPort, target: MessageKey, id: MessageId, occurredAt: Date) => Promise<void>;

/** What can be done to a message that is there. What came of it follows as an event. */
@Injectable()
export class MessageActsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly registry: SessionRegistry,
    private readonly messages: MessagesService,
  ) {}

  /**
   * Does it at WhatsApp. The act's own id follows from the request's key, so that a retry does nothing twice.
   * @throws NotFoundError when the message is not known; NotConnectedError; what the engine throws
   */
  async perform({ session, chatId, messageId }: MessagePath, { key, scope }: RequestKey, act: Act): Promise<void> {
    const { key: target, occurredAt } = this.messages.get(session, chatId, messageId);
    const engine = this.registry.session(session).connectedEngine();
    await act(engine.messages, target, sendId(this.storage.installKey, session, scope, key), occurredAt);
  }
}
