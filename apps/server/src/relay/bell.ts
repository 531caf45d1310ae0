import type { Clock } from '@columba/core';

/** A latch: a ring is remembered until it is silenced, so that none is missed between looking and waiting. */
export class Bell {
  private rung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  silence(): void {
    this.rung = false;
  }

  /** Waits for a ring, but no longer than `ms` and not past `signal`. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (this.rung) return;
    const heard = new AbortController();
    this.wake = () => heard.abort();
    await pause(clock, ms, signal, heard.signal);
    this.wake = undefined;
  }
}

/** Resolves after `ms`, or as soon as one of the signals aborts. */
export function pause(clock: Clock, ms: number, ...signals: AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    for (const signal of signals) signal.addEventListener('abort', end);
  });
}
