import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, EngineContext, Logger, SessionName } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { ConnectBudget } from './connect-budget.js';

/**
 * Makes what an engine gets for its session: its part of the storage, a folder, its turn to connect. The engine that had
 * the session before can write nothing any more.
 */
@Injectable()
export class EngineContexts {
  private readonly budget: ConnectBudget;
  /** Sessions that have had their first turn since the start. */
  private readonly seen = new Set<SessionName>();

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.budget = new ConnectBudget(clock, config.engine.connectsPer10Seconds);
  }

  for(session: SessionName): EngineContext {
    const directory = this.directoryOf(session);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return {
      session,
      ...this.storage.takeSession(session),
      dataDirectory: directory,
      permitConnect: (signal) => this.permit(session, signal),
      logger: this.logger.child({ session }),
      clock: this.clock,
      random: Math.random,
    };
  }

  private permit(session: SessionName, signal: AbortSignal): Promise<void> {
    const kind = this.seen.has(session) ? 'again' : 'first';
    this.seen.add(session);
    return this.budget.permit(kind, signal);
  }

  /** The session's own folder. The name is checked, so it cannot lead anywhere else. */
  directoryOf(session: SessionName): string {
    return join(this.config.storage.directory, 'sessions', session);
  }
}
