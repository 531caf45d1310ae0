import type { EventType, Jid, LoggedEvent } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { deserialize } from '../serializer.js';

export interface EventQuery {
  session?: string;
  /** Only these; absent: all. */
  sessions?: readonly string[];
  /** Position in the whole log. */
  afterPos?: number;
  /** Sequence in the session. */
  afterSeq?: number;
  types?: readonly EventType[];
  limit: number;
}

/** The log's reading side. Nothing here changes it. */
export class EventRepository {
  constructor(private readonly db: Database) {}

  /** Oldest first. */
  list({ session, sessions, afterPos, afterSeq, types, limit }: EventQuery): LoggedEvent[] {
    let query = this.db.query.selectFrom('event').selectAll().limit(limit);
    // Who reads an event may act on it: it must not come again under another id after a power cut.
    const held = this.db.firstHeldPos;
    if (held !== undefined) query = query.where('pos', '<', held);
    if (session !== undefined) query = query.where('session', '=', session);
    if (sessions !== undefined) query = query.where('session', 'in', oneOf(sessions));
    if (types !== undefined) query = query.where('type', 'in', oneOf(types));
    if (afterPos !== undefined) query = query.where('pos', '>', afterPos);
    if (afterSeq !== undefined) query = query.where('seq', '>', afterSeq);
    // In a session both orders are the same; this one has the index.
    return this.db.all(query.orderBy(afterSeq === undefined ? 'pos' : 'seq')).map(toEvent);
  }

  byId(eventId: string): LoggedEvent | undefined {
    const row = this.db.first(this.db.query.selectFrom('event').selectAll().where('event_id', '=', eventId));
    return row && toEvent(row);
  }

  byPos(pos: number): LoggedEvent | undefined {
    const row = this.db.first(this.db.query.selectFrom('event').selectAll().where('pos', '=', pos));
    return row && toEvent(row);
  }

  /** Of the oldest event that is still stored; `undefined` when there is none. */
  firstSeq(session: string): number | undefined {
    const query = this.db.query
      .selectFrom('event')
      .select((eb) => eb.fn.min('seq').as('first'))
      .where('session', '=', session);
    return this.db.first(query)?.first ?? undefined;
  }

  /** The number of the newest event that can be read, also when it is no longer stored; 0 before the first. */
  lastSeq(session: string): number {
    const held = this.db.firstHeldPos;
    const waiting = held === undefined ? undefined : this.seqFrom(session, held);
    if (waiting !== undefined) return waiting - 1;
    const query = this.db.query.selectFrom('session_seq').select('last_seq').where('session', '=', session);
    return this.db.first(query)?.last_seq ?? 0;
  }

  /** Of the first event of a session from this place on. */
  private seqFrom(session: string, pos: number): number | undefined {
    const events = this.db.query.selectFrom('event').where('session', '=', session).where('pos', '>=', pos);
    return this.db.first(events.select('seq').orderBy('pos').limit(1))?.seq;
  }

  /** Of the newest event that can be read; 0 before the first. What is held comes after it. */
  lastPos(): number {
    const held = this.db.firstHeldPos;
    let query = this.db.query.selectFrom('event').select((eb) => eb.fn.max('pos').as('last'));
    if (held !== undefined) query = query.where('pos', '<', held);
    return this.db.first(query)?.last ?? 0;
  }
}

export function toEvent(row: Selectable<Schema['event']>): LoggedEvent {
  return {
    pos: row.pos,
    eventId: row.event_id,
    seq: row.seq,
    session: row.session,
    type: row.type as EventType,
    ...(row.chat === null ? {} : { chat: row.chat as Jid }),
    occurredAt: new Date(row.occurred_at),
    storedAt: new Date(row.stored_at),
    late: row.late === 1,
    data: deserialize(row.data),
  } as LoggedEvent;
}
