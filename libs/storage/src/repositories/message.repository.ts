import {
  InvalidInputError,
  isProgress,
  type Jid,
  type Message,
  type MessageId,
  type MessageKey,
  type MessageStatus,
  type Person,
  phoneOf,
} from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import { oneOf } from '../database/one-of.js';
import type { Schema } from '../database/schema.js';
import { deserialize, serialize } from '../serializer.js';

export interface MessagePage {
  data: Message[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
}

/** Messages as they are now: text after edits, status as far as it has come. */
export class MessageRepository {
  constructor(private readonly db: Database) {}

  /** Newest first. @throws InvalidInputError when `before` is not a cursor of ours. */
  list(session: string, chat: Jid, { limit, before }: { limit: number; before?: string }): MessagePage {
    let query = this.db.query
      .selectFrom('message')
      .selectAll()
      .where('session', '=', session)
      .where('chat', '=', chat)
      .orderBy('occurred_at', 'desc')
      .orderBy('row', 'desc')
      .limit(limit + 1);
    if (before !== undefined) {
      const { at, row } = parseCursor(before);
      query = query.where((eb) =>
        eb.or([eb('occurred_at', '<', at), eb.and([eb('occurred_at', '=', at), eb('row', '<', row)])]),
      );
    }
    const rows = this.db.all(query);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { data: rows.slice(0, limit).map(toMessage), ...(last ? { next: cursorOf(last) } : {}) };
  }

  get(session: string, chat: Jid, id: MessageId): Message | undefined {
    const query = this.db.query
      .selectFrom('message')
      .selectAll()
      .where('session', '=', session)
      .where('chat', '=', chat)
      .where('id', '=', id);
    const row = this.db.first(query);
    return row && toMessage(row);
  }

  /** An own message by its id alone; receipts do not always name its chat in the same spelling. */
  own(session: string, id: MessageId): Message | undefined {
    const query = this.db.query
      .selectFrom('message')
      .selectAll()
      .where('session', '=', session)
      .where('id', '=', id)
      .where('from_me', '=', 1);
    const row = this.db.first(query);
    return row && toMessage(row);
  }

  /** Adds a message, or replaces what is known of it. Returns whether it is new. */
  save(session: string, message: Message): boolean {
    const { key, occurredAt, status } = message;
    const row = {
      session,
      chat: key.chat,
      id: key.id,
      from_me: Number(key.fromMe),
      sender: senderOf(key),
      occurred_at: occurredAt.getTime(),
      status: status ?? null,
      data: serialize(message),
    };
    const { query } = this.db;
    const insert = query.insertInto('message').values(row);
    const added = this.db.run(insert.onConflict((conflict) => conflict.doNothing()));
    if (added.changes > 0) return true;
    const update = query
      .updateTable('message')
      .set({ status: row.status, occurred_at: row.occurred_at, data: row.data })
      .where('session', '=', session);
    this.db.run(
      update
        .where('chat', '=', row.chat)
        .where('id', '=', row.id)
        .where('from_me', '=', row.from_me)
        .where('sender', '=', row.sender),
    );
    return false;
  }

  /** How far a message has come with one recipient, by all its addresses; `undefined` when nothing was heard yet. */
  receiptOf(session: string, id: MessageId, participant: readonly Jid[]): MessageStatus | undefined {
    const query = this.db.query
      .selectFrom('receipt')
      .select('status')
      .where('session', '=', session)
      .where('message_id', '=', id)
      .where('participant', 'in', oneOf(participant));
    const heard = this.db.all(query).map(({ status }) => status as MessageStatus);
    return heard.toSorted((a, b) => (isProgress(a, b) ? 1 : -1))[0];
  }

  saveReceipt(session: string, id: MessageId, participant: Jid, status: MessageStatus, at: Date): void {
    const row = { session, message_id: id, participant, status, changed_at: at.getTime() };
    const insert = this.db.query.insertInto('receipt').values(row);
    const { status: now, changed_at } = row;
    this.db.run(
      insert.onConflict((conflict) =>
        conflict.columns(['session', 'message_id', 'participant']).doUpdateSet({ status: now, changed_at }),
      ),
    );
  }
}

/** Two members of a group may use the same id; in a chat of two the chat says who, and we are always the same. */
const senderOf = ({ participant, fromMe }: MessageKey): string => (fromMe ? '' : (participant ?? ''));

/** Chat and sender may have another public address than when the message was stored: the columns know it. */
function toMessage(row: Selectable<Schema['message']>): Message {
  const message = deserialize<Message>(row.data);
  const key = { ...message.key, chat: row.chat as Jid };
  if (row.sender !== '') key.participant = row.sender as Jid;
  if (message.from.id !== (message.key.participant ?? message.key.chat)) return { ...message, key };
  return { ...message, key, from: readdressed(message.from, key.participant ?? key.chat) };
}

function readdressed(from: Person, id: Jid): Person {
  const phone = phoneOf(id) ?? from.phone;
  return from.id === id ? from : { ...from, id, ...(phone === undefined ? {} : { phone }) };
}

const cursorOf = (row: Selectable<Schema['message']>): string =>
  Buffer.from(`${row.occurred_at}.${row.row}`).toString('base64url');

function parseCursor(cursor: string): { at: number; row: number } {
  const [, at, row] = /^(-?\d+)\.(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || row === undefined) throw new InvalidInputError('This is not a cursor of a message page');
  return { at: Number(at), row: Number(row) };
}
