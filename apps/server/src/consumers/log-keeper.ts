import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Logger } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { ConsumerDirectory } from '../relay/consumer-directory.js';
import { areAgesUnknown, type Clocked } from '../sessions/clock-offset.js';
import { SessionRegistry } from '../sessions/session-registry.js';

const EVERY_MS = 3600 * 1000;

export interface LogLimitsConfig {
  consumers: Pick<ColumbaConfig['consumers'], 'eventDays' | 'eventCount' | 'eventMegabytes'>;
}

/** Keeps the log within its limits, in small bites so that nobody waits for it. */
@Injectable()
export class LogKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private cancel: (() => void) | undefined;
  private stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: LogLimitsConfig,
    @Inject(STORAGE) private readonly storage: Pick<Storage, 'logRetention'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly consumers: ConsumerDirectory,
    @Inject(SessionRegistry) private readonly sessions: Clocked,
  ) {}

  onApplicationBootstrap(): void {
    this.cancel = this.clock.after(EVERY_MS, () => void this.round());
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.cancel?.();
  }

  /** One cleaning; trouble is logged, and the next round tries again. */
  async tidy(): Promise<void> {
    const { eventDays: days, eventCount: events, eventMegabytes } = this.config.consumers;
    const { logRetention } = this.storage;
    try {
      while (!this.stopped && logRetention.measure()) await nextTurn();
      const heldFor = this.consumers.holding();
      const hard = { events, bytes: eventMegabytes * 1_000_000 };
      const limits = areAgesUnknown(this.sessions) ? hard : { ...hard, days };
      let removed = 0;
      for (let batch = 1; batch > 0 && !this.stopped; await nextTurn())
        removed += batch = logRetention.trim(limits, heldFor);
      if (removed > 0) this.logger.info('Old events were removed', { count: removed });
    } catch (error) {
      this.logger.error('Old events could not be removed', { error });
    }
  }

  private async round(): Promise<void> {
    await this.tidy();
    if (!this.stopped) this.onApplicationBootstrap();
  }
}
