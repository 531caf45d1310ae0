import type { Clock } from '@columba/core';

const SECOND_MS = 1_000;

/** So many a second on average, a second's worth at once. */
export class Pace {
  /** Monotonic; when all that was let through is paid for. */
  private paidAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
  ) {}

  /** How long to wait before the next. */
  waitMs(): number {
    return Math.max(0, Math.ceil(this.paidAt - this.clock.monotonic() - SECOND_MS));
  }

  take(count: number): void {
    this.paidAt = Math.max(this.paidAt, this.clock.monotonic()) + (count * SECOND_MS) / this.perSecond;
  }
}
