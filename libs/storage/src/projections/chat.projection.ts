import type { FactOf, SessionName } from '@columba/core';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { Projection } from './projection.js';

/** Chats, as the account's own devices keep them. */
export class ChatProjection {
  readonly projectors: Projection = {
    'chat.updated': (session, fact) => this.updated(session, fact),
    'chat.removed': (session, { data, occurredAt }) => this.chats.remove(session, data.chat, occurredAt),
  };

  constructor(private readonly chats: ChatRepository) {}

  private updated(session: SessionName, { data, occurredAt }: FactOf<'chat.updated'>): void {
    const { chat, changed } = data;
    if (changed.includes('messages')) this.chats.clear(session, chat.id, occurredAt);
    // Taking the mark off is how a device says that it has read the chat.
    const isRead = chat.markedUnread === false && chat.unreadCount === undefined;
    this.chats.update(session, isRead ? { ...chat, unreadCount: 0 } : chat);
  }
}
