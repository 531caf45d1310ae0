import type { Clock } from '@columba/core';

/**
 * Tells once when nothing has been heard for too long. Time is monotonic: the library looks for silence too, but by the
 * clock on the wall, and does not notice any after that was set back.
 */
export class SilenceWatch {
  private heardAt: number;
  private cancel: () => void = () => {};

  /** @param ms how long nothing may be heard. */
  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
    private readonly silent: () => void,
  ) {
    this.heardAt = clock.monotonic();
    this.wait(ms);
  }

  heard(): void {
    this.heardAt = this.clock.monotonic();
  }

  stop(): void {
    this.cancel();
  }

  private wait(ms: number): void {
    this.cancel = this.clock.after(ms, () => {
      const left = this.heardAt + this.ms - this.clock.monotonic();
      if (left > 0) this.wait(left);
      else this.silent();
    });
  }
}
