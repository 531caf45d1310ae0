import {
  fact,
  toDomainError,
  type Clock,
  type Logger,
  type Media,
  type MessageKey,
  type SessionName,
} from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../../common/tokens.js';
import { SessionRegistry } from '../../sessions/session-registry.js';
import { Turns } from '../convert/turns.js';
import { IncomingStore } from '../incoming/incoming-store.js';

/** So many at a time; a big file must not keep the small ones waiting. */
const AT_A_TIME = 3;
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 10_000;

/** Fetches files of messages, a few at a time, and tells what became of each. */
@Injectable()
export class Downloads implements OnModuleDestroy {
  private readonly ending = new AbortController();
  private readonly turns = new Turns(AT_A_TIME);
  private readonly running = new Set<string>();
  private readonly tries = new Map<string, number>();

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly registry: SessionRegistry,
    private readonly store: IncomingStore,
  ) {}

  onModuleDestroy(): void {
    this.ending.abort(new Error('The server stops'));
  }

  /** Fetches an announced file in its turn. Asked again while it is on its way, nothing more happens. */
  fetch(session: SessionName, key: MessageKey, mediaId: string): void {
    const name = `${session}/${mediaId}`;
    if (this.running.has(name) || this.ending.signal.aborted) return;
    this.running.add(name);
    void this.turns
      .run(() => this.attempt(session, key, mediaId))
      .catch((error: unknown) => this.logger.error('a file of a message was lost sight of', { session, error }))
      .finally(() => this.running.delete(name));
  }

  /** Writes what became of a file into the log. */
  tell(session: SessionName, { id: messageId, chat }: MessageKey, media: Media): void {
    const now = this.clock.now();
    const dedupe = ['media', messageId, media.state, String(now.getTime())];
    const told = fact('media.changed', { messageId, chat, media }, dedupe, { occurredAt: now, chat });
    this.storage.inbox.record(session, [told]);
  }

  private async attempt(session: SessionName, key: MessageKey, mediaId: string): Promise<void> {
    const { signal } = this.ending;
    if (signal.aborted || !this.storage.sessions.get(session)) return;
    try {
      const live = this.registry.session(session);
      const bytes = async () => live.connectedEngine().media.download(key);
      const media = await this.store.receive(session, mediaId, bytes, signal);
      this.tries.delete(mediaId);
      this.tell(session, key, media);
    } catch (error) {
      if (!signal.aborted) await this.failed(session, key, mediaId, error);
    }
  }

  /** Without a connection it waits for the next one, else for a while, and in the end no longer. */
  private async failed(session: SessionName, key: MessageKey, mediaId: string, error: unknown): Promise<void> {
    const { code } = toDomainError(error);
    this.logger.warn('media could not be fetched now', { session, mediaId, code });
    if (code === 'not_connected') return;
    const tries = (this.tries.get(mediaId) ?? 0) + 1;
    this.tries.set(mediaId, tries);
    if (tries < MOST_TRIES) {
      this.clock.after(FIRST_PAUSE_MS * 2 ** (tries - 1), () => this.fetch(session, key, mediaId));
      return;
    }
    this.tries.delete(mediaId);
    this.tell(session, key, await this.store.giveUp(session, mediaId));
  }
}
