import type { LoggedEvent } from '@columba/core';
import type { AttemptRecord, EventSpan, PendingDelivery } from '@columba/storage';

/** How one attempt ended. `error` is a word to decide by: no secrets, no hosts. */
export type Outcome =
  | { kind: 'delivered'; status?: number }
  /** `afterMs`: the other side said when to come back. */
  | { kind: 'failed'; error: string; status?: number; afterMs?: number }
  /** This event can never be delivered. */
  | { kind: 'malformed'; error: string }
  /** The other side wants nothing any more. */
  | { kind: 'gone'; error: string; status: number };

/** The stored side of one consumer: the log after its cursor, and what it took from it. Every write is durable at return. */
export interface LaneQueue {
  /** Those with something that was taken in and is not done. */
  lanes(): string[];
  /** The first of that in one lane, in the order of the log. */
  pending(lane: string, limit: number): PendingDelivery[];
  /** Looks at the next events of the log and takes in those that are wanted. */
  takeIn(limit: number): { taken: PendingDelivery[]; more: boolean };
  event(pos: number): LoggedEvent | undefined;
  done(event: LoggedEvent, attempt: AttemptRecord): void;
  retry(event: LoggedEvent, attempt: AttemptRecord, nextAt: Date): void;
  park(event: LoggedEvent, attempt: AttemptRecord): void;
  /** The log no longer has it. */
  forget(pos: number): void;
  /** What has not been done yet, by session. */
  backlog(): EventSpan[];
  losses(): EventSpan[];
  /** The consumer knows of this loss. */
  told(loss: EventSpan): void;
  onAppended(callback: () => void): () => void;
}
