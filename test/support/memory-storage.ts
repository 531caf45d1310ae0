import type { HaEventsStorage } from '../../apps/server/src/ha-events/ha-events.service.js';
import type { MemoryLog } from './memory-log.js';
import { ME } from './messages.js';

/** The storage's shape, as far as the relay to Home Assistant sees it, on a log in memory. */
export function memoryStorage(log: MemoryLog): HaEventsStorage {
  return {
    events: { list: ({ afterPos, limit }) => log.read(afterPos, limit), lastPos: () => log.events.at(-1)?.pos ?? 0 },
    inbox: { onAppended: (callback) => log.onAppended(callback) },
    consumers: {
      ensure: () => ({ cursorPos: log.cursor }),
      advance: (_id, pos, note) => log.advance(pos, note),
      lag: () => log.lag(),
    },
    deliveries: { backlog: () => log.deliveries?.backlog() ?? [] },
    sessions: { get: () => ({ account: { id: ME } }) },
    messages: { get: () => undefined },
  };
}
