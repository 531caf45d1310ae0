import type { Clock } from '@columba/core';

const RESTARTS = 5;
const WITHIN_MS = 30 * 60_000;
const FIRST_WAIT_MS = 15_000;

/**
 * How often one session may be restarted without a person: five times in half an hour, each time after a longer wait.
 * What does not run by then is not mended by a restart.
 */
export class RestartBudget {
  private readonly restarts: number[] = [];

  constructor(private readonly clock: Clock) {}

  get spent(): boolean {
    this.forget();
    return this.restarts.length >= RESTARTS;
  }

  /** Whether a restart may happen now; then it counts. */
  take(): boolean {
    if (this.spent) return false;
    const now = this.clock.monotonic();
    const last = this.restarts.at(-1);
    if (last !== undefined && now - last < FIRST_WAIT_MS * 2 ** (this.restarts.length - 1)) return false;
    this.restarts.push(now);
    return true;
  }

  private forget(): void {
    const oldest = this.clock.monotonic() - WITHIN_MS;
    while (this.restarts[0] !== undefined && this.restarts[0] <= oldest) this.restarts.shift();
  }
}
