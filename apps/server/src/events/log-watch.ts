import type { Clock, LoggedEvent, Logger } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';

type Listener = (events: readonly LoggedEvent[]) => void;
type Concerns = (events: readonly LoggedEvent[]) => boolean;

const always: Concerns = () => true;

/** How long an engine may take to tell of a change that WhatsApp has made already. */
const TOLD_WITHIN_MS = 5_000;

/** Wakes up whoever waits for something to be written to the log. */
@Injectable()
export class LogWatch implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private readonly stopWaiting = new AbortController();
  private readonly unsubscribe: () => void;

  constructor(
    @Inject(STORAGE) storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.unsubscribe = storage.inbox.onAppended((events) => {
      for (const listener of this.listeners) this.tell(listener, events);
    });
  }

  /** Nothing is waited for any more: the server stops. */
  get stopped(): boolean {
    return this.stopWaiting.signal.aborted;
  }

  /** Calls back after each append; returns the function that ends it. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Asks `done` now and after every append that `concerns` it, until it says yes.
   * @returns whether it did so within `ms`; false too when the caller gives up or the server stops.
   */
  until(done: () => boolean, ms: number, signal?: AbortSignal, concerns: Concerns = always): Promise<boolean> {
    const stop = signal ? AbortSignal.any([signal, this.stopWaiting.signal]) : this.stopWaiting.signal;
    if (done()) return Promise.resolve(true);
    if (ms <= 0 || stop.aborted) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        unsubscribe();
        cancel();
        stop.removeEventListener('abort', gaveUp);
        settle();
      };
      const gaveUp = () => end(() => resolve(false));
      const check = (events: readonly LoggedEvent[]) => {
        try {
          if (concerns(events) && done()) end(() => resolve(true));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const unsubscribe = this.subscribe(check);
      const cancel = this.clock.after(ms, gaveUp);
      stop.addEventListener('abort', gaveUp, { once: true });
    });
  }

  /**
   * For the answer to a change that WhatsApp has made: waits until the log says so too, so that whoever reads next
   * reads the new state. That the log does not say it in time is no failure of the change.
   */
  async told(done: () => boolean): Promise<void> {
    await this.until(done, TOLD_WITHIN_MS);
  }

  /** The events are stored already: a listener that fails must not look like a failed write to the engine. */
  private tell(listener: Listener, events: readonly LoggedEvent[]): void {
    try {
      listener(events);
    } catch (error) {
      this.logger.error('a listener of the log failed', { error });
    }
  }

  onModuleDestroy(): void {
    this.stopWaiting.abort();
    this.unsubscribe();
  }
}
