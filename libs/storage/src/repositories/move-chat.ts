import type { Jid } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { ChatRow } from './chat-row.js';
import { joinBelongings } from './join-rows.js';

/** A person's public address is another one now: what is kept under the old one is found under the new one. */
export function moveChat(db: Database, session: string, from: Jid, to: Jid): void {
  const doubles = forgetDoubles(db, session, from, to);
  joinChats(db, session, from, to, doubles);
  for (const table of ['message', 'send', 'sent_bytes', 'original'] as const)
    db.run(db.query.updateTable(table).set({ chat: to }).where('session', '=', session).where('chat', '=', from));
  joinBelongings(db, { session, from, to });
  const said = db.query.updateTable('message').set({ sender: to }).where('session', '=', session);
  db.run(said.where('sender', '=', from).where('sender', '<>', sql.lit('')));
}

function joinChats(db: Database, session: string, from: Jid, to: Jid, doubles: number): void {
  const { query } = db;
  const chat = query.selectFrom('chat').selectAll().where('session', '=', session);
  const old = db.first(chat.where('id', '=', from));
  if (!old) return;
  const there = db.first(chat.where('id', '=', to));
  if (there) {
    db.run(
      query
        .updateTable('chat')
        .set(joined(old, there, doubles))
        .where('row', '=', there.row),
    );
    db.run(query.deleteFrom('chat').where('row', '=', old.row));
  } else {
    db.run(query.updateTable('chat').set({ id: to }).where('row', '=', old.row));
  }
}

/** What one of them was told and the other was not, both are told. */
function joined(old: ChatRow, there: ChatRow, doubles: number): Partial<ChatRow> {
  const filled = Object.entries(there).map(([column, value]) => [column, value ?? old[column as keyof ChatRow]]);
  const { row: _row, id: _id, ...rest } = Object.fromEntries(filled) as ChatRow;
  return {
    ...rest,
    listed: Math.max(old.listed, there.listed),
    unread_told: Math.max(old.unread_told, there.unread_told),
    unread_count: Math.max(0, old.unread_count + there.unread_count - doubles),
    last_activity_at: Math.max(old.last_activity_at, there.last_activity_at),
    read_until: Math.max(old.read_until ?? 0, there.read_until ?? 0) || null,
  };
}

/**
 * Removes the second copy of each message that came under both addresses before anyone knew that they are one.
 * @returns how many of them were received in the chat itself.
 */
function forgetDoubles(db: Database, session: string, from: Jid, to: Jid): number {
  const both = db.query
    .selectFrom('message as old')
    .innerJoin('message as there', (join) =>
      join
        .onRef('there.session', '=', 'old.session')
        .onRef('there.id', '=', 'old.id')
        .onRef('there.from_me', '=', 'old.from_me'),
    )
    .select(['old.row', 'old.chat', 'old.from_me'])
    .where('old.session', '=', session);
  const inChat = db.all(both.where('old.chat', '=', from).where('there.chat', '=', to));
  const inGroups = db.all(
    both
      .whereRef('there.chat', '=', 'old.chat')
      .where('old.sender', '=', from)
      .where('old.sender', '<>', sql.lit(''))
      .where('there.sender', '=', to),
  );
  const kept = db.query.selectFrom('original').select('message_id').where('session', '=', session);
  const stale = db.query.deleteFrom('original').where('session', '=', session).where('chat', '=', from);
  db.run(stale.where('message_id', 'in', kept.where('chat', '=', to)));
  for (const { row } of [...inChat, ...inGroups]) db.run(db.query.deleteFrom('message').where('row', '=', row));
  return inChat.filter(({ from_me }) => from_me === 0).length;
}
