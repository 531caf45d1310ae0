import type { EventMap, FactOf, SessionName } from '@columba/core';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { Projection } from './projection.js';

/** Chats, as the account's own devices keep them. */
export class ChatProjection {
  readonly projectors: Projection = {
    'chat.updated': (session, fact) => this.updated(session, fact),
    'chat.removed': (session, { data, occurredAt }) => this.chats.remove(session, data.chat, data.upTo ?? occurredAt),
  };

  constructor(
    private readonly chats: ChatRepository,
    private readonly messages: MessageRepository,
  ) {}

  private updated(session: SessionName, { data, occurredAt }: FactOf<'chat.updated'>): void {
    const { chat, changed, upTo } = data;
    if (changed.includes('messages')) this.chats.clear(session, chat.id, upTo ?? occurredAt);
    // Taking the mark off is how a device says that it has read the chat.
    const isRead = chat.markedUnread === false && chat.unreadCount === undefined;
    this.chats.update(session, isRead && !upTo ? { ...chat, unreadCount: 0 } : chat);
    if (isRead && upTo) this.chats.read(session, chat.id, this.newestRead(session, data) ?? upTo);
  }

  /** Whoever has read a message has read what came before it. */
  private newestRead(session: SessionName, { chat, read = [] }: EventMap['chat.updated']): Date | undefined {
    const messages = read.map((id) => this.messages.get(session, chat.id, id));
    const times = messages.flatMap((message) => message?.occurredAt.getTime() ?? []);
    return read.length > 0 && times.length === read.length ? new Date(Math.max(...times)) : undefined;
  }
}
