import type { FiredEvent } from '../../support/stand-in-home-assistant.js';

/** So many are under way at once while a backlog is drained, one otherwise (`HaEventsConfig.window`). */
const IN_FLIGHT = 32;

export interface Repeats {
  /** Firings of an event of the log that had been fired before, under the same event id. */
  all: number;
  /** Those of them that were not in flight when it was fired last: more than a window lies between. */
  beyond: number;
}

/** What Home Assistant heard more than once, in the order in which it heard it. A crash may repeat what was in flight. */
export function repeatsOf(fired: readonly FiredEvent[]): Repeats {
  const ids = fired.map(({ body }) => body['event_id']).filter((id) => typeof id === 'string');
  const last = new Map<string, number>();
  const repeats = { all: 0, beyond: 0 };
  for (const [index, id] of ids.entries()) {
    const before = last.get(id);
    if (before !== undefined) repeats.all++;
    if (before !== undefined && index - before > IN_FLIGHT) repeats.beyond++;
    last.set(id, index);
  }
  return repeats;
}
