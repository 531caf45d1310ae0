import type { Jid } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { statement } from '../database/statement.js';

/** A message that left through this gateway, and whether it was the first word in its chat. */
export interface Departure {
  at: Date;
  newChat: boolean;
}

/** Nothing of these has left for certain. */
const NEVER_LEFT = ['accepted', 'prepared', 'expired'];
/** Own messages in these were really said; what was refused or never confirmed began no chat. */
const SAID = ['sent', 'delivered', 'read', 'played'];

const SAID_BEFORE = statement((db, { session, chat, before }: { session: string; chat: string; before: number }) =>
  db
    .selectFrom('message')
    .select('row')
    .where('session', '=', session)
    .where('chat', '=', chat)
    .where('occurred_at', '<', before)
    .where((eb) => eb.or([eb('from_me', '=', 0), eb('status', 'in', SAID)]))
    .limit(1),
);

/** What was sent when, for whoever has to keep a measure. */
export class SendHistory {
  constructor(private readonly db: Database) {}

  /** Oldest first. */
  departures(session: string, since: Date): Departure[] {
    const at = sql<number>`coalesce(sent_at, updated_at)`;
    const query = this.db.query
      .selectFrom('send')
      .select(['chat', 'created_at', at.as('at')])
      .where('session', '=', session)
      .where('state', 'not in', NEVER_LEFT)
      .where(at, '>=', since.getTime())
      .orderBy('row');
    const begun = new Set<string>();
    const departures = this.db.all(query).map(({ chat, created_at, at }) => {
      const newChat = !begun.has(chat) && this.isNewChat(session, chat as Jid, created_at);
      begun.add(chat);
      return { at: new Date(at), newChat };
    });
    return departures.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  }

  /** Whether nothing was said in a chat, by either side, before a moment in milliseconds. */
  isNewChat(session: string, chat: Jid, before = Number.MAX_SAFE_INTEGER): boolean {
    return this.db.first(SAID_BEFORE({ session, chat, before })) === undefined;
  }
}
