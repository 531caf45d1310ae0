import { isProgress, type Jid, type MessageId, type MessageStatus, type Person } from '@columba/core';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import type { PeopleRepository } from './people.repository.js';

/** How far a message has come with one recipient. */
export interface Receipt {
  recipient: Person;
  status: MessageStatus;
  changedAt: Date;
}

/** More recipients than a group can have. */
const MOST = 5_000;

type Key = Pick<Schema['receipt'], 'session' | 'message_id' | 'person_id'>;

const STATUS = statement((db, { session, message_id, person_id }: Key) =>
  db
    .selectFrom('receipt')
    .select('status')
    .where('session', '=', session)
    .where('message_id', '=', message_id)
    .where('person_id', '=', person_id),
);
const SAVE = statement((db, { session, message_id, person_id, status, changed_at }: Schema['receipt']) =>
  db
    .insertInto('receipt')
    .values({ session, message_id, person_id, status, changed_at })
    .onConflict((conflict) =>
      conflict.columns(['session', 'message_id', 'person_id']).doUpdateSet({ status, changed_at }),
    ),
);

type Members = Pick<Key, 'session' | 'message_id'> & { group_id: string; but: readonly number[] };

const OF_MEMBERS = statement((db, { session, message_id, group_id, but }: Members) =>
  db
    .selectFrom('group_member')
    .leftJoin('receipt', (join) =>
      join
        .onRef('receipt.session', '=', 'group_member.session')
        .onRef('receipt.person_id', '=', 'group_member.person_id')
        .on('receipt.message_id', '=', message_id),
    )
    .select('receipt.status')
    .distinct()
    .where('group_member.session', '=', session)
    .where('group_id', '=', group_id)
    .where('group_member.person_id', 'not in', oneOf(but)),
);

export class ReceiptRepository {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleRepository,
  ) {}

  /** First heard first. */
  list(session: string, id: MessageId): Receipt[] {
    const query = this.db.query
      .selectFrom('receipt')
      .innerJoin('person', 'person.id', 'receipt.person_id')
      .selectAll('person')
      .select(['receipt.status', 'receipt.changed_at'])
      .where('receipt.session', '=', session)
      .where('message_id', '=', id)
      .orderBy('changed_at')
      .limit(MOST);
    return this.db.all(query).map((row) => ({
      recipient: this.people.toPerson(row),
      status: row.status as MessageStatus,
      changedAt: new Date(row.changed_at),
    }));
  }

  /** `undefined` when nothing was heard from this recipient yet. */
  statusOf(session: string, id: MessageId, participant: Jid): MessageStatus | undefined {
    const person = this.people.find(session, participant);
    if (!person) return undefined;
    const row = this.db.first(STATUS({ session, message_id: id, person_id: person.id }));
    return row?.status as MessageStatus | undefined;
  }

  /** Each status that members of a group are at, without those named; `undefined` where nothing was heard of one. */
  statusesIn(session: string, id: MessageId, group: Jid, without: readonly Jid[]): (MessageStatus | undefined)[] {
    const but = without.flatMap((jid) => this.people.find(session, jid)?.id ?? []);
    const rows = this.db.all(OF_MEMBERS({ session, message_id: id, group_id: group, but }));
    return rows.map(({ status }) => (status ?? undefined) as MessageStatus | undefined);
  }

  /** A status that is no progress is ignored. */
  save(session: string, id: MessageId, participant: Jid, status: MessageStatus, at: Date): void {
    if (!isProgress(this.statusOf(session, id, participant), status)) return;
    const { id: person_id } = this.people.obtain(session, participant, 'receipt');
    this.db.run(SAVE({ session, message_id: id, person_id, status, changed_at: at.getTime() }));
  }
}
