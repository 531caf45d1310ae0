import type { Clock } from '@columba/core';

const DAY_MS = 24 * 60 * 60_000;
/** Of its chats a freshly linked account may begin this share in its first 24 hours; it rises evenly, day by day. */
const FIRST_SHARE = 1 / 3;

export interface WarmUpParts {
  clock: Clock;
  /** Chats that may be begun in 24 hours once it is over. */
  full: number;
  /** How long it lasts; 0: there is none. */
  days: number;
  /** When a phone accepted this device; `undefined`: long ago. */
  linkedAt: () => Date | undefined;
}

/** The budget for new chats of an account that was linked lately: what begins with many strangers ends banned. */
export class WarmUp {
  constructor(private readonly parts: WarmUpParts) {}

  /** Chats that may be begun in 24 hours, as of now. */
  get limit(): number {
    return this.limitOn(this.day());
  }

  /** When the full budget begins; `undefined` when it has. */
  get endsAt(): Date | undefined {
    return this.day() < this.parts.days ? this.dayBegins(this.parts.days) : undefined;
  }

  /** Milliseconds until the budget rises; `Infinity` when it is full. */
  get msToRise(): number {
    const today = this.day();
    for (let day = today + 1; day <= this.parts.days; day += 1)
      if (this.limitOn(day) > this.limitOn(today))
        return (this.dayBegins(day)?.getTime() ?? Infinity) - this.parts.clock.now().getTime();
    return Infinity;
  }

  private limitOn(day: number): number {
    const { full, days } = this.parts;
    return day >= days ? full : Math.ceil(full * (FIRST_SHARE + ((1 - FIRST_SHARE) * day) / days));
  }

  /** Whole days since it was linked; a clock that was set back makes no negative ones. */
  private day(): number {
    const { clock, days, linkedAt } = this.parts;
    const since = days > 0 ? linkedAt() : undefined;
    return since ? Math.max(0, Math.floor((clock.now().getTime() - since.getTime()) / DAY_MS)) : Infinity;
  }

  private dayBegins(day: number): Date | undefined {
    const since = this.parts.linkedAt();
    return since && new Date(since.getTime() + day * DAY_MS);
  }
}
