import type { Clock } from '../src/index.js';

interface Timer {
  dueMs: number;
  callback: () => void;
}

/**
 * A clock that stands still until a test moves it. Timers run in the order in which they fall due, and after each of
 * them pending promises get their turn, so that a timer set by an awaited continuation is seen by the same `advance`.
 */
export class ManualClock implements Clock {
  private elapsedMs = 0;
  private offsetMs = 0;
  private timers: Timer[] = [];
  private readonly startMs: number;

  constructor(start = '2026-01-02T03:04:05.000Z') {
    this.startMs = Date.parse(start);
  }

  now(): Date {
    return new Date(this.startMs + this.offsetMs + this.elapsedMs);
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { dueMs: this.elapsedMs + Math.max(0, ms), callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** How many callbacks are still waiting; a leak check for the end of a test. */
  get pendingTimers(): number {
    return this.timers.length;
  }

  /** Lets `ms` pass. Rejects with what a callback throws; the clock then stands at that callback's time. */
  async advance(ms: number): Promise<void> {
    const target = this.elapsedMs + ms;
    await settle();
    for (let timer = this.nextDue(target); timer; timer = this.nextDue(target)) {
      this.timers = this.timers.filter((other) => other !== timer);
      this.elapsedMs = timer.dueMs;
      timer.callback();
      await settle();
    }
    this.elapsedMs = target;
  }

  /** Sets the wall clock forward or, with a negative number, back, as a wrong system time does; no timer notices. */
  jump(ms: number): void {
    this.offsetMs += ms;
  }

  private nextDue(target: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.timers) if (timer.dueMs <= target && (!next || timer.dueMs < next.dueMs)) next = timer;
    return next;
  }
}

/** One turn of the event loop: every promise that can settle without further I/O has done so afterwards. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
