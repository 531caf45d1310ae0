import { fullJitter, type Clock } from '@columba/core';

export const RESTARTS = 5;
const WITHIN_MS = 30 * 60_000;
const BACKOFF = { firstMs: 15_000, maximumMs: 300_000 };

/**
 * How often one session may be restarted without a person: five times in half an hour, the first time at once and then
 * after waits that grow, with jitter, so that sessions that fell together do not come back together.
 * What does not run by then is not mended by a restart.
 */
export class RestartBudget {
  private readonly restarts: number[] = [];

  private notBefore = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  get spent(): boolean {
    this.forget();
    return this.restarts.length >= RESTARTS;
  }

  /** Whether a restart may happen now; then it counts. */
  take(): boolean {
    if (this.spent) return false;
    const now = this.clock.monotonic();
    if (now < this.notBefore) return false;
    this.notBefore = now + fullJitter(this.restarts.length, BACKOFF, this.random);
    this.restarts.push(now);
    return true;
  }

  private forget(): void {
    const oldest = this.clock.monotonic() - WITHIN_MS;
    while (this.restarts[0] !== undefined && this.restarts[0] <= oldest) this.restarts.shift();
  }
}
