import { type Jid, type Message, type MessageContent, type MessageKey, type Person, phoneOf } from '@columba/core';
import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.js';
import { deserialize, serialize } from '../serializer.js';

export type MessageRow = Selectable<Schema['message']>;

export function toMessageRow(session: string, message: Message) {
  const { key, occurredAt, status, content, starred } = message;
  return {
    ...sameColumns(session, key),
    occurred_at: occurredAt.getTime(),
    status: status ?? null,
    kind: content.kind,
    has_media: Number('media' in content),
    starred: Number(starred),
    data: serialize(message),
  };
}

/** What makes it this very message. */
export const sameColumns = (session: string, key: MessageKey) => ({
  session,
  chat: key.chat,
  id: key.id,
  from_me: Number(key.fromMe),
  sender: senderOf(key),
});

/** Two members of a group may use the same id; in a chat of two the chat says who, and we are always the same. */
const senderOf = ({ participant, fromMe }: MessageKey): string => (fromMe ? '' : (participant ?? ''));

/** Chat and sender may have another public address than when the message was stored: the columns know it. */
export function toMessage(row: MessageRow): Message {
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

/** Everything in a message that a person would search for. */
export function textOf(content: MessageContent): string {
  const said = Object.entries(content).flatMap(([name, value]) => (SAID.has(name) ? wordsOf(value) : []));
  return said.join(' ');
}

/** Fields of contents that hold what somebody wrote. */
const SAID = new Set([
  'text',
  'caption',
  'question',
  'options',
  'name',
  'address',
  'description',
  'location',
  'title',
  'footer',
  'contacts',
  'sections',
  'buttons',
  'rows',
  'media',
  'fileName',
  'groupName',
]);

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (SAID.has(name) ? wordsOf(inner) : []));
}
