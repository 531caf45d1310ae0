import { type Chat, type ChatKind, type Jid, type JidKind, jidKind, type LastMessage } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.js';

export type ChatRow = Selectable<Schema['chat']>;

/** A chat as it is kept, with its newest message. */
export interface StoredChat extends Chat {
  lastMessage?: LastMessage;
}

/** What may be told of a chat; absent leaves alone. */
export type ChatChange = Partial<Omit<Chat, 'kind'>> & Pick<Chat, 'id'>;

const KIND: Record<JidKind, ChatKind> = {
  phone: 'person',
  lid: 'person',
  group: 'group',
  channel: 'channel',
  broadcast: 'broadcast',
  status: 'status',
};

export const kindOf = (id: Jid): ChatKind => KIND[jidKind(id)];

export function toChat(row: ChatRow): Chat {
  const id = row.id as Jid;
  return {
    id,
    kind: kindOf(id),
    ...(row.name === null ? {} : { name: row.name }),
    unreadCount: row.unread_count,
    markedUnread: row.marked_unread === 1,
    archived: row.archived === 1,
    pinned: row.pinned === 1,
    mutedUntil: row.muted_until ? new Date(row.muted_until) : null,
    disappearingSeconds: row.disappearing_seconds ?? 0,
    ...(row.last_activity_at === 0 ? {} : { lastActivityAt: new Date(row.last_activity_at) }),
    readOnly: row.read_only === 1,
  };
}

const bit = (value: boolean | undefined) => (value === undefined ? {} : { told: Number(value) }).told;

/** Columns of what was told, without what was not. */
export function toldColumns(change: ChatChange): Partial<ChatRow> {
  const { name, markedUnread, archived, pinned, mutedUntil, disappearingSeconds, readOnly } = change;
  const columns: { [K in keyof ChatRow]?: ChatRow[K] | undefined } = {
    name,
    marked_unread: bit(markedUnread),
    archived: bit(archived),
    pinned: bit(pinned),
    muted_until: mutedUntil === null ? 0 : mutedUntil?.getTime(),
    disappearing_seconds: disappearingSeconds,
    read_only: bit(readOnly),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
