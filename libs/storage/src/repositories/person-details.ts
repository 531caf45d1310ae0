import type { Contact } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { folded, NAMELESS } from './folded.js';

export type PersonRow = Selectable<Schema['person']>;

const DETAILS = ['savedName', 'pushName', 'verifiedName', 'business', 'blocked', 'pictureId', 'about'] as const;
type Detail = (typeof DETAILS)[number];

/** What may be known of a person besides the addresses; `null` clears, absent leaves alone. */
export type PersonDetails = { [K in Detail]?: Contact[K] | null };

const COLUMN = {
  savedName: 'saved_name',
  pushName: 'push_name',
  verifiedName: 'verified_name',
  business: 'business',
  blocked: 'blocked',
  pictureId: 'picture_id',
  about: 'about',
} as const satisfies Record<Detail, keyof PersonRow>;

/**
 * Writes what was told of a person; `fill` leaves alone what is known already.
 * @returns whether it was anything new.
 */
export function describePerson(
  db: Database,
  row: PersonRow,
  details: PersonDetails,
  mode: 'replace' | 'fill',
): boolean {
  const news = DETAILS.flatMap((name) => {
    const told = details[name];
    const value = typeof told === 'boolean' ? Number(told) : told;
    const known = row[COLUMN[name]];
    if (value === undefined || value === known || (mode === 'fill' && known !== null)) return [];
    return [[COLUMN[name], value] as const];
  });
  if (news.length === 0) return false;
  const change = Object.fromEntries(news) as Partial<PersonRow>;
  const next = { ...change, ...namesOf({ ...row, ...change }) };
  db.run(db.query.updateTable('person').set(next).where('id', '=', row.id));
  return true;
}

/** The address book's name comes first: it is the one that the account's owner chose. */
export function namesOf(row: Pick<PersonRow, 'saved_name' | 'push_name' | 'verified_name'>) {
  const names = [row.saved_name, row.verified_name, row.push_name].filter((each) => each !== null && each !== '');
  const name = names[0] ?? null;
  return {
    name,
    sort_name: name === null ? NAMELESS : folded(name),
    search_text: names.map((each) => folded(each ?? '')).join('\n'),
  };
}

/** Of two rows of one person: what the first one lacks, the other has. */
export function mergedDetails(kept: PersonRow, gone: PersonRow): Partial<PersonRow> {
  const columns = Object.values(COLUMN);
  const filled = Object.fromEntries(columns.map((column) => [column, kept[column] ?? gone[column]]));
  return { ...filled, ...namesOf({ ...kept, ...filled }) };
}
