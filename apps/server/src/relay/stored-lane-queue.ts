import type { Clock, EventType, LoggedEvent } from '@columba/core';
import type { AttemptRecord, EventSpan, PendingDelivery, Storage } from '@columba/storage';
import type { LaneQueue } from './lane-queue.js';

/** Which events of the log a consumer gets. */
export interface LaneFilter {
  types?: readonly EventType[];
  sessions?: readonly string[];
  /** What cannot be asked of the database. */
  wants: (event: LoggedEvent) => boolean;
}

/** A cursor that only passed over events is stored so often, not with each of them. */
const SAVE_EVERY_MS = 60_000;
const SAVE_EVERY = 1_000;

/** What must stay in order. */
export const laneOf = ({ session, chat }: { session: string; chat?: string }): string =>
  chat === undefined ? session : `${session}/${chat}`;

/** A consumer's queue in the database. */
export class StoredLaneQueue implements LaneQueue {
  private position: number;
  private stored: number;
  private storedAt: number;

  constructor(
    private readonly storage: Pick<Storage, 'events' | 'consumers' | 'deliveries' | 'logRetention' | 'inbox'>,
    private readonly id: string,
    private readonly filter: LaneFilter,
    private readonly clock: Clock,
  ) {
    this.position = this.stored = storage.consumers.get(id)?.cursorPos ?? storage.events.lastPos();
    this.storedAt = clock.monotonic();
  }

  lanes(): string[] {
    return this.storage.deliveries.lanes(this.id);
  }

  pending(lane: string, limit: number): PendingDelivery[] {
    return this.storage.deliveries.pending(this.id, lane, limit);
  }

  takeIn(limit: number): { taken: PendingDelivery[]; more: boolean } {
    const { types, sessions, wants } = this.filter;
    const end = this.storage.events.lastPos();
    const found = this.storage.events.list({
      afterPos: this.position,
      limit,
      ...(types && { types }),
      ...(sessions && { sessions }),
    });
    const more = found.length === limit;
    const upTo = more ? (found.at(-1)?.pos ?? end) : Math.max(end, this.position);
    const wanted = found.filter(wants).map((event) => ({ pos: event.pos, lane: laneOf(event) }));
    if (wanted.length > 0 || this.shouldSave(upTo)) {
      this.storage.deliveries.takeIn(this.id, upTo, wanted);
      this.stored = upTo;
      this.storedAt = this.clock.monotonic();
    }
    this.position = upTo;
    return { taken: wanted.map((each) => ({ ...each, attempts: 0, nextAt: new Date(0) })), more };
  }

  event(pos: number): LoggedEvent | undefined {
    return this.storage.events.byPos(pos);
  }

  done(event: LoggedEvent, attempt: AttemptRecord): void {
    this.storage.deliveries.done(this.id, event, attempt);
  }

  retry(event: LoggedEvent, attempt: AttemptRecord, nextAt: Date): void {
    this.storage.deliveries.retry(this.id, event, attempt, nextAt);
  }

  park(event: LoggedEvent, attempt: AttemptRecord): void {
    this.storage.deliveries.park(this.id, event, attempt);
  }

  forget(pos: number): void {
    this.storage.deliveries.forget(this.id, pos);
  }

  backlog(): EventSpan[] {
    const { types, sessions } = this.filter;
    return this.storage.deliveries.backlog(this.id, { ...(types && { types }), ...(sessions && { sessions }) });
  }

  losses(): EventSpan[] {
    return this.storage.logRetention.losses(this.id);
  }

  told(loss: EventSpan): void {
    this.storage.logRetention.told(this.id, loss);
  }

  onAppended(callback: () => void): () => void {
    return this.storage.inbox.onAppended(() => callback());
  }

  private shouldSave(upTo: number): boolean {
    if (upTo <= this.stored) return false;
    return upTo - this.stored >= SAVE_EVERY || this.clock.monotonic() - this.storedAt >= SAVE_EVERY_MS;
  }
}
