import { DomainError, NotFoundError, type Clock, type EventType, type LoggedEvent } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { CLOCK, STORAGE } from '../common/tokens.js';
import { toEventDto } from './event.presenter.js';
import { readCursor, writeCursor } from './event-cursor.js';
import type { EventDto } from './events.schema.js';
import { LogWatch } from './log-watch.js';

export interface EventFilter {
  session?: string;
  types?: EventType[];
  limit: number;
}

/** Reading the log: over all sessions of a caller by cursor, or one session by sequence number. Reading never deletes. */
@Injectable()
export class EventsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly watch: LogWatch,
  ) {}

  /**
   * Where a reader begins: at its cursor, at the start, or now.
   * @throws InvalidInputError for a foreign cursor
   * @throws DomainError `cursor_expired` when events behind the cursor are no longer stored
   */
  placeOf(cursor: string | undefined, otherwise: 'earliest' | 'now'): number {
    const { events } = this.storage;
    if (cursor === undefined) return otherwise === 'now' ? events.lastPos() : 0;
    const place = readCursor(cursor);
    // A cursor of 0 was given by an empty log: whoever has it begins with the oldest event there is.
    if (place > 0 && place < events.trimmedPos())
      throw new DomainError(
        'cursor_expired',
        'Events after this cursor are no longer kept: begin again with the earliest',
      );
    return place;
  }

  /**
   * The place behind a number of a session.
   * @throws DomainError `cursor_expired` when the next events are no longer stored.
   */
  placeAfter(session: string, afterSeq: number): number {
    this.requireStored(session, afterSeq);
    const [next] = this.storage.events.list({ session, afterSeq, limit: 1 });
    return next ? next.pos - 1 : this.storage.events.lastPos();
  }

  /** The events after a place that the caller may see; waits up to `waitMs` for the first one. */
  async list(caller: Caller, after: number, filter: EventFilter, waitMs: number, signal?: AbortSignal) {
    await this.upToDate();
    let page = this.read(caller, after, filter);
    const arrived = () => {
      // What was looked at already is not looked at again: a filter may pass over the whole log.
      page = this.read(caller, page.next, filter);
      return page.events.length > 0;
    };
    if (page.events.length === 0) await this.watch.until(arrived, waitMs, signal);
    return { data: page.events.map((event) => this.present(event)), nextCursor: writeCursor(page.next) };
  }

  /** @throws DomainError `cursor_expired` when events between `afterSeq` and the oldest stored one are gone. */
  async listOfSession(session: string, afterSeq: number, filter: EventFilter, waitMs: number, signal?: AbortSignal) {
    if (!this.storage.sessions.get(session)) throw new NotFoundError(`There is no session '${session.slice(0, 64)}'`);
    this.requireStored(session, afterSeq);
    await this.upToDate();
    let from = afterSeq;
    const read = () => {
      const end = this.storage.events.lastSeq(session);
      const found = this.storage.events.list({ session, afterSeq: from, ...filter });
      from = Math.max(from, end);
      return found;
    };
    let events = read();
    const arrived = () => {
      events = read();
      return events.length > 0;
    };
    if (events.length === 0) await this.watch.until(arrived, waitMs, signal);
    return {
      data: events.map((event) => this.present(event)),
      firstAvailableSeq: this.storage.events.firstSeq(session) ?? 0,
      lastSeq: this.storage.events.lastSeq(session),
    };
  }

  private requireStored(session: string, afterSeq: number): void {
    const { events } = this.storage;
    // A log that holds nothing of the session goes on behind the last number that it gave.
    const first = events.firstSeq(session) ?? events.lastSeq(session) + 1;
    if (afterSeq > 0 && afterSeq < first - 1)
      throw new DomainError('cursor_expired', `The events up to ${first - 1} are no longer kept`, {
        firstAvailableSeq: first,
      });
  }

  /**
   * A reader sees what was told before it asked, though that may still be on its way to the disk. Where the disk refuses,
   * whoever stored it hears of that; readers get what is there.
   */
  private async upToDate(): Promise<void> {
    await this.storage.secure().catch(() => undefined);
  }

  /** @throws NotFoundError for an unknown event, and for one of a session that the caller may not see. */
  get(caller: Caller, eventId: string): EventDto {
    const event = this.storage.events.byId(eventId);
    if (!event || !caller.sees(event.session)) throw new NotFoundError('There is no such event');
    return this.present(event);
  }

  /** No more waiting: the server stops. */
  get stopped(): boolean {
    return this.watch.stopped;
  }

  /** Waits until anything at all is written after a place. */
  changed(after: number, ms: number, signal: AbortSignal): Promise<boolean> {
    return this.watch.until(() => this.storage.events.lastPos() > after, ms, signal);
  }

  /** `next` is behind all that was looked at, so that a filter which rarely matches still moves on. */
  read(caller: Caller, afterPos: number, filter: EventFilter): { events: LoggedEvent[]; next: number } {
    const end = this.storage.events.lastPos();
    const sessions = caller.sessions && { sessions: [...caller.sessions] };
    const events = this.storage.events.list({ ...sessions, afterPos, ...filter });
    const last = events.at(-1)?.pos ?? afterPos;
    return { events, next: events.length < filter.limit ? Math.max(last, end) : last };
  }

  present(event: LoggedEvent): EventDto {
    return toEventDto(event, this.clock.now());
  }
}
