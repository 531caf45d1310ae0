import type { Clock } from './clock.js';
import type { PhoneNumber } from './ids.js';

const MINUTE_MS = 60_000;

/** How often an account may ask for groups; without a limit until one is set. */
export class QueryLimit {
  readonly #asked = new Map<PhoneNumber, number[]>();
  #perMinute = Infinity;

  constructor(private readonly clock: Clock) {}

  /** @param perMinute null takes the limit away */
  set(perMinute: number | null): void {
    this.#perMinute = perMinute ?? Infinity;
    this.#asked.clear();
  }

  /** Counts one question; false when it is one too many. */
  take(account: PhoneNumber): boolean {
    const now = this.clock.now();
    const recent = (this.#asked.get(account) ?? []).filter((at) => at > now - MINUTE_MS);
    const allowed = recent.length < this.#perMinute;
    if (allowed) recent.push(now);
    this.#asked.set(account, recent);
    return allowed;
  }
}
