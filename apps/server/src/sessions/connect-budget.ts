import type { Clock } from '@columba/core';

const WINDOW_MS = 10_000;

/** `first`: of a session since the start of the server. `again`: after that connection ended, or never came to be. */
export type ConnectKind = 'first' | 'again';

interface Turn {
  kind: ConnectKind;
  grant: () => void;
}

/**
 * One budget for the connections of all sessions in any 10 seconds, first come, first served; connecting again gets
 * half of it. After an outage fifty sessions must not knock at WhatsApp's door at once, beside everybody else; an
 * ordinary start, in which nothing is wrong, need not be as slow. See ADR 0010.
 */
export class ConnectBudget {
  private readonly granted: { at: number; kind: ConnectKind }[] = [];
  private readonly waiting: Turn[] = [];
  private cancelTimer?: () => void;

  /** @param connects in any 10 seconds. */
  constructor(
    private readonly clock: Clock,
    private readonly connects: number,
  ) {}

  /** Resolves when it is this caller's turn. Rejects with the signal's reason when it no longer wants to connect. */
  permit(kind: ConnectKind, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const grant = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const turn: Turn = { kind, grant };
      const aborted = () => {
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.waiting.push(turn);
      this.serve();
    });
  }

  private serve(): void {
    const now = this.clock.monotonic();
    while (this.granted[0] !== undefined && this.granted[0].at <= now - WINDOW_MS) this.granted.shift();
    for (let next = this.next(); next; next = this.next()) {
      this.granted.push({ at: now, kind: next.kind });
      this.waiting.splice(this.waiting.indexOf(next), 1);
      next.grant();
    }
    const [oldest] = this.granted;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.waiting.length > 0 && oldest !== undefined)
      this.cancelTimer = this.clock.after(oldest.at + WINDOW_MS - now, () => this.serve());
  }

  /** The first for whose kind there is room. */
  private next(): Turn | undefined {
    if (this.granted.length >= this.connects) return undefined;
    const again = this.granted.filter(({ kind }) => kind === 'again').length;
    const mayAgain = again < Math.ceil(this.connects / 2);
    return this.waiting.find(({ kind }) => kind === 'first' || mayAgain);
  }
}
