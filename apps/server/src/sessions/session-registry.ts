import { randomUUID } from 'node:crypto';
import { fact, NotFoundError, type Clock, type EventMap, type Logger, type SessionName } from '@columba/core';
import type { SessionRecord, Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, ENGINE_SOURCE, LOGGER, STORAGE } from '../common/tokens.js';
import type { EngineSource } from '../engine/engine-source.js';
import { EngineContexts } from './engine-contexts.js';
import { LiveSession } from './live-session.js';

/**
 * Who holds which session: the only way from a feature to an engine. Today every session lives in this process; on more
 * than one machine this is where a lease is taken.
 */
@Injectable()
export class SessionRegistry {
  private readonly live = new Map<string, LiveSession>();
  private readonly listeners = new Set<(name: string) => void>();

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(ENGINE_SOURCE) private readonly engines: EngineSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly contexts: EngineContexts,
  ) {}

  /** @throws NotFoundError for a name that was never made, or is no name at all. */
  record(name: string): SessionRecord {
    const record = this.storage.sessions.get(name);
    if (!record) throw new NotFoundError(`There is no session '${name.slice(0, 64)}'`);
    return record;
  }

  /** @throws NotFoundError when there is no such session. */
  session(name: string): LiveSession {
    const record = this.record(name);
    const known = this.live.get(name);
    if (known) return known;
    const { clock, logger } = this;
    const made = new LiveSession(record.name, {
      clock,
      logger,
      makeEngine: () => this.makeEngine(record.name),
      tell: (change, previousState, account) =>
        this.tell(record.name, { ...change, previousState, ...(account ? { account } : {}) }),
    });
    this.live.set(name, made);
    return made;
  }

  all(): LiveSession[] {
    return this.storage.sessions.list().map((record) => this.session(record.name));
  }

  /** It is about to be deleted. */
  forget(name: string): void {
    this.live.delete(name);
    for (const tell of this.listeners) tell(name);
  }

  /** Calls back when a session is forgotten; returns the function that ends it. */
  onForgotten(listener: (name: string) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The state is what it is, also when the log cannot be written. */
  private tell(session: SessionName, data: EventMap['session.state_changed']): void {
    try {
      const occurredAt = this.clock.now();
      this.storage.inbox.record(session, [fact('session.state_changed', data, ['s', randomUUID()], { occurredAt })]);
    } catch (error) {
      this.logger.error('A change of the session could not be stored', { session, error });
    }
  }

  private async makeEngine(name: SessionName) {
    const make = await this.engines.factory(this.record(name).engine);
    return make(this.contexts.for(name));
  }
}
