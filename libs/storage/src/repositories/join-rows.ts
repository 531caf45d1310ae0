import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { raw } from '../database/raw.js';

/** A table of which each row has one owner, a person or a chat. */
interface Belonging {
  table: string;
  /** The rest of the primary key: under each of these there is one row per owner. */
  beside: readonly string[];
  /** Of two rows under one key the one that is greater by this stays. */
  worth: (row: string) => RawBuilder<unknown>;
}

const by =
  (column: string) =>
  (row: string): RawBuilder<unknown> =>
    sql.ref(`${row}.${column}`);
const furthest = (row: string) =>
  sql`CASE ${sql.ref(`${row}.status`)} WHEN 'played' THEN 3 WHEN 'read' THEN 2 WHEN 'delivered' THEN 1 ELSE 0 END`;
const mightiest = (row: string) =>
  sql`CASE ${sql.ref(`${row}.role`)} WHEN 'owner' THEN 2 WHEN 'admin' THEN 1 ELSE 0 END`;

const OF_PERSON: readonly Belonging[] = [
  { table: 'reaction', beside: ['session', 'chat', 'message_id'], worth: by('reacted_at') },
  { table: 'vote', beside: ['session', 'chat', 'message_id'], worth: by('voted_at') },
  { table: 'receipt', beside: ['session', 'message_id'], worth: furthest },
  { table: 'group_member', beside: ['session', 'group_id'], worth: mightiest },
];
const OF_CHAT: readonly Belonging[] = [
  { table: 'reaction', beside: ['session', 'message_id', 'person_id'], worth: by('reacted_at') },
  { table: 'vote', beside: ['session', 'message_id', 'person_id'], worth: by('voted_at') },
  { table: 'chat_label', beside: ['session', 'label'], worth: () => sql.lit(0) },
];

interface Move<T> {
  session: string;
  from: T;
  to: T;
}

/** Two persons turned out to be one: what hung on the one hangs on the other. */
export function joinPersons(db: Database, move: Move<number>): void {
  for (const belonging of OF_PERSON) join(db, belonging, 'person_id', move);
  const owned = db.query.updateTable('chat_group').set({ owner_id: move.to }).where('session', '=', move.session);
  db.run(owned.where('owner_id', '=', move.from));
}

/** What people think of messages goes with the chat, and so do its labels. */
export function joinBelongings(db: Database, move: Move<string>): void {
  for (const belonging of OF_CHAT) join(db, belonging, 'chat', move);
}

function join(
  db: Database,
  { table, beside, worth }: Belonging,
  owner: 'person_id' | 'chat',
  { session, from, to }: Move<string | number>,
): void {
  const [rows, column] = [sql.table(table), sql.ref(owner)];
  const sameKey = sql.join(
    beside.map((name) => sql`other.${sql.ref(name)} = ${sql.ref(`${table}.${name}`)}`),
    sql` AND `,
  );
  const beaten = sql`SELECT 1 FROM ${rows} AS other
    WHERE ${sameKey} AND other.${column} = ${from} AND ${worth('other')} > ${worth(table)}`;
  const mine = sql`session = ${session} AND ${column}`;
  for (const statement of [
    sql`DELETE FROM ${rows} WHERE ${mine} = ${to} AND EXISTS (${beaten})`,
    sql`UPDATE OR IGNORE ${rows} SET ${column} = ${to} WHERE ${mine} = ${from}`,
    sql`DELETE FROM ${rows} WHERE ${mine} = ${from}`,
  ])
    db.run(raw(db, statement));
}
