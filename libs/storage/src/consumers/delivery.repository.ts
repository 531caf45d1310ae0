import type { Clock, LoggedEvent } from '@columba/core';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { EventSpan } from './event-span.js';

/** An event that waits for a consumer. */
export interface PendingDelivery {
  pos: number;
  /** What must stay in order: the events of one chat. */
  lane: string;
  /** Made so far. */
  attempts: number;
  nextAt: Date;
}

/** An event that was set aside after its last attempt. */
export interface ParkedDelivery {
  pos: number;
  eventId: string;
  session: string;
  seq: number;
  type: string;
  attempts: number;
  parkedAt: Date;
  lastError?: string;
}

export interface Attempt {
  /** Counts up over all attempts of all consumers. */
  id: number;
  eventId: string;
  session: string;
  seq: number;
  type: string;
  /** 1 for the first. */
  attempt: number;
  at: Date;
  durationMs: number;
  outcome: 'delivered' | 'failed';
  /** The HTTP status, when there was an answer. */
  status?: number;
  error?: string;
}

/** One attempt as it ended. */
export type AttemptRecord = Pick<Attempt, 'attempt' | 'at' | 'durationMs' | 'outcome' | 'status' | 'error'>;

/** What to deliver again. All given parts must fit; only events that are still in the log count. */
export interface ReplaySelection {
  eventIds?: readonly string[];
  session?: string;
  fromSeq?: number;
  toSeq?: number;
  since?: Date;
  until?: Date;
  types?: readonly string[];
  sessions?: readonly string[];
  /** Only those that were set aside. */
  parkedOnly?: boolean;
}

/**
 * What consumers took from the log and have not done. A row goes with its delivery, in one transaction with its history.
 * Attempts do not wait for the disk: after a power cut the last ones are made again, under the same event ids.
 */
export class DeliveryRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Moves a consumer's cursor to `upTo` and keeps what it wants of the events before it. */
  takeIn(consumer: string, upTo: number, wanted: readonly { pos: number; lane: string }[]): void {
    const now = this.clock.now().getTime();
    const rows = wanted.map((each) => ({ ...each, ...fresh(consumer, now) }));
    const { db } = this;
    db.unsyncedTransaction(() => {
      if (rows.length > 0)
        db.run(
          db.query
            .insertInto('delivery')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing()),
        );
      const cursor = db.query.updateTable('consumer').set({ cursor_pos: upTo, updated_at: now });
      db.run(cursor.where('id', '=', consumer).where('cursor_pos', '<=', upTo));
    });
  }

  /** In which something waits. */
  lanes(consumer: string): string[] {
    return this.db.all(this.rows(consumer, 'pending').select('lane').distinct()).map(({ lane }) => lane);
  }

  /** The first of a lane, in the order of the log. */
  pending(consumer: string, lane: string, limit: number): PendingDelivery[] {
    const all = this.rows(consumer, 'pending').select(['pos', 'lane', 'attempts', 'next_at']);
    const rows = all.where('lane', '=', lane).orderBy('pos');
    return this.db.all(rows.limit(limit)).map(({ next_at, ...row }) => ({ ...row, nextAt: new Date(next_at) }));
  }

  count(consumer: string, state: 'pending' | 'parked'): number {
    return this.db.first(this.rows(consumer, state).select((eb) => eb.fn.countAll<number>().as('n')))?.n ?? 0;
  }

  /** What a consumer that wants these events has still to get, by session. */
  backlog(consumer: string, wanted: Pick<ReplaySelection, 'types' | 'sessions'>): EventSpan[] {
    const { query } = this.db;
    const cursor = query.selectFrom('consumer').select('cursor_pos').where('id', '=', consumer);
    const taken = this.rows(consumer, 'pending').select('pos');
    const rows = query
      .selectFrom('event')
      .select((eb) => [
        'session',
        eb.fn.min('seq').as('fromSeq'),
        eb.fn.max('seq').as('toSeq'),
        eb.fn.countAll<number>().as('count'),
        eb.fn.min('stored_at').as('oldestAt'),
      ])
      .where((eb) => eb.or([eb.and([eb('pos', '>', cursor), ...conditions(wanted)]), eb('pos', 'in', taken)]));
    return this.db
      .all(rows.groupBy('session').orderBy('session'))
      .map(({ oldestAt, ...span }) => ({ ...span, oldestAt: new Date(oldestAt) }));
  }

  done(consumer: string, event: LoggedEvent, attempt: AttemptRecord): void {
    const { db } = this;
    db.unsyncedTransaction(() => {
      db.run(db.query.deleteFrom('delivery').where('consumer', '=', consumer).where('pos', '=', event.pos));
      this.remember(consumer, event, attempt);
    });
  }

  /** It failed, and will be tried again. */
  retry(consumer: string, event: LoggedEvent, attempt: AttemptRecord, nextAt: Date): void {
    this.failed(consumer, event, attempt, { state: 'pending', next_at: nextAt.getTime() });
  }

  /** It failed and will not be tried again by itself. */
  park(consumer: string, event: LoggedEvent, attempt: AttemptRecord): void {
    this.failed(consumer, event, attempt, { state: 'parked' });
  }

  /** The log no longer has the event. */
  forget(consumer: string, pos: number): void {
    this.db.run(this.db.query.deleteFrom('delivery').where('consumer', '=', consumer).where('pos', '=', pos));
  }

  /** Oldest first. */
  parked(consumer: string, { afterPos = 0, limit }: { afterPos?: number; limit: number }): ParkedDelivery[] {
    const rows = this.rows(consumer, 'parked')
      .innerJoin('event', 'event.pos', 'delivery.pos')
      .select(['delivery.pos', 'event_id', 'session', 'seq', 'type', 'attempts', 'last_error', 'changed_at'])
      .where('delivery.pos', '>', afterPos);
    return this.db.all(rows.orderBy('delivery.pos').limit(limit)).map((row) => ({
      pos: row.pos,
      eventId: row.event_id,
      session: row.session,
      seq: row.seq,
      type: row.type,
      attempts: row.attempts,
      parkedAt: new Date(row.changed_at),
      ...(row.last_error === null ? {} : { lastError: row.last_error }),
    }));
  }

  /** Newest first. */
  attempts(consumer: string, page: { eventId?: string | undefined; beforeId?: number | undefined; limit: number }) {
    let rows = this.db.query.selectFrom('delivery_attempt').selectAll().where('consumer', '=', consumer);
    if (page.eventId !== undefined) rows = rows.where('event_id', '=', page.eventId);
    if (page.beforeId !== undefined) rows = rows.where('id', '<', page.beforeId);
    return this.db
      .all(rows.orderBy('id', 'desc').limit(page.limit))
      .map(({ consumer: _consumer, event_id, at, duration_ms, status, error, ...row }): Attempt => ({
        ...row,
        eventId: event_id,
        at: new Date(at),
        durationMs: duration_ms,
        ...(status === null ? {} : { status }),
        ...(error === null ? {} : { error }),
      }));
  }

  /** The events up to a consumer's cursor that a selection names, oldest first. */
  select(consumer: string, wanted: ReplaySelection, limit: number): { pos: number; session: string; chat?: string }[] {
    const { query } = this.db;
    const cursor = query.selectFrom('consumer').select('cursor_pos').where('id', '=', consumer);
    const rows = query
      .selectFrom('event')
      .select(['pos', 'session', 'chat'])
      .where('pos', '<=', cursor)
      .where((eb) => eb.and(conditions(wanted)));
    const parked = this.rows(consumer, 'parked').select('delivery.pos');
    const chosen = wanted.parkedOnly === true ? rows.where('pos', 'in', parked) : rows;
    return this.db
      .all(chosen.orderBy('pos').limit(limit))
      .map(({ pos, session, chat }) => ({ pos, session, ...(chat === null ? {} : { chat }) }));
  }

  /** Puts events back, as if they had never been tried. */
  requeue(consumer: string, events: readonly { pos: number; lane: string }[]): void {
    const now = this.clock.now().getTime();
    const { db } = this;
    db.transaction(() => {
      for (const event of events) {
        const row = { ...event, ...fresh(consumer, now) };
        const insert = db.query.insertInto('delivery').values(row);
        db.run(
          insert.onConflict((conflict) => conflict.columns(['consumer', 'pos']).doUpdateSet(fresh(consumer, now))),
        );
      }
    });
  }

  /** What waits for its next attempt need not wait. */
  hurry(consumer: string): void {
    const update = this.db.query.updateTable('delivery').set({ next_at: 0 }).where('consumer', '=', consumer);
    this.db.run(update.where('state', '=', 'pending'));
  }

  private rows(consumer: string, state: 'pending' | 'parked') {
    return this.db.query.selectFrom('delivery').where('consumer', '=', consumer).where('state', '=', state);
  }

  private failed(
    consumer: string,
    event: LoggedEvent,
    attempt: AttemptRecord,
    change: { state: 'pending' | 'parked'; next_at?: number },
  ): void {
    const { db } = this;
    const result = { attempts: attempt.attempt, last_error: attempt.error ?? null, changed_at: attempt.at.getTime() };
    const update = db.query.updateTable('delivery').set({ ...change, ...result });
    db.unsyncedTransaction(() => {
      db.run(update.where('consumer', '=', consumer).where('pos', '=', event.pos));
      this.remember(consumer, event, attempt);
    });
  }

  private remember(consumer: string, { eventId, session, seq, type }: LoggedEvent, attempt: AttemptRecord): void {
    const { durationMs, status, error, at, ...rest } = attempt;
    const result = { duration_ms: durationMs, status: status ?? null, error: error ?? null, at: at.getTime(), ...rest };
    const row = { consumer, event_id: eventId, session, seq, type, ...result };
    this.db.run(this.db.query.insertInto('delivery_attempt').values(row));
  }
}

const fresh = (consumer: string, now: number) => ({
  consumer,
  state: 'pending' as const,
  attempts: 0,
  next_at: 0,
  last_error: null,
  changed_at: now,
});

function conditions(wanted: ReplaySelection): Expression<SqlBool>[] {
  const { eventIds, session, fromSeq, toSeq, since, until, types, sessions } = wanted;
  const all = [
    eventIds && sql<SqlBool>`event_id IN ${oneOf(eventIds)}`,
    session === undefined ? undefined : sql<SqlBool>`session = ${session}`,
    sessions && sql<SqlBool>`session IN ${oneOf(sessions)}`,
    types && sql<SqlBool>`type IN ${oneOf(types)}`,
    fromSeq === undefined ? undefined : sql<SqlBool>`seq >= ${fromSeq}`,
    toSeq === undefined ? undefined : sql<SqlBool>`seq <= ${toSeq}`,
    since && sql<SqlBool>`stored_at >= ${since.getTime()}`,
    until && sql<SqlBool>`stored_at < ${until.getTime()}`,
  ];
  return all.filter((each) => each !== undefined);
}
