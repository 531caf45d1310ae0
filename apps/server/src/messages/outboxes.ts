import type { Clock, LoggedEvent, Logger, MessageId } from '@columba/core';
import type { SendRecord, Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { Governors } from '../pacing/governors.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { SessionOutbox } from './session-outbox.js';

/** One outbox per session, woken by what the log says. */
@Injectable()
export class Outboxes implements OnModuleInit, OnModuleDestroy {
  private readonly outboxes = new Map<string, SessionOutbox>();
  private stopped = false;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly registry: SessionRegistry,
    private readonly watch: LogWatch,
    private readonly governors: Governors,
  ) {}

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.heard(event)));
    this.registry.onForgotten((session) => this.drop(session));
  }

  /** From here on nothing leaves; what is stored goes after the next start. */
  onModuleDestroy(): void {
    this.stopped = true;
    for (const outbox of this.outboxes.values()) outbox.stop();
  }

  add(record: SendRecord): void {
    if (!this.stopped) this.of(record.session).add(record);
  }

  /** Ends a send that has not left. Returns whether it could. */
  cancel(session: string, messageId: MessageId): boolean {
    return !this.stopped && this.of(session).cancel(messageId);
  }

  /** Ends all sends of a session that have not left: the account that they are of goes. */
  cancelAll(session: string): void {
    for (const { messageId } of this.storage.sends.unfinished(session)) this.cancel(session, messageId);
  }

  waiting(session: string): number {
    return this.of(session).size;
  }

  /** Sends of a session that left at least so long ago and were never confirmed. */
  unanswered(session: string, ms: number): MessageId[] {
    return this.of(session).unanswered(ms);
  }

  private heard(event: LoggedEvent): void {
    if (this.stopped || !this.storage.sessions.get(event.session)) return;
    // Not at once: the engine is still in the middle of telling that it is connected.
    if (event.type === 'session.state_changed' && event.data.state === 'connected')
      setImmediate(() => this.connected(event.session));
    if (event.type === 'message.status_changed' && event.data.status !== 'pending')
      this.of(event.session).settled(event.data.messageId);
  }

  private connected(session: string): void {
    if (!this.stopped && this.storage.sessions.get(session)) this.of(session).connected();
  }

  private of(session: string): SessionOutbox {
    const known = this.outboxes.get(session);
    if (known) return known;
    const { storage, clock, logger } = this;
    const live = this.registry.session(session);
    const made = new SessionOutbox({
      storage,
      clock,
      logger: logger.child({ session }),
      live,
      governor: this.governors.of(live.name),
      tooFast: () => this.governors.tooFast(live.name),
    });
    this.outboxes.set(session, made);
    return made;
  }

  private drop(session: string): void {
    this.outboxes.get(session)?.stop();
    this.outboxes.delete(session);
  }
}
