import type { LoggedEvent } from '@columba/core';
import type { EventSpan } from '@columba/storage';

/** What one consumer sees of the event log: the events after its cursor, and the cursor. */
export interface Subscription {
  /** The position up to which everything is done, as stored. */
  position(): number;
  /** The next events after a position, in order. */
  read(afterPos: number, limit: number): LoggedEvent[];
  /** Stores the cursor, durably when it returns. `note` tells of an event that was set aside. */
  advance(pos: number, note?: string): void;
  /** How many events of the log are not done yet. */
  lag(): number;
  /** What has not been done yet, by session. */
  backlog?(): EventSpan[];
  /** What left the log before it was delivered, until it is told. */
  losses?(): EventSpan[];
  told?(loss: EventSpan): void;
  /** Calls back after events were appended; returns the function that ends it. */
  onAppended(callback: () => void): () => void;
}
