/** At most `limit` in any `ms` milliseconds. Times are monotonic, so that a wrong clock neither opens nor closes it. */
export class SlidingWindow {
  private readonly times: number[] = [];

  /** @param allowed the limit as of now. */
  constructor(
    private readonly allowed: () => number,
    private readonly ms: number,
  ) {}

  get limit(): number {
    return this.allowed();
  }

  /** Oldest first. */
  add(at: number): void {
    this.times.push(at);
  }

  /** How many more fit now. */
  left(now: number): number {
    this.forget(now);
    return Math.max(0, this.limit - this.times.length);
  }

  /** Milliseconds until one more fits; 0 when it does now. */
  wait(now: number): number {
    this.forget(now);
    const { limit, times } = this;
    if (times.length < limit) return 0;
    const leaving = times[times.length - limit];
    return leaving === undefined ? this.ms : leaving + this.ms - now;
  }

  private forget(now: number): void {
    while (this.times[0] !== undefined && this.times[0] <= now - this.ms) this.times.shift();
  }
}
