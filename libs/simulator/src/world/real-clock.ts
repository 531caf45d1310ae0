import type { Clock } from './clock.js';
import { TimerQueue, type Timer } from './timers.js';

/**
 * World time that follows the machine's, `scale` times as fast. The only file of the library that touches real time.
 * It also paces the network, which stays real even when the world's clock is manual: TCP cannot be told to wait.
 */
export class RealClock implements Clock {
  #timers = new TimerQueue();
  #armed: NodeJS.Timeout | undefined;
  #origin: number;
  #started = performance.now();

  /** @param start world time at creation, milliseconds since 1970; now by default */
  constructor(
    readonly scale = 1,
    start = Date.now(),
  ) {
    this.#origin = start;
  }

  now(): number {
    return Math.floor(this.#origin + (performance.now() - this.#started) * this.scale);
  }

  after(ms: number, task: () => void): Timer {
    const timer = this.#timers.add(this.now() + ms, task);
    this.#arm();
    return timer;
  }

  advance(ms: number): void {
    this.#origin += ms;
    this.#run();
  }

  stop(): void {
    this.#timers.clear();
    clearTimeout(this.#armed);
  }

  #run(): void {
    for (let next = this.#timers.takeDue(this.now()); next; next = this.#timers.takeDue(this.now())) next.task();
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#armed);
    const due = this.#timers.nextDue;
    if (due === undefined) return;
    const wait = Math.max(0, Math.ceil((due - this.now()) / this.scale));
    this.#armed = setTimeout(() => this.#run(), Math.min(wait, 2 ** 31 - 1));
  }
}
