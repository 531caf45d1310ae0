import type { LoggedEvent } from '@columba/core';
import type { EventSpan } from '@columba/storage';
import type { Subscription } from './subscription.js';

/** What a consumer needs of the storage. */
export interface ConsumerStorage {
  events: { list(query: { afterPos: number; limit: number }): LoggedEvent[]; lastPos(): number };
  inbox: { onAppended(callback: () => void): () => void };
  consumers: {
    /** Makes the consumer at `startPos` unless it is there already; gives back where it stands. */
    ensure(consumer: { id: string; kind: 'ha'; startPos: number }): { cursorPos: number };
    advance(id: string, pos: number, lastError?: string): void;
    lag(id: string): number;
  };
  deliveries?: { backlog(id: string, wanted: object): EventSpan[] };
  logRetention?: { losses(id: string): EventSpan[]; told(id: string, loss: EventSpan): void };
}

/** A consumer whose cursor is kept in the database. A new one begins now: the past is not news to it. */
export function storedSubscription(storage: ConsumerStorage, id: string, kind: 'ha'): Subscription {
  return {
    position: () => storage.consumers.ensure({ id, kind, startPos: storage.events.lastPos() }).cursorPos,
    read: (afterPos, limit) => storage.events.list({ afterPos, limit }),
    advance: (pos, note) => storage.consumers.advance(id, pos, note),
    lag: () => storage.consumers.lag(id),
    backlog: () => storage.deliveries?.backlog(id, {}) ?? [],
    losses: () => storage.logRetention?.losses(id) ?? [],
    told: (loss) => storage.logRetention?.told(id, loss),
    onAppended: (callback) => storage.inbox.onAppended(() => callback()),
  };
}
