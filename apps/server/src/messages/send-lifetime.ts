import type { Clock } from '@columba/core';
import type { SendRecord } from '@columba/storage';
import { isClockWrong } from '../sessions/clock-offset.js';
import type { LiveSession } from '../sessions/live-session.js';

/** Until a clock that cannot be believed now is looked at again. */
const LOOK_AGAIN_MS = 60_000;

export interface LifetimeParts {
  clock: Clock;
  live: Pick<LiveSession, 'state' | 'clockOffsetMs'>;
  send: Pick<SendRecord, 'createdAt' | 'expiresAt'>;
  /** Taken over from an earlier process: how old it is says only the system clock. */
  old: boolean;
  over: () => void;
}

/**
 * Calls once when the lifetime of a send is over. Nothing ends while the system clock is wrong, as that of a board that
 * boots without one: then only WhatsApp knows what time it is.
 */
export class SendLifetime {
  /** Monotonic: by then it has lived as long as it may in this process alone. */
  private readonly surelyAt: number;
  private cancelTimer: () => void = () => {};

  constructor(private readonly parts: LifetimeParts) {
    const { clock, send } = parts;
    this.surelyAt = clock.monotonic() + send.expiresAt.getTime() - send.createdAt.getTime();
    this.wait();
  }

  /** More may be known now of what time it is. */
  look(): void {
    if (this.leftMs() > 0) return this.wait();
    this.cancel();
    this.parts.over();
  }

  cancel(): void {
    this.cancelTimer();
  }

  private wait(): void {
    this.cancelTimer();
    this.cancelTimer = this.parts.clock.after(Math.max(0, this.leftMs()), () => this.look());
  }

  private leftMs(): number {
    const { clock, live, send } = this.parts;
    if (isClockWrong(live.clockOffsetMs)) return LOOK_AGAIN_MS;
    const byTheWall = this.believesTheWall() ? send.expiresAt.getTime() - clock.now().getTime() : Infinity;
    return Math.min(byTheWall, this.surelyAt - clock.monotonic());
  }

  /**
   * Of what is this process's own it knows the age without asking; it may have been taken on while the clock was wrong.
   * For the rest: WhatsApp says the same, or is connected and never says anything.
   */
  private believesTheWall(): boolean {
    const { live, old } = this.parts;
    return old && (live.clockOffsetMs !== undefined || live.state.state === 'connected');
  }
}
