import { type Clock, type Fact, type LoggedEvent, type SessionName } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import { serialize } from '../serializer.js';
import { toEvent } from '../repositories/event.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import { uuid7Source } from '../uuid7.js';
import { spellings } from './dedupe.js';
import type { Identities } from './identities.js';
import type { ReadModel } from './read-model.js';
import type { Settlement } from './settlement.js';

export interface InboxParts {
  db: Database;
  clock: Clock;
  people: PeopleRepository;
  identities: Identities;
  readModel: ReadModel;
  settlement: Settlement;
}

type Listener = (events: readonly LoggedEvent[]) => void;

/** What is not on the disk yet must not be read, also while nobody listens. */
const NOBODY: Listener = () => {};

const KNOWN = statement((db, { session, keys }: { session: string; keys: readonly string[] }) =>
  db.selectFrom('event_key').select('pos').where('session', '=', session).where('key', 'in', oneOf(keys)).limit(1),
);
const REMEMBER = statement((db, { session, key, pos }: Schema['event_key']) =>
  db
    .insertInto('event_key')
    .values({ session, key, pos })
    .onConflict((conflict) => conflict.doNothing()),
);
const APPEND = statement(
  (
    db,
    {
      event_id,
      session,
      seq,
      chat,
      type,
      occurred_at,
      stored_at,
      late,
      data,
    }: Omit<Selectable<Schema['event']>, 'pos'>,
  ) => db.insertInto('event').values({ event_id, session, seq, chat, type, occurred_at, stored_at, late, data }),
);
const NEXT_SEQ = statement((db, { session }: { session: string }) =>
  db
    .insertInto('session_seq')
    .values({ session, last_seq: 1 })
    .onConflict((conflict) =>
      conflict.column('session').doUpdateSet((eb) => ({ last_seq: eb('session_seq.last_seq', '+', 1) })),
    )
    .returning('last_seq'),
);

/** Where facts become events: once each, numbered without gaps, together with everything that follows from them. */
export class Inbox {
  private readonly listeners = new Set<Listener>();
  private readonly nextId = uuid7Source();

  constructor(private readonly parts: InboxParts) {}

  /**
   * Logs facts in this order, in one transaction with the read model, aliases and sends that they change.
   * @returns the new events; what was known already is left out.
   * @throws StorageError; then nothing of it was written.
   */
  record(session: SessionName, facts: readonly Fact[]): LoggedEvent[] {
    const { db } = this.parts;
    return db.transaction(() => {
      const events = facts.flatMap((fact) => this.eventsOf(session, fact));
      const [first] = events;
      if (first) for (const tell of [NOBODY, ...this.listeners]) db.onCommit(() => tell(events), first.pos);
      return events;
    });
  }

  /**
   * Like {@link record}, without standing still for the disk: the events can be read, and are announced, once they are
   * on it, and that is waited for once for all of a turn of the event loop. They survive a crash of the process at once.
   * @throws StorageError; then nothing of it was written.
   */
  take(session: SessionName, facts: readonly Fact[]): void {
    this.parts.db.heldTransaction(() => this.record(session, facts));
  }

  /** Calls back after each commit that added events; a listener looks, it does not work. */
  onAppended(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private eventsOf(session: SessionName, told: Fact): LoggedEvent[] {
    const { identities } = this.parts;
    // Mappings are learnt before deduplication looks, so that a redelivery under the other address is recognised.
    const learnt = identities.learn(session, told.data, told.type);
    identities.seeChat(session, told.chat, told.type);
    const fact = this.canonical(session, told);
    const news = this.parts.settlement.settle(session, fact);
    return [...learnt, ...news].flatMap((each) => this.log(session, each) ?? []);
  }

  private canonical(session: SessionName, fact: Fact): Fact {
    const { identities, people } = this.parts;
    const data: unknown = identities.canonical<unknown>(session, fact.data);
    const chat = fact.chat && people.resolve(session, fact.chat);
    return { ...fact, data, ...(chat ? { chat } : {}) } as Fact;
  }

  /** Insert-or-ignore on the keys is the deduplication; there is nothing else that could disagree with it. */
  private log(session: SessionName, fact: Fact): LoggedEvent | undefined {
    const { db, people, readModel } = this.parts;
    const keys = spellings(fact.dedupe, (jid) => people.aliases(session, jid));
    const double = db.first(KNOWN({ session, keys }));
    if (double) {
      this.remember(session, keys, double.pos);
      return undefined;
    }
    const event = this.append(session, fact);
    this.remember(session, keys, event.pos);
    readModel.apply(session, fact);
    return event;
  }

  /** Also for a double: it may be told under a spelling that was not known when it was told first. */
  private remember(session: SessionName, keys: readonly string[], pos: number): void {
    for (const key of keys) this.parts.db.run(REMEMBER({ session, key, pos }));
  }

  private append(session: SessionName, fact: Fact): LoggedEvent {
    const { db, clock } = this.parts;
    const now = clock.now();
    const row = {
      event_id: this.nextId(now),
      session,
      seq: this.nextSeq(session),
      chat: fact.chat ?? null,
      type: fact.type,
      occurred_at: fact.occurredAt.getTime(),
      stored_at: now.getTime(),
      late: Number(fact.late),
      data: serialize(fact.data),
    };
    return toEvent({ ...row, pos: db.run(APPEND(row)).id });
  }

  private nextSeq(session: SessionName): number {
    return this.parts.db.runReturning(NEXT_SEQ({ session })).last_seq;
  }
}
