import type { Clock } from '@columba/core';

export type HealthChange =
  | { to: 'active' }
  /** The last attempt failed, and there was no success since. */
  | { to: 'failing'; since: Date }
  /** It failed for too long: trying goes on only when somebody says so. */
  | { to: 'paused'; since: Date }
  /** The other side said that it wants nothing any more. */
  | { to: 'gone' };

const PAUSED_AFTER_MS = 5 * 24 * 3600 * 1000;

/** Whether one endpoint takes events, told from how attempts end. */
export class EndpointHealth {
  /** In a row. */
  failures = 0;
  lastError: string | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: (change: HealthChange) => void,
    private since: Date | undefined,
  ) {}

  /** For how long no event was delivered although it was tried; 0 while all is well. */
  get failingMs(): number {
    return this.since ? this.clock.now().getTime() - this.since.getTime() : 0;
  }

  succeeded(): void {
    this.failures = 0;
    this.lastError = undefined;
    if (!this.since) return;
    this.since = undefined;
    this.onChange({ to: 'active' });
  }

  failed(error: string): void {
    this.failures++;
    this.lastError = error;
    if (!this.since) {
      this.since = this.clock.now();
      this.onChange({ to: 'failing', since: this.since });
    } else if (this.failingMs >= PAUSED_AFTER_MS) this.onChange({ to: 'paused', since: this.since });
  }

  gone(): void {
    this.onChange({ to: 'gone' });
  }
}
