import { TimerQueue, type Timer } from './timers.js';

/** The world's time, in milliseconds since 1970. Every timer of the simulated service runs on it. */
export interface Clock {
  now(): number;
  /** Runs `task` once, `ms` of world time from now. */
  after(ms: number, task: () => void): Timer;
  /** Moves world time forward by `ms`; what becomes due runs before this returns. */
  advance(ms: number): void;
  /** Cancels every timer. */
  stop(): void;
}

export const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

/** Stands still until told to move. */
export class ManualClock implements Clock {
  #timers = new TimerQueue();
  #now: number;

  constructor(start = 1_700_000_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): Timer {
    return this.#timers.add(this.#now + ms, task);
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#timers.takeDue(end); next; next = this.#timers.takeDue(end)) {
      this.#now = Math.max(this.#now, next.due);
      next.task();
    }
    this.#now = end;
  }

  stop(): void {
    this.#timers.clear();
  }
}
