import { fact, jidKind, phoneOf, type Clock, type Fact, type Jid, type Person } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';

type Row = Selectable<Schema['person']>;

/** Persons and their addresses: one row each, public under the phone address when the phone is known, else under the LID. */
export class PeopleRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The address a chat or person is public under; groups and whoever is unknown stay as they are. */
  resolve(session: string, jid: Jid): Jid {
    const row = this.find(session, jid);
    return row ? publicId(row) : jid;
  }

  /** Everything known of a person. */
  person(session: string, jid: Jid): Person {
    const row = this.find(session, jid);
    if (!row) return jidKind(jid) === 'lid' ? { id: jid, lid: jid } : withPhone({ id: jid });
    const { lid, name } = row;
    return withPhone({
      id: publicId(row),
      ...(lid === null ? {} : { lid: lid as Jid }),
      ...(name === null ? {} : { name }),
    });
  }

  /** Every address a person was ever seen with, the given one among them. */
  aliases(session: string, jid: Jid): Jid[] {
    const row = this.find(session, jid);
    if (!row) return [jid];
    const query = this.db.query.selectFrom('alias').select('alias').where('person_id', '=', row.id).orderBy('alias');
    return this.db.all(query).map(({ alias }) => alias as Jid);
  }

  /** The name a person goes by; one that was known is replaced. */
  setName(session: string, jid: Jid, name: string): void {
    this.db.transaction(() => {
      const row = this.find(session, jid) ?? this.add(session, jid, 'name');
      if (row.name === name) return;
      this.db.run(this.db.query.updateTable('person').set({ name }).where('id', '=', row.id));
    });
  }

  /** Notes that somebody exists under this address. */
  see(session: string, jid: Jid, source: string): void {
    if (!this.find(session, jid)) this.db.transaction(() => this.add(session, jid, source));
  }

  /**
   * Learns that a phone and a LID are one person. Two rows become one, and a phone that moved to another LID moves; what
   * a client must know of it comes back as facts, to be logged in the same transaction.
   */
  learn(session: string, phone: Jid, lid: Jid, source: string): Fact[] {
    return this.db.transaction(() => {
      const byPhone = this.find(session, phone);
      const byLid = this.find(session, lid);
      if (byPhone && byPhone.id === byLid?.id) return [];
      if (!byPhone && !byLid) {
        this.setAddresses(this.add(session, phone, source), { phone, lid }, source);
        return [];
      }
      if (byPhone && !byLid) return this.giveLid(byPhone, phone, lid, source);
      if (byLid && !byPhone) return this.givePhone(byLid, phone, lid, source);
      return byPhone && byLid ? this.merge(byPhone, byLid, phone, lid, source) : [];
    });
  }

  /** A phone that had another LID before has moved: the old LID stays a person of its own without a phone. */
  private giveLid(row: Row, phone: Jid, lid: Jid, source: string): Fact[] {
    if (row.lid === null || row.lid === lid) {
      this.setAddresses(row, { phone, lid }, source);
      return [];
    }
    this.setAddresses(row, { lid: row.lid as Jid }, source);
    this.db.run(this.db.query.deleteFrom('alias').where('session', '=', row.session).where('alias', '=', phone));
    this.setAddresses(this.add(row.session, lid, source), { phone, lid }, source);
    return [this.changed(phone, { id: row.lid as Jid, lid: row.lid as Jid }, 'moved')];
  }

  private givePhone(row: Row, phone: Jid, lid: Jid, source: string): Fact[] {
    const previous = publicId(row);
    this.setAddresses(row, { phone, lid }, source);
    return this.renamed(row.session, previous, phone, lid, row.phone === null ? 'learnt' : 'moved');
  }

  /** Two rows turn out to be one person: the one with the phone stays. */
  private merge(kept: Row, gone: Row, phone: Jid, lid: Jid, source: string): Fact[] {
    const previous = publicId(gone);
    this.db.run(this.db.query.updateTable('alias').set({ person_id: kept.id }).where('person_id', '=', gone.id));
    this.db.run(this.db.query.deleteFrom('person').where('id', '=', gone.id));
    this.setAddresses({ ...kept, name: kept.name ?? gone.name }, { phone, lid }, source);
    return this.renamed(kept.session, previous, phone, lid, gone.phone === null ? 'learnt' : 'moved');
  }

  /** What was kept under the old public id is found under the new one. */
  private renamed(session: string, previous: Jid, id: Jid, lid: Jid, reason: 'learnt' | 'moved'): Fact[] {
    if (previous === id) return [];
    this.moveChat(session, previous, id);
    return [this.changed(previous, { id, lid }, reason)];
  }

  private moveChat(session: string, from: Jid, to: Jid): void {
    const { query } = this.db;
    const there = this.db.first(
      query.selectFrom('chat').selectAll().where('session', '=', session).where('id', '=', to),
    );
    const old = this.db.first(
      query.selectFrom('chat').selectAll().where('session', '=', session).where('id', '=', from),
    );
    if (old && there) {
      const last = Math.max(old.last_activity_at ?? 0, there.last_activity_at ?? 0);
      const sum = { unread_count: old.unread_count + there.unread_count, last_activity_at: last || null };
      this.db.run(query.updateTable('chat').set(sum).where('session', '=', session).where('id', '=', to));
      this.db.run(query.deleteFrom('chat').where('session', '=', session).where('id', '=', from));
    } else if (old) {
      this.db.run(query.updateTable('chat').set({ id: to }).where('session', '=', session).where('id', '=', from));
    }
    this.forgetDoubles(session, from, to);
    for (const table of ['message', 'send', 'sent_bytes'] as const)
      this.db.run(query.updateTable(table).set({ chat: to }).where('session', '=', session).where('chat', '=', from));
  }

  /** A message that came under both addresses before anyone knew that they are one. */
  private forgetDoubles(session: string, from: Jid, to: Jid): void {
    const both = this.db.query
      .selectFrom('message as old')
      .innerJoin('message as there', (join) =>
        join
          .onRef('there.session', '=', 'old.session')
          .onRef('there.id', '=', 'old.id')
          .onRef('there.from_me', '=', 'old.from_me'),
      )
      .select('old.row')
      .where('old.session', '=', session)
      .where('old.chat', '=', from)
      .where('there.chat', '=', to);
    const rows = this.db.all(both).map(({ row }) => row);
    if (rows.length) this.db.run(this.db.query.deleteFrom('message').where('row', 'in', rows));
  }

  private changed(previousId: Jid, now: { id: Jid; lid: Jid }, reason: 'learnt' | 'moved'): Fact {
    const occurredAt = this.clock.now();
    const data = { previousId, reason, ...withPhone({ id: now.id, lid: now.lid }) };
    return fact('identity.changed', data, ['i', previousId, now.id, now.lid], { occurredAt });
  }

  private find(session: string, jid: Jid): Row | undefined {
    const query = this.db.query
      .selectFrom('alias')
      .innerJoin('person', 'person.id', 'alias.person_id')
      .selectAll('person')
      .where('alias.session', '=', session)
      .where('alias.alias', '=', jid);
    return this.db.first(query);
  }

  private add(session: string, jid: Jid, source: string): Row {
    const person = { session, phone: null, lid: null, name: null };
    const { id } = this.db.run(this.db.query.insertInto('person').values(person));
    const row = { id, ...person };
    this.setAddresses(row, jidKind(jid) === 'lid' ? { lid: jid } : { phone: jid }, source);
    return { ...row, [jidKind(jid) === 'lid' ? 'lid' : 'phone']: jid };
  }

  private setAddresses(row: Row, { phone, lid }: { phone?: Jid; lid?: Jid }, source: string): void {
    const addresses = { phone: phone ?? null, lid: lid ?? null, name: row.name };
    this.db.run(this.db.query.updateTable('person').set(addresses).where('id', '=', row.id));
    const seen_at = this.clock.now().getTime();
    for (const alias of [phone, lid]) {
      if (alias === undefined) continue;
      const entry = { session: row.session, alias, person_id: row.id, source, seen_at };
      const insert = this.db.query
        .insertInto('alias')
        .values(entry)
        .onConflict((conflict) => conflict.columns(['session', 'alias']).doUpdateSet({ person_id: row.id }));
      this.db.run(insert);
    }
  }
}

const publicId = (row: Row): Jid => (row.phone ?? row.lid) as Jid;

function withPhone<P extends Person>(person: P): P {
  const phone = phoneOf(person.id);
  return phone === undefined ? person : { ...person, phone };
}
