import type { Jid } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';

/** A person's public address is another one now: what is kept under the old one is found under the new one. */
export function moveChat(db: Database, session: string, from: Jid, to: Jid): void {
  const doubles = forgetDoubles(db, session, from, to);
  joinChats(db, session, from, to, doubles);
  for (const table of ['message', 'send', 'sent_bytes', 'original'] as const)
    db.run(db.query.updateTable(table).set({ chat: to }).where('session', '=', session).where('chat', '=', from));
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
    const last = Math.max(old.last_activity_at ?? 0, there.last_activity_at ?? 0);
    const joined = {
      name: there.name ?? old.name,
      unread_count: Math.max(0, old.unread_count + there.unread_count - doubles),
      last_activity_at: last || null,
    };
    db.run(query.updateTable('chat').set(joined).where('session', '=', session).where('id', '=', to));
    db.run(query.deleteFrom('chat').where('session', '=', session).where('id', '=', from));
  } else {
    db.run(query.updateTable('chat').set({ id: to }).where('session', '=', session).where('id', '=', from));
  }
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
