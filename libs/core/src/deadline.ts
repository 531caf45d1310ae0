import type { Clock } from './clock.js';
import { TimeoutError } from './errors.js';

/**
 * A promise with an end: rejects after `ms` with what `late` makes. What the work does afterwards is not heard, also
 * not a failure.
 */
export function within<T>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  late: () => Error = () => new TimeoutError('WhatsApp did not answer in time'),
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(late()));
    void work.then(resolve, reject).finally(cancel);
  });
}
