import type { EventType, Jid, LoggedEvent } from '@columba/core';
import type { Compilable, Kysely, Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import { deserialize } from '../serializer.js';

type EventRow = Selectable<Schema['event']>;

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

interface Asked extends EventQuery {
  /** From this place on nothing can be read yet. */
  before?: number;
}

/** By which of the limits are given: consumers ask the same after every event. */
const LISTS = new Map<string, (asked: Asked) => Compilable<EventRow>>();

function listOf(asked: Asked): Compilable<EventRow> {
  const names = Object.keys(asked).filter((name) => asked[name as keyof Asked] !== undefined);
  const shape = names.toSorted((one, other) => one.localeCompare(other)).join(' ');
  let list = LISTS.get(shape);
  if (!list) LISTS.set(shape, (list = statement((db, given: Asked) => selection(db, given, new Set(names)))));
  return list(asked);
}

function selection(db: Kysely<Schema>, given: Asked, names: ReadonlySet<string>) {
  const { session, sessions, types, before, afterPos, afterSeq, limit } = given;
  let query = db.selectFrom('event').selectAll().limit(limit);
  if (names.has('before')) query = query.where('pos', '<', before ?? 0);
  if (names.has('session')) query = query.where('session', '=', session ?? '');
  if (names.has('sessions')) query = query.where('session', 'in', oneOf(sessions ?? []));
  if (names.has('types')) query = query.where('type', 'in', oneOf(types ?? []));
  if (names.has('afterPos')) query = query.where('pos', '>', afterPos ?? 0);
  if (names.has('afterSeq')) query = query.where('seq', '>', afterSeq ?? 0);
  // In a session both orders are the same; this one has the index.
  return query.orderBy(names.has('afterSeq') ? 'seq' : 'pos');
}

/** The log's reading side. Nothing here changes it. */
export class EventRepository {
  constructor(private readonly db: Database) {}

  /** Oldest first. */
  list(query: EventQuery): LoggedEvent[] {
    // Who reads an event may act on it: it must not come again under another id after a power cut.
    const before = this.db.firstHeldPos;
    return this.db.all(listOf({ ...query, ...(before === undefined ? {} : { before }) })).map(toEvent);
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

  /** Up to where the log was trimmed; 0 when it never was. */
  trimmedPos(): number {
    return this.db.first(this.db.query.selectFrom('log_start').select('trimmed_pos'))?.trimmed_pos ?? 0;
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

export function toEvent(row: EventRow): LoggedEvent {
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
