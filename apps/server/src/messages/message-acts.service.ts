import { ConflictError, type Message, type MessageId, type MessageKey, type MessagesPort } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestKey } from '../common/idempotency/request-key.js';
import { STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import type { MessagePath } from './message-reader.service.js';
import { sendId } from './message-id.js';
import { MessagesService } from './messages.service.js';
import { Outboxes } from './outboxes.js';

export type { MessagePath };

/** Whether what is kept of the message, if anything is, shows what was done. */
type IsTold = (now: Message | undefined) => boolean;
type Act = (messages: MessagesPort, target: MessageKey, id: MessageId, occurredAt: Date) => Promise<void>;

const isRevoked: IsTold = (now) => now === undefined || now.revokedAt !== undefined;
const removeHere: Act = (messages, target, _, occurredAt) => messages.deleteForMe(target, occurredAt);

/** What can be done to a message that is there. What came of it follows as an event. */
@Injectable()
export class MessageActsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly registry: SessionRegistry,
    private readonly messages: MessagesService,
    private readonly outboxes: Outboxes,
    private readonly watch: LogWatch,
  ) {}

  /** Changes the text of an own message, and waits until the log has it. @throws as {@link perform} */
  async edit(path: MessagePath, key: RequestKey, text: string): Promise<void> {
    const { editedAt } = this.message(path);
    const isTold: IsTold = (now) => now?.editedAt?.getTime() !== editedAt?.getTime();
    await this.perform(path, key, (messages, target, id) => messages.edit(target, text, id), isTold);
  }

  /** Takes it back from everybody, and waits until the log has it. @throws as {@link perform} */
  revoke(path: MessagePath, key: RequestKey): Promise<void> {
    return this.perform(path, key, (messages, target, id) => messages.revoke(target, id), isRevoked);
  }

  /** Removes it for this account alone, and waits until the log has it. @throws as {@link perform} */
  deleteForMe(path: MessagePath, key: RequestKey): Promise<void> {
    return this.perform(path, key, removeHere, (now) => now === undefined);
  }

  /** Waits until the log has it. @throws as {@link perform} */
  star(path: MessagePath, key: RequestKey, starred: boolean): Promise<void> {
    const isTold: IsTold = (now) => now?.starred === starred;
    return this.perform(path, key, (messages, target) => messages.star(target, starred), isTold);
  }

  /**
   * Takes back a send that waits for its turn.
   * @throws NotFoundError when the message is not known; ConflictError when it left, or may have.
   */
  cancel(path: MessagePath): void {
    const { key } = this.message(path);
    if (!this.outboxes.cancel(path.session, key.id))
      throw new ConflictError('This message does not wait any more: it left, or may have');
  }

  /**
   * Does it at WhatsApp. The act's own id follows from the request's key, so that a retry does nothing twice.
   * @throws NotFoundError when the message is not known; NotConnectedError; what the engine throws
   */
  async perform(path: MessagePath, { key, scope }: RequestKey, act: Act, isTold?: IsTold): Promise<void> {
    const { session } = path;
    const { key: target, occurredAt } = this.message(path);
    const engine = this.registry.session(session).connectedEngine();
    await act(engine.messages, target, sendId(this.storage.installKey, session, scope, key), occurredAt);
    if (isTold) await this.watch.told(() => isTold(this.storage.messages.get(session, target.chat, target.id)));
  }

  private message({ session, chatId, messageId }: MessagePath): Message {
    return this.messages.get(session, chatId, messageId);
  }
}
