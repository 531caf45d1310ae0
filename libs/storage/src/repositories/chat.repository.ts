import { type Chat, type ChatKind, isPerson, type Jid, type JidKind, jidKind } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { deserialize, serialize } from '../serializer.js';

/** What a chat has besides its name and its unread messages. */
type Settings = Pick<Chat, 'markedUnread' | 'archived' | 'pinned' | 'mutedUntil' | 'disappearingSeconds' | 'readOnly'>;

const DEFAULTS: Settings = {
  markedUnread: false,
  archived: false,
  pinned: false,
  mutedUntil: null,
  disappearingSeconds: 0,
  readOnly: false,
};

const KIND: Record<JidKind, ChatKind> = {
  phone: 'person',
  lid: 'person',
  group: 'group',
  channel: 'channel',
  broadcast: 'broadcast',
  status: 'status',
};

export class ChatRepository {
  constructor(private readonly db: Database) {}

  /** Those with whom there is a chat of two. */
  people(session: string): Jid[] {
    const query = this.db.query.selectFrom('chat').select('id').where('session', '=', session).orderBy('id');
    return this.db
      .all(query)
      .map(({ id }) => id as Jid)
      .filter(isPerson);
  }

  /** Last activity first. */
  list(session: string): Chat[] {
    const query = this.db.query
      .selectFrom('chat')
      .selectAll()
      .where('session', '=', session)
      .orderBy('last_activity_at', 'desc')
      .orderBy('id');
    return this.db.all(query).map(toChat);
  }

  get(session: string, id: Jid): Chat | undefined {
    const query = this.db.query.selectFrom('chat').selectAll().where('session', '=', session).where('id', '=', id);
    const row = this.db.first(query);
    return row && toChat(row);
  }

  /** Changes what is given; a chat that is not known yet begins to exist. */
  update(session: string, { id, ...change }: Partial<Chat> & Pick<Chat, 'id'>): Chat {
    const chat = { ...(this.get(session, id) ?? emptyChat(id)), ...change };
    const { name, unreadCount, lastActivityAt, markedUnread, archived, pinned } = chat;
    const { mutedUntil, disappearingSeconds, readOnly } = chat;
    const settings: Settings = { markedUnread, archived, pinned, mutedUntil, disappearingSeconds, readOnly };
    const row = {
      name: name ?? null,
      unread_count: unreadCount,
      last_activity_at: lastActivityAt?.getTime() ?? null,
      settings: serialize(settings),
    };
    const insert = this.db.query.insertInto('chat').values({ session, id, ...row });
    this.db.run(insert.onConflict((conflict) => conflict.columns(['session', 'id']).doUpdateSet(row)));
    return chat;
  }

  remove(session: string, id: Jid): void {
    this.db.run(this.db.query.deleteFrom('chat').where('session', '=', session).where('id', '=', id));
    this.db.run(this.db.query.deleteFrom('message').where('session', '=', session).where('chat', '=', id));
  }
}

const emptyChat = (id: Jid): Chat => ({ id, kind: KIND[jidKind(id)], unreadCount: 0, ...DEFAULTS });

function toChat(row: Selectable<Schema['chat']>): Chat {
  const id = row.id as Jid;
  return {
    ...emptyChat(id),
    ...deserialize<Partial<Settings>>(row.settings),
    ...(row.name === null ? {} : { name: row.name }),
    unreadCount: row.unread_count,
    ...(row.last_activity_at === null ? {} : { lastActivityAt: new Date(row.last_activity_at) }),
  };
}
