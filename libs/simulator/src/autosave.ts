import type { Clock } from './world/clock.js';
import type { EventLog } from './world/event-log.js';
import type { Timer } from './world/timers.js';

/** Real milliseconds between a change and the save that includes it. */
const DELAY_MS = 1000;

/** Saves soon after something happened, so that a killed simulator loses little. Returns what ends it. */
export function autosave(log: EventLog, network: Clock, save: () => Promise<void>): () => void {
  let pending: Timer | undefined;
  const unfollow = log.follow(() => {
    pending ??= network.after(DELAY_MS, () => {
      pending = undefined;
      // A failing disk shows up in the save at stop, which reports it.
      void save().catch(() => undefined);
    });
  });
  return () => {
    unfollow();
    pending?.cancel();
  };
}
