import { type ContentKind, InvalidInputError, type Jid } from '@columba/core';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import type { MessageRow } from './message-row.js';
import { fromCursor, type PageRequest, toCursor } from './page.js';

/** Which messages. Chats and persons by their public address, see `PeopleRepository.resolve`. Absent: any. */
export interface MessageFilter {
  chat?: Jid;
  direction?: 'in' | 'out';
  /** Who wrote it; for the account itself use `direction`. */
  from?: Jid;
  kinds?: readonly ContentKind[];
  hasMedia?: boolean;
  starred?: boolean;
  /** The first moment that counts. */
  since?: Date;
  /** The first moment that no longer counts. */
  until?: Date;
  /** Words that all stand in it, each perhaps only begun; case and accents do not matter. */
  text?: string;
}

export interface MessagePageRequest extends PageRequest {
  /** By time; newest first unless said otherwise. */
  order?: 'asc' | 'desc';
}

type Messages<O> = SelectQueryBuilder<Schema, 'message', O>;

/** One row more than the limit, so that one can see whether there is another page. */
export function messageQuery(db: Database, session: string, filter: MessageFilter, page: MessagePageRequest) {
  const { limit, cursor, order = 'desc' } = page;
  const all = db.query
    .selectFrom('message')
    .selectAll()
    .where('session', '=', session)
    .where('removed', '=', sql.lit(0));
  let query = narrowed(db, all, filter)
    .orderBy('occurred_at', order)
    .orderBy('row', order)
    .limit(limit + 1);
  if (cursor === undefined) return query;
  const [direction, at, row] = fromCursor(cursor, ['desc', 0, 0] as [string, number, number]);
  if (direction !== order) throw new InvalidInputError('This cursor belongs to the other order');
  const further = order === 'desc' ? '<' : '>';
  query = query.where((eb) => eb(eb.refTuple('occurred_at', 'row'), further, eb.tuple(at, row)));
  return query;
}

export const messageCursor =
  (order: 'asc' | 'desc' = 'desc') =>
  (row: MessageRow): string =>
    toCursor(order, row.occurred_at, row.row);

function narrowed<O>(db: Database, query: Messages<O>, filter: MessageFilter): Messages<O> {
  const { chat, direction, from, kinds, hasMedia, starred, since, until, text } = filter;
  let found = query;
  if (chat !== undefined) found = found.where('chat', '=', chat);
  if (direction !== undefined) found = found.where('from_me', '=', direction === 'out' ? 1 : 0);
  if (from !== undefined)
    found = found
      .where('from_me', '=', 0)
      .where((eb) => eb.or([eb('sender', '=', from), eb.and([eb('sender', '=', ''), eb('chat', '=', from)])]));
  if (kinds !== undefined) found = found.where('kind', 'in', oneOf(kinds));
  if (hasMedia !== undefined) found = found.where('has_media', '=', Number(hasMedia));
  // Literal, so that the index of starred messages is seen to fit.
  if (starred !== undefined) found = found.where('starred', '=', sql.lit(Number(starred)));
  if (since !== undefined) found = found.where('occurred_at', '>=', since.getTime());
  if (until !== undefined) found = found.where('occurred_at', '<', until.getTime());
  if (text !== undefined) found = found.where('row', 'in', rowsWith(db, text));
  return found;
}

function rowsWith(db: Database, text: string) {
  return db.query
    .selectFrom('message_text')
    .select('rowid')
    .where('message_text', sql`MATCH`, wordsQuery(text));
}

/** Each word as a quoted prefix: nothing in it is an operator. What holds no word at all finds nothing. */
function wordsQuery(text: string): string {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.map((word) => `"${word}"*`).join(' ') || '""';
}
