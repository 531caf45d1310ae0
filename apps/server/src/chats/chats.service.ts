import {
  NotFoundError,
  parseMessageId,
  type ChatsPort,
  type Jid,
  type LastMessage,
  type Message,
  type SessionName,
} from '@columba/core';
import type { ChatFilter, Page, PageRequest, Storage, StoredChat } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionAccess } from '../sessions/session-access.js';
import type { ChatView } from './chats.schema.js';

const MOST_READ_AT_ONCE = 200;

/** What can be changed of a chat; absent leaves alone. */
export interface ChatSettings {
  archived?: boolean;
  pinned?: boolean;
  /** `null` unmutes. */
  mutedUntil?: Date | null;
  markedUnread?: boolean;
  disappearingSeconds?: number;
}

/** Chats as they are known, and what the account does with them. */
@Injectable()
export class ChatsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly access: SessionAccess,
    private readonly watch: LogWatch,
  ) {}

  /** @throws NotFoundError, InvalidInputError for a cursor that is none */
  list(session: string, page: PageRequest, filter: ChatFilter): Page<ChatView> {
    const name = this.access.name(session);
    const { data, next } = this.storage.chats.list(name, page, filter);
    return { data: data.map((chat) => this.view(name, chat)), ...(next === undefined ? {} : { next }) };
  }

  /** @throws NotFoundError */
  get(session: string, chatId: string): ChatView {
    const { name, chat } = this.found(session, chatId);
    return this.view(name, chat);
  }

  /** Those with a label, as far as is known; a label that nobody knows is on no chat. */
  labelled(session: string, labelId: string): ChatView[] {
    const name = this.access.name(session);
    const chats = this.storage.chatLabels.chatsWith(name, labelId);
    return chats.flatMap((id) => {
      const chat = this.storage.chats.get(name, id);
      return chat ? [this.view(name, chat)] : [];
    });
  }

  /** Changes what is given, one after the other. @throws NotFoundError, NotConnectedError, what the engine throws */
  async update(session: string, chatId: string, change: ChatSettings): Promise<ChatView> {
    const { name, chat } = this.found(session, chatId);
    const { chats } = this.access.engine(session);
    for (const apply of steps(chats, chat, change)) await apply();
    const isTold = () => this.current(name, chat.id, (now) => matches(now, change));
    await this.watch.told(isTold);
    return this.get(session, chat.id);
  }

  /** @throws NotFoundError, NotConnectedError, what the engine throws */
  async delete(session: string, chatId: string): Promise<void> {
    const { name, chat } = this.found(session, chatId);
    await this.access.engine(session).chats.delete(chat.id, chat.lastMessage);
    await this.watch.told(() => !this.storage.chats.get(name, chat.id));
  }

  /** Removes the messages and keeps the chat. @throws as {@link delete} */
  async clear(session: string, chatId: string): Promise<void> {
    const { name, chat } = this.found(session, chatId);
    await this.access.engine(session).chats.clear(chat.id, chat.lastMessage);
    await this.watch.told(() => this.current(name, chat.id, (now) => !now.lastMessage));
  }

  /**
   * Tells the senders that what came was read: up to a message, or all that is unread.
   * @throws NotFoundError for the chat or the message; NotConnectedError, what the engine throws
   */
  async markRead(session: string, chatId: string, messageId?: string): Promise<ChatView> {
    const { name, chat } = this.found(session, chatId);
    const engine = this.access.engine(session);
    const upTo = messageId === undefined ? undefined : this.message(name, chat, messageId);
    const keys = this.unread(name, chat, upTo).map(({ key }) => key);
    if (keys.length > 0) await engine.messages.markRead(keys);
    const isAll = !upTo || this.isNewest(name, upTo);
    // It is the setting of the chat that the account's other devices see.
    if (isAll && (chat.unreadCount > 0 || chat.markedUnread)) {
      await engine.chats.markUnread(chat.id, false, chat.lastMessage);
      await this.watch.told(() => this.current(name, chat.id, (now) => isRead(now, chat.lastMessage)));
    }
    return this.get(session, chat.id);
  }

  /** Whether nothing has come in after this message: then the chat is read when it is. */
  isNewest(session: SessionName, { key, occurredAt }: Pick<Message, 'key' | 'occurredAt'>): boolean {
    const { data } = this.storage.messages.find(session, { chat: key.chat, direction: 'in' }, { limit: 1 });
    return data.every((newest) => newest.key.id === key.id || newest.occurredAt < occurredAt);
  }

  private message(session: SessionName, chat: StoredChat, id: string): Message {
    const message = this.storage.messages.get(session, chat.id, parseMessageId(id));
    if (!message) throw new NotFoundError('There is no such message in this chat');
    return message;
  }

  private unread(session: SessionName, chat: StoredChat, upTo: Message | undefined): Message[] {
    const limit = Math.min(chat.unreadCount, MOST_READ_AT_ONCE);
    const incoming = { chat: chat.id, direction: 'in' } as const;
    if (upTo === undefined) return limit === 0 ? [] : this.storage.messages.find(session, incoming, { limit }).data;
    const until = new Date(upTo.occurredAt.getTime() + 1);
    return this.storage.messages.find(session, { ...incoming, until }, { limit: Math.max(limit, 1) }).data;
  }

  private current(session: SessionName, id: Jid, test: (chat: StoredChat) => boolean): boolean {
    const chat = this.storage.chats.get(session, id);
    return chat !== undefined && test(chat);
  }

  private found(session: string, chatId: string): { name: SessionName; chat: StoredChat } {
    const name = this.access.name(session);
    const chat = this.storage.chats.get(name, this.access.chat(name, chatId));
    if (!chat) throw new NotFoundError('There is no such chat');
    return { name, chat };
  }

  private view(session: SessionName, chat: StoredChat): ChatView {
    const { lastMessage: last } = chat;
    const message = last && this.storage.messages.get(session, chat.id, last.key.id);
    return { chat, ...(message === undefined ? {} : { lastMessage: message }) };
  }
}

/** The engine's calls for a change, in a fixed order. */
function steps(chats: ChatsPort, { id, lastMessage }: StoredChat, change: ChatSettings): (() => Promise<void>)[] {
  const { archived, pinned, mutedUntil, markedUnread, disappearingSeconds } = change;
  return [
    ...(archived === undefined ? [] : [() => chats.archive(id, archived, lastMessage)]),
    ...(pinned === undefined ? [] : [() => chats.pin(id, pinned)]),
    ...(mutedUntil === undefined ? [] : [() => chats.mute(id, mutedUntil)]),
    ...(markedUnread === undefined ? [] : [() => chats.markUnread(id, markedUnread, lastMessage)]),
    ...(disappearingSeconds === undefined ? [] : [() => chats.setDisappearing(id, disappearingSeconds)]),
  ];
}

/** Up to what was the last message: one that came meanwhile is unread. */
const isRead = ({ unreadCount, markedUnread, lastMessage }: StoredChat, last: LastMessage | undefined): boolean =>
  !markedUnread && (unreadCount === 0 || lastMessage?.key.id !== last?.key.id);

const matches = (chat: StoredChat, change: ChatSettings): boolean =>
  (change.archived ?? chat.archived) === chat.archived &&
  (change.pinned ?? chat.pinned) === chat.pinned &&
  (change.markedUnread ?? chat.markedUnread) === chat.markedUnread &&
  (change.disappearingSeconds ?? chat.disappearingSeconds) === chat.disappearingSeconds &&
  (change.mutedUntil === undefined || (change.mutedUntil === null) === (chat.mutedUntil === null));
