import type { Clock } from './clock.js';

/**
 * What time it is for WhatsApp: what it told last, and what has passed since by a clock that is never set. So it stays
 * right when our own is set, and shows how wrong that one is.
 */
export class ServerClock {
  private told: { time: number; at: number } | undefined;

  constructor(private readonly clock: Clock) {}

  /** WhatsApp has said what time it is, in whole seconds since 1970. What is no such number is not heard. */
  tell(seconds: string | number | undefined): void {
    const time = Number(seconds) * 1000;
    if (Number.isSafeInteger(time) && time > 0) this.told = { time, at: this.clock.monotonic() };
  }

  /** `undefined` until it was told. */
  get now(): Date | undefined {
    return this.told && new Date(this.told.time + this.clock.monotonic() - this.told.at);
  }
}
