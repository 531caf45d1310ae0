import type { Clock, Logger } from '@columba/core';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import { areAgesUnknown, type Clocked } from '../sessions/clock-offset.js';
import { SessionRegistry } from '../sessions/session-registry.js';

/** What keeps things for a time. A sweep is short; it returns how much went, and 0 when nothing was left to go. */
export interface Sweepable {
  sweep(now: Date): number;
}

const EVERY_MS = 3600 * 1000;
/** Between two batches, so that nobody waits for a big cleaning. */
const PAUSE_MS = 200;

/** Removes what was kept long enough: at the start, then every hour, in small batches. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private cancel = () => {};

  constructor(
    @Inject(STORAGE) private readonly storage: Sweepable,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SessionRegistry) private readonly sessions: Clocked,
  ) {}

  onApplicationBootstrap(): void {
    this.sweepIn(PAUSE_MS);
  }

  onModuleDestroy(): void {
    this.cancel();
  }

  private sweepIn(ms: number): void {
    this.cancel = this.clock.after(ms, () => this.sweepIn(this.sweep() > 0 ? PAUSE_MS : EVERY_MS));
  }

  /** A full disk must not end the cleaning: it is what makes room. */
  private sweep(): number {
    if (areAgesUnknown(this.sessions)) return 0;
    try {
      return this.storage.sweep(this.clock.now());
    } catch (error) {
      this.logger.error('old rows could not be removed', { error });
      return 0;
    }
  }
}
