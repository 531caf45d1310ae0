import { isPerson, type Chat, type ChatKind, type Jid } from '@columba/core';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { statement } from '../database/statement.js';
import { type ChatChange, type ChatRow, kindOf, type StoredChat, toChat, toldColumns } from './chat-row.js';
import type { MessageRepository } from './message.repository.js';
import { fromCursor, type Page, type PageRequest, toCursor, toPage } from './page.js';
import type { PeopleRepository } from './people.repository.js';

export interface ChatFilter {
  kind?: ChatKind;
  archived?: boolean;
  /** With unread messages, or marked so. */
  unread?: boolean;
}

const EMPTY = {
  name: null,
  cleared_at: null,
  read_until: null,
  marked_unread: null,
  archived: null,
  pinned: null,
  muted_until: null,
  disappearing_seconds: null,
  read_only: null,
};

const SECOND_MS = 1000;

interface Happening {
  session: string;
  id: string;
  kind: string;
  /** Milliseconds since 1970. */
  at: number;
  /** 1 for one more that nobody read, else 0. */
  unread: number;
}

const FIND = statement((db, { session, id }: { session: string; id: string }) =>
  db.selectFrom('chat').selectAll().where('session', '=', session).where('id', '=', id),
);
const HAPPENED = statement((db, { session, id, kind, at, unread }: Happening) =>
  db
    .insertInto('chat')
    .values({ session, id, kind, ...EMPTY, last_activity_at: at, unread_count: unread, unread_told: 0, listed: 1 })
    .onConflict((conflict) =>
      conflict.columns(['session', 'id']).doUpdateSet((eb) => ({
        listed: 1,
        last_activity_at: sql<number>`max(last_activity_at, ${eb.ref('excluded.last_activity_at')})`,
        unread_count: sql<number>`unread_count + iif(${eb.ref('excluded.last_activity_at')} < coalesce(read_until, 0),
          0, ${eb.ref('excluded.unread_count')})`,
      })),
    ),
);

/** Chats, named by their public address, see `PeopleRepository.resolve`. */
export class ChatRepository {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleRepository,
    private readonly messages: MessageRepository,
  ) {}

  /** Those with whom there is a chat of two. */
  partners(session: string): Jid[] {
    const query = this.db.query.selectFrom('chat').select('id').where('session', '=', session).orderBy('id');
    return this.db
      .all(query)
      .map(({ id }) => id as Jid)
      .filter(isPerson);
  }

  /**
   * Last activity first. A chat in which something happens meanwhile moves to the front, past the cursor.
   * @throws InvalidInputError when it is not a cursor of chats.
   */
  list(session: string, { limit, cursor }: PageRequest, { kind, archived, unread }: ChatFilter = {}): Page<StoredChat> {
    let query = this.listed(session)
      .orderBy('last_activity_at', 'desc')
      .orderBy('row', 'desc')
      .limit(limit + 1);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    if (archived !== undefined) query = query.where(sql`coalesce(archived, 0)`, '=', Number(archived));
    if (unread !== undefined)
      query = query.where(sql`(unread_count > 0 OR coalesce(marked_unread, 0))`, '=', Number(unread));
    if (cursor !== undefined) {
      const [at, row] = fromCursor(cursor, [0, 0] as [number, number]);
      query = query.where((eb) => eb(eb.refTuple('last_activity_at', 'row'), '<', eb.tuple(at, row)));
    }
    return toPage(this.db.all(query), limit, { item: (row) => this.complete(row), cursor: cursorOf });
  }

  get(session: string, id: Jid): StoredChat | undefined {
    const row = this.db.first(this.listed(session).where('id', '=', id));
    return row && this.complete(row);
  }

  /** Takes what was told now; a chat that is not known yet begins to exist. */
  update(session: string, change: ChatChange): void {
    const { unreadCount, lastActivityAt } = change;
    this.write(session, change.id, {
      ...toldColumns(change),
      ...(unreadCount === undefined ? {} : { unread_count: unreadCount, unread_told: 1 }),
      ...(lastActivityAt === undefined ? {} : { last_activity_at: lastActivityAt.getTime() }),
    });
  }

  /** It was read up to then: only what came later is unread, be it told before or after this. */
  read(session: string, id: Jid, until: Date): void {
    // WhatsApp counts in seconds: a message of the same one may have come later.
    const second = Math.floor(until.getTime() / SECOND_MS) * SECOND_MS;
    this.write(session, id, {
      unread_count: this.unreadAfter(session, id, until),
      read_until: Math.max(this.row(session, id)?.read_until ?? 0, second),
    });
  }

  /** A message came or went: the chat moves to the front, and may have one more that nobody read. */
  happened(session: string, id: Jid, at: Date, isUnread: boolean): void {
    this.db.run(HAPPENED({ session, id, kind: kindOf(id), at: at.getTime(), unread: Number(isUnread) }));
  }

  /** Takes what was told of the past: only where nothing is known. Returns whether the chat is new. */
  fill(session: string, change: ChatChange): boolean {
    const known = this.row(session, change.id);
    const active = change.lastActivityAt?.getTime() ?? 0;
    // Removed since, and nobody has written: it stays so.
    if (known?.listed === 0 && active <= (known.cleared_at ?? 0)) return false;
    const told = Object.entries(toldColumns(change)).filter(
      ([name]) => (known?.[name as keyof ChatRow] ?? null) === null,
    );
    const isRead = active > 0 && active <= (known?.read_until ?? 0);
    const unread = known?.unread_told === 1 ? undefined : isRead ? 0 : change.unreadCount;
    const last = Math.max(known?.last_activity_at ?? 0, active);
    this.write(session, change.id, {
      ...Object.fromEntries(told),
      ...(unread === undefined ? {} : { unread_count: Math.max(unread, known?.unread_count ?? 0), unread_told: 1 }),
      last_activity_at: last,
    });
    return known === undefined;
  }

  /** What its messages are told to disappear after; 0: they stay. */
  disappearingSeconds(session: string, id: Jid): number {
    const row = this.row(session, id);
    return row?.listed === 1 ? (row.disappearing_seconds ?? 0) : 0;
  }

  /** Until when a chat was emptied; older messages are not to come back. */
  clearedAt(session: string, id: Jid): Date | undefined {
    const at = this.row(session, id)?.cleared_at;
    return at ? new Date(at) : undefined;
  }

  /** Empties a chat of what it holds until then. */
  clear(session: string, id: Jid, at: Date): void {
    this.messages.clear(session, id, at);
    const cleared_at = Math.max(this.row(session, id)?.cleared_at ?? 0, at.getTime());
    this.write(session, id, { cleared_at, unread_count: this.unreadAfter(session, id, at), unread_told: 1 });
  }

  /** The chat is gone with its messages until then and its settings; it is there while there are later ones. */
  remove(session: string, id: Jid, at: Date): void {
    this.clear(session, id, at);
    const last = this.messages.last(session, id);
    const settings = { name: null, marked_unread: null, archived: null, pinned: null, muted_until: null };
    this.write(session, id, { ...settings, last_activity_at: last?.occurredAt.getTime() ?? 0, listed: last ? 1 : 0 });
  }

  private unreadAfter(session: string, id: Jid, until: Date): number {
    return Math.min(this.row(session, id)?.unread_count ?? 0, this.messages.incomingAfter(session, id, until));
  }

  private listed(session: string) {
    return this.db.query.selectFrom('chat').selectAll().where('session', '=', session).where('listed', '=', sql.lit(1));
  }

  private row(session: string, id: Jid): ChatRow | undefined {
    return this.db.first(FIND({ session, id }));
  }

  private write(session: string, id: Jid, change: Partial<Omit<Schema['chat'], 'row'>>): void {
    const row = { listed: 1, ...change };
    const fresh = { last_activity_at: 0, unread_count: 0, unread_told: 0, ...row };
    const insert = this.db.query.insertInto('chat').values({ session, id, kind: kindOf(id), ...EMPTY, ...fresh });
    this.db.run(insert.onConflict((conflict) => conflict.columns(['session', 'id']).doUpdateSet(row)));
  }

  /** A chat with a person goes by the person's name. */
  private complete(row: ChatRow): StoredChat {
    const chat: Chat = toChat(row);
    const last = this.messages.last(row.session, chat.id);
    const person = isPerson(chat.id) ? this.people.find(row.session, chat.id) : undefined;
    const name = person?.saved_name ?? chat.name ?? person?.name ?? undefined;
    return {
      ...chat,
      ...(name === undefined ? {} : { name }),
      ...(last === undefined ? {} : { lastMessage: { key: last.key, occurredAt: last.occurredAt } }),
    };
  }
}

const cursorOf = (row: ChatRow): string => toCursor(row.last_activity_at, row.row);
