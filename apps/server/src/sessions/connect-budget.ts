import type { Clock } from '@columba/core';

const CONNECTS = 5;
const WINDOW_MS = 10_000;

/**
 * One budget for the connections of all sessions: at most 5 in any 10 seconds, first come, first served. After an
 * outage fifty sessions must not knock at WhatsApp's door at once.
 */
export class ConnectBudget {
  private readonly granted: number[] = [];
  private readonly waiting: (() => void)[] = [];
  private cancelTimer?: () => void;

  /** @param connects in any 10 seconds. */
  constructor(
    private readonly clock: Clock,
    private readonly connects = CONNECTS,
  ) {}

  /** Resolves when it is this caller's turn. Rejects with the signal's reason when it no longer wants to connect. */
  permit(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const granted = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const aborted = () => {
        this.waiting.splice(this.waiting.indexOf(granted), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.waiting.push(granted);
      this.serve();
    });
  }

  private serve(): void {
    const now = this.clock.monotonic();
    while (this.granted[0] !== undefined && this.granted[0] <= now - WINDOW_MS) this.granted.shift();
    while (this.waiting.length > 0 && this.granted.length < this.connects) {
      this.granted.push(now);
      this.waiting.shift()?.();
    }
    const [oldest] = this.granted;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.waiting.length > 0 && oldest !== undefined)
      this.cancelTimer = this.clock.after(oldest + WINDOW_MS - now, () => this.serve());
  }
}
