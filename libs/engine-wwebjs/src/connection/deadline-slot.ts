import type { Clock } from '@columba/core';

/** At most one deadline runs at a time: the next step takes the place of the last one. */
export class DeadlineSlot {
  private cancel: () => void = () => {};

  constructor(private readonly clock: Clock) {}

  arm(ms: number, late: () => void): void {
    this.cancel();
    this.cancel = this.clock.after(ms, late);
  }

  disarm(): void {
    this.cancel();
  }
}
