import { systemClock } from '../src/index.js';

/** How long a wait in a test lasts before it fails; real time, because it only passes when something is wrong. */
const PATIENCE_MS = 20_000;

/** Lets tests wait for a condition over state that changes in steps, without polling. */
export class Watch {
  private readonly waiting = new Set<() => void>();

  /** @param patienceMs of the waits that name none. */
  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** To be called after every change of the watched state. */
  changed(): void {
    for (const check of this.waiting) check();
  }

  /**
   * Resolves with the first value of `look` that is not `undefined`, now or after some change.
   * Rejects after `patienceMs` with what `describe` says.
   */
  until<T>(look: () => T | undefined, describe: () => string, patienceMs = this.patienceMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        this.waiting.delete(check);
        giveUp();
        end();
      };
      const check = () => {
        try {
          const found = look();
          if (found !== undefined) finish(() => resolve(found));
        } catch (error) {
          finish(() => reject(error instanceof Error ? error : new Error('A condition failed', { cause: error })));
        }
      };
      const giveUp = systemClock.after(patienceMs, () => finish(() => reject(new Error(describe()))));
      this.waiting.add(check);
      check();
    });
  }
}
