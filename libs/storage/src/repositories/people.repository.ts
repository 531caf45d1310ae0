import { randomUUID } from 'node:crypto';
import { fact, jidKind, phoneOf, type Clock, type Fact, type Jid, type Person } from '@columba/core';
import type { Compilable } from 'kysely';
import type { Database } from '../database/database.js';
import { ReadCache } from '../database/read-cache.js';
import { statement } from '../database/statement.js';
import { joinPersons } from './join-rows.js';
import { moveChat } from './move-chat.js';
import { describePerson, mergedDetails, type PersonDetails, type PersonRow as Row } from './person-details.js';

type Reason = 'learnt' | 'moved';

/** So many persons are kept at hand. */
const REMEMBERED = 1_000;

const FIND = statement((db, { session, jid }: { session: string; jid: string }) =>
  db
    .selectFrom('alias')
    .innerJoin('person', 'person.id', 'alias.person_id')
    .selectAll('person')
    .where('alias.session', '=', session)
    .where('alias.alias', '=', jid),
);
const ALIASES = statement((db, { id }: { id: number }) =>
  db.selectFrom('alias').select('alias').where('person_id', '=', id).orderBy('alias'),
);

/**
 * Persons and their addresses: one row each, public under the phone address when the phone is known, else under the LID.
 * A LID is who somebody is and never changes hands; a phone is where they are reached, and may move to somebody else.
 */
export class PeopleRepository {
  private readonly rows: ReadCache<Row>;
  /** Every address of whoever has this one. */
  private readonly addresses: ReadCache<Jid[]>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    this.rows = new ReadCache(db, REMEMBERED);
    this.addresses = new ReadCache(db, REMEMBERED);
  }

  /** The address a chat or person is public under; groups and whoever is unknown stay as they are. */
  resolve(session: string, jid: Jid): Jid {
    const row = this.find(session, jid);
    return row ? publicId(row) : jid;
  }

  /** Who somebody is: addresses, and the name to show. */
  person(session: string, jid: Jid): Person {
    const row = this.find(session, jid);
    if (row) return this.toPerson(row);
    return jidKind(jid) === 'lid' ? { id: jid, lid: jid } : withPhone({ id: jid });
  }

  toPerson(row: Pick<Row, 'phone' | 'lid' | 'name'>): Person {
    const { lid, name } = row;
    return withPhone({
      id: publicId(row),
      ...(lid === null ? {} : { lid: lid as Jid }),
      ...(name === null ? {} : { name }),
    });
  }

  /** Every address a person was ever seen with, the given one among them. */
  aliases(session: string, jid: Jid): readonly Jid[] {
    const row = this.find(session, jid);
    if (!row) return [jid];
    const read = () => this.db.all(ALIASES({ id: row.id })).map(({ alias }) => alias as Jid);
    return this.addresses.get(String(row.id), read) ?? [jid];
  }

  /** The name that a person chose; one that was known is replaced. */
  setName(session: string, jid: Jid, name: string): void {
    this.describe(session, jid, { pushName: name }, 'replace');
  }

  /** Takes the name that somebody wrote under. The one we show anyway may stand there only because we put it there. */
  heardName(session: string, { id, name }: Person, mode: 'replace' | 'fill'): void {
    if (name === undefined || name === this.find(session, id)?.name) return;
    this.describe(session, id, { pushName: name }, mode);
  }

  /** Takes what was told of a person; `fill` leaves alone what is known already. */
  describe(session: string, jid: Jid, details: PersonDetails, mode: 'replace' | 'fill'): void {
    this.db.transaction(() => {
      if (describePerson(this.db, this.obtain(session, jid, 'name'), details, mode)) this.rows.clear();
    });
  }

  /** Notes that somebody exists under this address. */
  see(session: string, jid: Jid, source: string): void {
    this.obtain(session, jid, source);
  }

  /** The row of whoever has this address; somebody new gets one. */
  obtain(session: string, jid: Jid, source: string): Row {
    return this.find(session, jid) ?? this.db.transaction(() => this.add(session, jid, source));
  }

  find(session: string, jid: Jid): Row | undefined {
    return this.rows.get(`${session} ${jid}`, () => this.db.first(FIND({ session, jid })));
  }

  /**
   * Learns that a phone and a LID are one person. Two rows become one, and a phone that moved to another LID moves; what
   * a client must know of it comes back as facts, to be logged in the same transaction: one for each person whose public
   * address is another one now.
   */
  learn(session: string, phone: Jid, lid: Jid, source: string): Fact[] {
    const owner = this.find(session, lid);
    if (owner?.phone === phone) return [];
    return this.db.transaction(() => {
      const holder = this.find(session, phone);
      if (holder && holder.lid === null) return this.identify(holder, owner, lid, source);
      const lost = holder?.phone === phone ? this.losePhone(holder) : [];
      const reason = lost.length > 0 ? 'moved' : 'learnt';
      if (owner) return [...lost, ...this.givePhone(owner, phone, reason, source)];
      const made = this.add(session, lid, source);
      this.setPhone(made, phone, source);
      return lost;
    });
  }

  /** Whoever was known by phone alone turns out to have this LID, and perhaps to be somebody known already. */
  private identify(holder: Row, owner: Row | undefined, lid: Jid, source: string): Fact[] {
    const { query } = this.db;
    if (owner) {
      this.write(query.updateTable('alias').set({ person_id: holder.id }).where('person_id', '=', owner.id));
      joinPersons(this.db, { session: holder.session, from: owner.id, to: holder.id });
      this.write(query.deleteFrom('person').where('id', '=', owner.id));
    }
    const known = { lid, ...(owner ? mergedDetails(holder, owner) : {}) };
    this.write(query.updateTable('person').set(known).where('id', '=', holder.id));
    this.addAlias(holder, lid, source);
    return owner ? this.renamed(owner, publicId(holder), lid, owner.phone === null ? 'learnt' : 'moved') : [];
  }

  private givePhone(owner: Row, phone: Jid, reason: Reason, source: string): Fact[] {
    this.setPhone(owner, phone, source);
    return this.renamed(owner, phone, owner.lid as Jid, owner.phone === null ? reason : 'moved');
  }

  private losePhone(holder: Row): Fact[] {
    const lid = holder.lid as Jid;
    this.write(this.db.query.updateTable('person').set({ phone: null }).where('id', '=', holder.id));
    return this.renamed(holder, lid, lid, 'moved');
  }

  /** What was kept under the old public address is found under the new one. */
  private renamed(before: Row, id: Jid, lid: Jid, reason: Reason): Fact[] {
    const previousId = publicId(before);
    moveChat(this.db, before.session, previousId, id);
    const occurredAt = this.clock.now();
    // Each change of hands is news, also when the same one happened before.
    const data = { previousId, reason, ...withPhone({ id, lid }) };
    return [fact('identity.changed', data, ['i', randomUUID()], { occurredAt })];
  }

  private add(session: string, jid: Jid, source: string): Row {
    const isLid = jidKind(jid) === 'lid';
    const person = { session, phone: isLid ? null : jid, lid: isLid ? jid : null, name: null };
    const row = this.db.runReturning(this.db.query.insertInto('person').values(person).returningAll());
    this.addAlias(row, jid, source);
    return row;
  }

  private setPhone(row: Row, phone: Jid, source: string): void {
    this.write(this.db.query.updateTable('person').set({ phone }).where('id', '=', row.id));
    this.addAlias(row, phone, source);
  }

  /** From now on the address leads to this person, whoever it led to before. */
  private addAlias({ session, id }: Row, alias: Jid, source: string): void {
    const entry = { person_id: id, source, seen_at: this.clock.now().getTime() };
    const insert = this.db.query.insertInto('alias').values({ session, alias, ...entry });
    this.write(insert.onConflict((conflict) => conflict.columns(['session', 'alias']).doUpdateSet(entry)));
  }

  private write(change: Compilable): void {
    this.rows.clear();
    this.addresses.clear();
    this.db.run(change);
  }
}

const publicId = (row: Pick<Row, 'phone' | 'lid'>): Jid => (row.phone ?? row.lid) as Jid;

function withPhone<P extends Person>(person: P): P {
  const phone = phoneOf(person.id);
  return phone === undefined ? person : { ...person, phone };
}
