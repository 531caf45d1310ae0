import { type EventMap, type EventType, type LoggedEvent, type LoggedEventOf, StorageError } from '@columba/core';
import type { EventSpan } from '@columba/storage';
import type { Subscription } from '../../apps/server/src/relay/subscription.js';

/** An event log and one cursor in memory: what is in it survives the relay, as the database survives the process. */
export class MemoryLog implements Subscription {
  readonly events: LoggedEvent[] = [];
  readonly notes: string[] = [];
  cursor = 0;
  advances = 0;
  /** While set, storing the cursor fails. */
  full = false;
  /** What a backlog would be said to be. */
  deliveries?: { backlog(): EventSpan[] };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly now: () => Date) {}

  append<T extends EventType>(type: T, data: EventMap[T], over: Partial<LoggedEventOf<T>> = {}): LoggedEvent {
    const seq = this.events.length + 1;
    const event = {
      // With gaps, as in the real log.
      pos: seq * 10,
      eventId: `01a1fc1a-d93c-7b52-9f0a-${String(seq).padStart(12, '0')}`,
      seq,
      session: 'home',
      type,
      occurredAt: this.now(),
      storedAt: this.now(),
      late: false,
      data,
      ...over,
    } as LoggedEvent;
    this.events.push(event);
    for (const listener of this.listeners) listener();
    return event;
  }

  position(): number {
    return this.cursor;
  }

  read(afterPos: number, limit: number): LoggedEvent[] {
    return this.events.filter(({ pos }) => pos > afterPos).slice(0, limit);
  }

  advance(pos: number, note?: string): void {
    if (this.full) throw new StorageError('The disk is full');
    this.advances++;
    this.cursor = pos;
    if (note !== undefined) this.notes.push(note);
  }

  lag(): number {
    return this.events.filter(({ pos }) => pos > this.cursor).length;
  }

  onAppended(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => void this.listeners.delete(callback);
  }

  get listening(): number {
    return this.listeners.size;
  }
}
