import { systemClock, type Clock } from '@columba/core';

interface Timer {
  due: number;
  callback: () => void;
  cancel: () => void;
}

/** Real time that can be made to jump: what is due by then happens at once, in order. */
export class WarpClock implements Clock {
  private ahead = 0;
  private readonly timers = new Set<Timer>();

  now(): Date {
    return new Date(systemClock.now().getTime() + this.ahead);
  }

  monotonic(): number {
    return systemClock.monotonic() + this.ahead;
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.monotonic() + ms, callback, cancel: () => {} };
    this.timers.add(timer);
    this.wind(timer);
    return () => this.forget(timer);
  }

  jump(ms: number): void {
    this.ahead += ms;
    const now = this.monotonic();
    for (const timer of [...this.timers].toSorted((one, other) => one.due - other.due)) {
      timer.cancel();
      if (timer.due > now) this.wind(timer);
      else if (this.timers.delete(timer)) timer.callback();
    }
  }

  private wind(timer: Timer): void {
    timer.cancel = systemClock.after(timer.due - this.monotonic(), () => {
      this.timers.delete(timer);
      timer.callback();
    });
  }

  private forget(timer: Timer): void {
    timer.cancel();
    this.timers.delete(timer);
  }
}
