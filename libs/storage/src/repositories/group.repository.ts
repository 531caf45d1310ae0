import type { Group, GroupParticipant, GroupRole, Jid, Person } from '@columba/core';
import type { Selectable, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { deserialize, serialize } from '../serializer.js';
import { folded } from './folded.js';
import { fromCursor, type Page, type PageRequest, toCursor, toPage } from './page.js';
import type { PeopleRepository } from './people.repository.js';

type GroupRow = Selectable<Schema['chat_group']>;
type Details = Omit<Group, 'id' | 'subject' | 'owner' | 'participants'>;

/** A group without its members. */
export interface GroupSummary extends Omit<Group, 'participants'> {
  size: number;
}

/** More than WhatsApp lets into a group. */
const MOST_MEMBERS = 10_000;

/** What was last known of groups. */
export class GroupRepository {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleRepository,
  ) {}

  /** Those this account is in, by subject. @throws InvalidInputError when it is not a cursor of groups. */
  list(session: string, page: PageRequest): Page<GroupSummary> {
    return this.page(this.present(session), page);
  }

  /** Those that this account and a person, by any address, are both in. */
  common(session: string, person: Jid, page: PageRequest): Page<GroupSummary> {
    const row = this.people.find(session, person);
    if (!row) return { data: [] };
    const shared = this.db.query
      .selectFrom('group_member')
      .select('group_id')
      .where('session', '=', session)
      .where('person_id', '=', row.id);
    return this.page(this.present(session).where('id', 'in', shared), page);
  }

  /** With its members; also one that was left. */
  get(session: string, id: Jid): Group | undefined {
    const row = this.row(session, id);
    if (!row) return undefined;
    return { ...this.described(row), participants: this.members(session, id) };
  }

  isMember(session: string, id: Jid): boolean {
    return this.row(session, id)?.is_member === 1;
  }

  /** `undefined` when it is not known. */
  role(session: string, id: Jid, person: Jid): GroupRole | undefined {
    const row = this.people.find(session, person);
    const query = this.db.query.selectFrom('group_member').select('role').where('session', '=', session);
    const member = row && this.db.first(query.where('group_id', '=', id).where('person_id', '=', row.id));
    return member?.role as GroupRole | undefined;
  }

  /** Replaces what is known: this account is in it. */
  put(session: string, { id, subject, owner, participants, ...details }: Group, at: Date): void {
    const row = {
      subject,
      sort_subject: folded(subject),
      is_member: 1,
      owner_id: owner ? this.people.obtain(session, owner.id, 'group').id : null,
      details: serialize(details),
      updated_at: at.getTime(),
    };
    this.db.transaction(() => {
      const insert = this.db.query.insertInto('chat_group').values({ session, id, ...row });
      this.db.run(insert.onConflict((conflict) => conflict.columns(['session', 'id']).doUpdateSet(row)));
      const members = this.db.query.deleteFrom('group_member').where('session', '=', session);
      this.db.run(members.where('group_id', '=', id));
      for (const { id: person, role } of participants) this.setRole(session, id, person, role);
    });
  }

  /** Changes what is given; a group that is not known is left to be asked for. */
  update(session: string, { id, participants, ...change }: Partial<Group> & Pick<Group, 'id'>, at: Date): void {
    const known = this.row(session, id);
    if (!known) return;
    const { subject = known.subject, owner, ...details } = change;
    const row = {
      subject,
      sort_subject: folded(subject),
      ...(owner ? { owner_id: this.people.obtain(session, owner.id, 'group').id } : {}),
      details: serialize({ ...deserialize<Details>(known.details), ...details }),
      updated_at: at.getTime(),
    };
    this.change(session, id, row);
    for (const { id: person, role } of participants ?? []) this.setRole(session, id, person, role);
  }

  /** This account is in it no longer; what was known stays readable. */
  leave(session: string, id: Jid, at: Date): void {
    this.change(session, id, { is_member: 0, updated_at: at.getTime() });
  }

  /** Ignored for a group that is not known: half a list of members would look like a whole one. */
  setRole(session: string, id: Jid, person: Jid, role: GroupRole): void {
    if (!this.row(session, id)) return;
    const { id: person_id } = this.people.obtain(session, person, 'group');
    const insert = this.db.query.insertInto('group_member').values({ session, group_id: id, person_id, role });
    this.db.run(
      insert.onConflict((conflict) => conflict.columns(['session', 'group_id', 'person_id']).doUpdateSet({ role })),
    );
  }

  removeMember(session: string, id: Jid, person: Jid): void {
    const row = this.people.find(session, person);
    if (!row) return;
    const members = this.db.query.deleteFrom('group_member').where('session', '=', session);
    this.db.run(members.where('group_id', '=', id).where('person_id', '=', row.id));
  }

  private present(session: string) {
    const all = this.db.query.selectFrom('chat_group').selectAll().where('session', '=', session);
    return all.where('is_member', '=', sql.lit(1));
  }

  private page<O>(groups: SelectQueryBuilder<Schema, 'chat_group', O & GroupRow>, { limit, cursor }: PageRequest) {
    let query = groups
      .orderBy('sort_subject')
      .orderBy('id')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [subject, id] = fromCursor(cursor, ['', ''] as [string, string]);
      query = query.where((eb) => eb(eb.refTuple('sort_subject', 'id'), '>', eb.tuple(subject, id)));
    }
    const item = (row: GroupRow): GroupSummary => ({
      ...this.described(row),
      size: this.size(row.session, row.id),
    });
    const next = (row: GroupRow) => toCursor(row.sort_subject, row.id);
    return toPage<GroupRow, GroupSummary>(this.db.all(query), limit, { item, cursor: next });
  }

  private row(session: string, id: Jid): GroupRow | undefined {
    const query = this.db.query.selectFrom('chat_group').selectAll().where('session', '=', session);
    return this.db.first(query.where('id', '=', id));
  }

  private change(session: string, id: Jid, change: Partial<GroupRow>): void {
    const update = this.db.query.updateTable('chat_group').set(change).where('session', '=', session);
    this.db.run(update.where('id', '=', id));
  }

  private described(row: GroupRow): Omit<Group, 'participants'> {
    const owner = row.owner_id === null ? undefined : this.owner(row.owner_id);
    return {
      id: row.id as Jid,
      subject: row.subject,
      ...deserialize<Details>(row.details),
      ...(owner ? { owner } : {}),
    };
  }

  private owner(id: number): Person | undefined {
    const row = this.db.first(this.db.query.selectFrom('person').selectAll().where('id', '=', id));
    return row && this.people.toPerson(row);
  }

  private members(session: string, id: Jid): GroupParticipant[] {
    const query = this.db.query
      .selectFrom('group_member')
      .innerJoin('person', 'person.id', 'group_member.person_id')
      .selectAll('person')
      .select('role')
      .where('group_member.session', '=', session)
      .where('group_id', '=', id)
      .orderBy('person.id')
      .limit(MOST_MEMBERS);
    return this.db.all(query).map((row) => ({ ...this.people.toPerson(row), role: row.role as GroupRole }));
  }

  private size(session: string, id: string): number {
    const query = this.db.query
      .selectFrom('group_member')
      .select((eb) => eb.fn.countAll<number>().as('size'))
      .where('session', '=', session)
      .where('group_id', '=', id);
    return this.db.first(query)?.size ?? 0;
  }
}
