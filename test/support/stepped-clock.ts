import type { Clock } from '@columba/core';

interface Timer {
  ms: number;
  dueAt: number;
  callback: () => void;
}

/**
 * A clock that stands still until a test moves it, and lets a test wait until somebody waits on it. So a test with real
 * sockets needs no guess about when the other side has come so far.
 */
export class SteppedClock implements Clock {
  private elapsed = 0;
  private timers: Timer[] = [];
  private onTimer: (() => void)[] = [];

  constructor(private readonly start = new Date('2026-11-21T03:16:20.000Z')) {}

  now(): Date {
    return new Date(this.start.getTime() + this.elapsed);
  }

  monotonic(): number {
    return this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { ms, dueAt: this.elapsed + ms, callback };
    this.timers.push(timer);
    for (const tell of this.onTimer.splice(0)) tell();
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves on at once and calls back what falls due, in order. */
  elapse(ms: number): void {
    const end = this.elapsed + ms;
    for (;;) {
      const [next] = this.timers.filter(({ dueAt }) => dueAt <= end).toSorted((a, b) => a.dueAt - b.dueAt);
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.elapsed = next.dueAt;
      next.callback();
    }
    this.elapsed = end;
  }

  /** Whether somebody waits for exactly this long. */
  isWaiting(ms: number): boolean {
    return this.timers.some((timer) => timer.ms === ms);
  }

  /** Resolves when somebody waits for exactly this long. */
  async waiting(ms: number): Promise<void> {
    while (!this.isWaiting(ms)) await new Promise<void>((tell) => this.onTimer.push(tell));
  }

  /** Waits until somebody waits for exactly this long, then lets it pass. */
  async pass(ms: number): Promise<void> {
    await this.waiting(ms);
    this.elapse(ms);
  }

  get pendingTimers(): number {
    return this.timers.length;
  }
}

/** Lets time pass in small steps, and real sockets their turn between them, until the condition holds. */
export async function passUntil(clock: SteppedClock, condition: () => boolean, stepMs = 250): Promise<void> {
  while (!condition()) {
    clock.elapse(stepMs);
    await turnsOfSockets();
  }
}

/** Long enough for what was written to a socket of this machine to be read at its other end, and answered. */
async function turnsOfSockets(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
