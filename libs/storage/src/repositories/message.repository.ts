import type { Jid, Message, MessageContent, MessageId, MessageKey } from '@columba/core';
import type { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { deserialize, serialize } from '../serializer.js';
import { messageCursor, type MessageFilter, type MessagePageRequest, messageQuery } from './message-query.js';
import { type MessageRow, sameColumns, textOf, toMessage, toMessageRow } from './message-row.js';
import { type Page, toPage } from './page.js';

export type MessagePage = Page<Message>;

type Key = Pick<MessageRow, 'session' | 'chat' | 'id'>;
type Told = ReturnType<typeof toMessageRow>;
type Change = Pick<MessageRow, 'row' | 'original'> & Omit<Told, 'session' | 'chat' | 'id' | 'from_me' | 'sender'>;

const OWN = statement((db, { session, id }: Omit<Key, 'chat'>) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('session', '=', session)
    .where('id', '=', id)
    .where('from_me', '=', 1)
    .where('removed', '=', 0),
);
const IN_CHAT = statement((db, { session, chat, id }: Key) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('session', '=', session)
    .where('chat', '=', chat)
    .where('id', '=', id)
    .where('removed', '=', 0)
    .orderBy('row'),
);
const FIRST = statement((db, { session, chat, id }: Key) =>
  db
    .selectFrom('message')
    .select(['from_me', 'sender'])
    .where('session', '=', session)
    .where('chat', '=', chat)
    .where('id', '=', id)
    .orderBy('row')
    .limit(1),
);
const SAME = statement((db, { session, chat, id, from_me, sender }: Key & Pick<MessageRow, 'from_me' | 'sender'>) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('session', '=', session)
    .where('chat', '=', chat)
    .where('id', '=', id)
    .where('from_me', '=', from_me)
    .where('sender', '=', sender),
);
const INCOMING = statement((db, { session, chat, after }: Omit<Key, 'id'> & { after: number }) =>
  db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session', '=', session)
    .where('chat', '=', chat)
    .where('occurred_at', '>', after)
    .where('from_me', '=', 0)
    .where('removed', '=', 0),
);
const ADD = statement((db, told: Told) => {
  const { session, chat, id, from_me, sender, occurred_at, status, kind, has_media, starred, data } = told;
  const row = { session, chat, id, from_me, sender, occurred_at, status, kind, has_media, starred, data };
  return db
    .insertInto('message')
    .values(row)
    .onConflict((conflict) => conflict.doNothing());
});
const REPLACE = statement((db, { row, occurred_at, status, kind, has_media, starred, data, original }: Change) =>
  db
    .updateTable('message')
    .set({ occurred_at, status, kind, has_media, starred, data, original })
    .where('row', '=', row),
);
const INDEX = statement((db, { row, text }: { row: number; text: string }) =>
  db.insertInto('message_text').values({ rowid: row, text }),
);

/** Messages as they are now: text after edits, status as far as it has come. */
export class MessageRepository {
  constructor(private readonly db: Database) {}

  /** Of one chat, newest first. @throws InvalidInputError when `before` is not a cursor of ours. */
  list(session: string, chat: Jid, { limit, before }: { limit: number; before?: string }): MessagePage {
    return this.find(session, { chat }, { limit, ...(before === undefined ? {} : { cursor: before }) });
  }

  /** @throws InvalidInputError when it is no cursor of messages in this order. */
  find(session: string, filter: MessageFilter, page: MessagePageRequest): MessagePage {
    const rows = this.db.all(messageQuery(this.db, session, filter, page));
    return toPage(rows, page.limit, { item: toMessage, cursor: messageCursor(page.order) });
  }

  /** How many of a chat came in after then. */
  incomingAfter(session: string, chat: Jid, after: Date): number {
    return this.db.first(INCOMING({ session, chat, after: after.getTime() }))?.count ?? 0;
  }

  /** The newest of a chat. */
  last(session: string, chat: Jid): Message | undefined {
    return this.find(session, { chat }, { limit: 1 }).data[0];
  }

  /** The first that went by this id; see {@link named}. */
  get(session: string, chat: Jid, id: MessageId): Message | undefined {
    const row = this.row(session, chat, id);
    return row && toMessage(row);
  }

  /** All that go by this id, as they came: whoever writes in a chat can take the id of another's message. */
  named(session: string, chat: Jid, id: MessageId): Message[] {
    return this.db.all(IN_CHAT({ session, chat, id })).map(toMessage);
  }

  /** Whether nobody else's message went by this id before. */
  isFirst(session: string, key: MessageKey): boolean {
    const { from_me, sender, ...named } = sameColumns(session, key);
    const first = this.db.first(FIRST(named));
    return first?.from_me === from_me && first.sender === sender;
  }

  /** By its id alone, in whatever chat; the newest, should several chats have one. */
  byId(session: string, id: MessageId): Message | undefined {
    const query = this.db.query
      .selectFrom('message')
      .selectAll()
      .where('session', '=', session)
      .where('id', '=', id)
      .where('removed', '=', 0)
      .orderBy('occurred_at', 'desc')
      .limit(1);
    const row = this.db.first(query);
    return row && toMessage(row);
  }

  /** An own message by its id alone; receipts do not always name its chat in the same spelling. */
  own(session: string, id: MessageId): Message | undefined {
    const row = this.db.first(OWN({ session, id }));
    return row && toMessage(row);
  }

  /** What a message said before it was edited or revoked; `undefined` when it still says so. */
  originalContent(session: string, chat: Jid, id: MessageId): MessageContent | undefined {
    const original = this.row(session, chat, id)?.original;
    return original ? deserialize<MessageContent>(original) : undefined;
  }

  /** Adds a message unless it is known, even as a removed one. Returns whether it was added. */
  add(session: string, message: Message): boolean {
    const added = this.db.run(ADD(toMessageRow(session, message)));
    if (added.changes === 0) return false;
    this.index(added.id, message.content);
    return true;
  }

  /**
   * Adds a message, or replaces what is known of it. Returns whether it is new.
   * @param retold what is kept when it is known: the message itself unless said otherwise
   */
  save(session: string, message: Message, retold: (known: Message) => Message = () => message): boolean {
    const known = this.same(session, message);
    if (!known) return this.add(session, message);
    if (known.removed === 1) return false;
    const before = toMessage(known);
    this.replace(session, known, before.content, retold(before));
    return false;
  }

  /** What is known of this very message: same chat, id, direction and sender. */
  known(session: string, message: Message): Message | undefined {
    const row = this.same(session, message);
    return row && row.removed === 0 ? toMessage(row) : undefined;
  }

  /** Deletes what it said; that it was there is remembered, so that it does not come back. */
  remove(session: string, chat: Jid, id: MessageId): void {
    const row = this.row(session, chat, id);
    if (!row) return;
    const empty = { removed: 1, starred: 0, has_media: 0, kind: '', original: null, data: '{}' };
    this.db.run(this.db.query.updateTable('message').set(empty).where('row', '=', row.row));
    this.db.run(this.db.query.deleteFrom('message_text').where('rowid', '=', row.row));
  }

  /** Removes what a chat held until then. */
  clear(session: string, chat: Jid, until: Date): void {
    const messages = this.db.query.deleteFrom('message').where('session', '=', session).where('chat', '=', chat);
    this.db.run(messages.where('occurred_at', '<=', until.getTime()));
  }

  private row(session: string, chat: Jid, id: MessageId): MessageRow | undefined {
    return this.db.first(IN_CHAT({ session, chat, id }));
  }

  private same(session: string, message: Message): MessageRow | undefined {
    return this.db.first(SAME(sameColumns(session, message.key)));
  }

  private replace(session: string, known: MessageRow, before: MessageContent, message: Message): void {
    const { occurred_at, status, kind, has_media, starred, data } = toMessageRow(session, message);
    // What it said first is kept, once.
    const isChanged = message.editedAt !== undefined || message.revokedAt !== undefined;
    const original = isChanged ? (known.original ?? serialize(before)) : null;
    const change = { occurred_at, status, kind, has_media, starred, data, original };
    this.db.run(REPLACE({ row: known.row, ...change }));
    if (textOf(before) === textOf(message.content)) return;
    this.db.run(this.db.query.deleteFrom('message_text').where('rowid', '=', known.row));
    this.index(known.row, message.content);
  }

  private index(row: number, content: MessageContent): void {
    const text = textOf(content);
    if (text !== '') this.db.run(INDEX({ row, text }));
  }
}
