const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Minutes since midnight; `from` belongs to them, `to` does not. They may go over midnight. */
export interface DailyHours {
  from: number;
  to: number;
}

/** The hours of each day in which nothing leaves, by the clock on somebody's wall. */
export class QuietHours {
  private readonly wall: Intl.DateTimeFormat;

  /** @param timeZone by its IANA name; absent: that of this process. */
  constructor(
    private readonly hours: DailyHours,
    timeZone?: string,
  ) {
    this.wall = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  }

  /**
   * When those end that hold at this moment; `undefined` when none do. In the two nights a year in which the clocks are
   * changed it may be an hour off until then, so whoever waits looks again in between.
   */
  endOf(now: Date): Date | undefined {
    const { from, to } = this.hours;
    const minute = this.minuteOf(now);
    const since = (minute - from + DAY_MINUTES) % DAY_MINUTES;
    if (since >= (to - from + DAY_MINUTES) % DAY_MINUTES) return undefined;
    const left = (to - minute + DAY_MINUTES) % DAY_MINUTES;
    return new Date((Math.floor(now.getTime() / MINUTE_MS) + left) * MINUTE_MS);
  }

  private minuteOf(moment: Date): number {
    const parts = this.wall.formatToParts(moment);
    const number = (wanted: 'hour' | 'minute') => Number(parts.find(({ type }) => type === wanted)?.value);
    return number('hour') * 60 + number('minute');
  }
}
