import type { Contact, Jid } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { folded } from './folded.js';
import { fromCursor, type Page, type PageRequest, toCursor, toPage } from './page.js';
import type { PeopleRepository } from './people.repository.js';
import type { PersonRow } from './person-details.js';

export interface ContactFilter {
  /** In the account's address book. */
  saved?: boolean;
  blocked?: boolean;
  business?: boolean;
  /** Part of a name, in any case and without accents, or of a number. */
  search?: string;
}

/** Everybody the session ever saw, one entry per person. */
export class ContactRepository {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleRepository,
  ) {}

  /** By name, those without one last. @throws InvalidInputError when it is not a cursor of contacts. */
  list(session: string, { limit, cursor }: PageRequest, filter: ContactFilter = {}): Page<Contact> {
    const { saved, blocked, business, search } = filter;
    let query = this.db.query
      .selectFrom('person')
      .selectAll()
      .where('session', '=', session)
      .orderBy('sort_name')
      .orderBy('id')
      .limit(limit + 1);
    if (saved !== undefined) query = query.where('saved_name', saved ? 'is not' : 'is', null);
    if (blocked !== undefined) query = query.where(sql`coalesce(blocked, 0)`, '=', Number(blocked));
    if (business !== undefined) query = query.where(sql`coalesce(business, 0)`, '=', Number(business));
    if (search !== undefined && search.trim() !== '') query = query.where(found(search));
    if (cursor !== undefined) {
      const [name, id] = fromCursor(cursor, ['', 0] as [string, number]);
      query = query.where((eb) => eb(eb.refTuple('sort_name', 'id'), '>', eb.tuple(name, id)));
    }
    return toPage(this.db.all(query), limit, { item: (row) => this.toContact(row), cursor: cursorOf });
  }

  /** All who are known to be blocked. */
  blocked(session: string): Contact[] {
    const query = this.db.query
      .selectFrom('person')
      .selectAll()
      .where('session', '=', session)
      .where('blocked', '=', 1);
    return this.db.all(query).map((row) => this.toContact(row));
  }

  /** By any address of the person. */
  get(session: string, jid: Jid): Contact | undefined {
    const row = this.people.find(session, jid);
    return row && this.toContact(row);
  }

  private toContact(row: PersonRow): Contact {
    return {
      ...this.people.toPerson(row),
      ...(row.saved_name === null ? {} : { savedName: row.saved_name }),
      ...(row.push_name === null ? {} : { pushName: row.push_name }),
      ...(row.verified_name === null ? {} : { verifiedName: row.verified_name }),
      business: row.business === 1,
      blocked: row.blocked === 1,
      ...(row.picture_id === null ? {} : { pictureId: row.picture_id }),
      ...(row.about === null ? {} : { about: row.about }),
    };
  }
}

const cursorOf = (row: PersonRow): string => toCursor(row.sort_name, row.id);

/** A number may be written with plus, spaces and dashes; a whole address is searched for as such. */
function found(search: string) {
  const named = sql<boolean>`instr(search_text, ${folded(search)}) > 0`;
  if (search.includes('@')) return sql<boolean>`(${named} OR phone = ${search} OR lid = ${search})`;
  const digits = /^[+\d\s().-]+$/.test(search) ? search.replace(/\D/g, '').replace(/^00/, '') : '';
  return digits === '' ? named : sql<boolean>`(${named} OR instr(phone, ${digits}) > 0)`;
}
