import {
  isGroup,
  isProgress,
  type EventMap,
  type EventType,
  type FactOf,
  type Jid,
  type Message,
  type MessageContent,
  type Person,
  type SessionName,
  STATUS_JID,
} from '@columba/core';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';

export interface ReadModelParts {
  sessions: SessionRepository;
  people: PeopleRepository;
  messages: MessageRepository;
  chats: ChatRepository;
}

type Projector<T extends EventType> = (session: SessionName, fact: FactOf<T>) => void;

/** Keeps chats, messages and accounts as the facts say, in the transaction that logs them. */
export class ReadModel {
  private readonly projectors: { [T in EventType]?: Projector<T> };

  constructor(private readonly parts: ReadModelParts) {
    this.projectors = {
      'session.state_changed': (session, { data }) => this.account(session, data),
      'message.received': (session, { data }) => this.message(session, data.message),
      'message.sent': (session, { data }) => this.message(session, data.message),
      'message.undecryptable': (session, { data }) => this.message(session, data.message),
      'message.recovered': (session, { data }) => this.message(session, data.message),
      'message.edited': (session, { data }) => this.edited(session, data),
      'media.changed': (session, { data }) => this.media(session, data),
      'message.revoked': (session, { data, occurredAt }) => this.revoked(session, data, occurredAt),
      'message.starred': (session, { data }) =>
        this.change(session, data.chat, data.messageId, { starred: data.starred }),
      'message.status_changed': (session, { data, occurredAt }) => this.status(session, data, occurredAt),
      'chat.updated': (session, { data }) => void parts.chats.update(session, data.chat),
      'chat.removed': (session, { data }) => parts.chats.remove(session, data.chat),
    };
  }

  apply<T extends EventType>(session: SessionName, fact: FactOf<T>): void {
    this.projectors[fact.type]?.(session, fact);
  }

  private account(session: SessionName, { account }: EventMap['session.state_changed']): void {
    if (account && this.parts.sessions.get(session)) this.parts.sessions.update(session, { account });
  }

  private message(session: SessionName, message: Message): void {
    const { chats, messages, people } = this.parts;
    const isNew = messages.save(session, message);
    const { from, key, occurredAt } = message;
    if (from.name !== undefined && !key.fromMe) people.setName(session, from.id, from.name);
    if (key.chat === STATUS_JID) return;
    const chat = chats.get(session, key.chat);
    const last = chat?.lastActivityAt;
    const isLater = last === undefined || last < occurredAt;
    chats.update(session, {
      id: key.chat,
      unreadCount: (chat?.unreadCount ?? 0) + (isNew && !key.fromMe ? 1 : 0),
      ...(isLater ? { lastActivityAt: occurredAt } : {}),
      ...(from.id === key.chat && from.name !== undefined ? { name: from.name } : {}),
    });
  }

  /** Only its author can change a message: anybody who writes to us can name any id. */
  private edited(session: SessionName, { chat, messageId, by, text, editedAt }: EventMap['message.edited']): void {
    const message = this.parts.messages.get(session, chat, messageId);
    if (!message || !this.isAuthor(session, message, by)) return;
    this.parts.messages.save(session, { ...message, content: reworded(message.content, text), editedAt });
  }

  /** In a group its admins may take back what others wrote; WhatsApp itself sees to that. */
  private revoked(session: SessionName, data: EventMap['message.revoked'], revokedAt: Date): void {
    const { chat, messageId, by, scope } = data;
    const message = this.parts.messages.get(session, chat, messageId);
    if (!message || !(scope === 'me' || isGroup(chat) || this.isAuthor(session, message, by))) return;
    this.parts.messages.save(session, { ...message, revokedAt });
  }

  private isAuthor(session: SessionName, { key, from }: Message, by: Person): boolean {
    const author = key.fromMe ? this.parts.sessions.get(session)?.account : from;
    const { people } = this.parts;
    return author !== undefined && people.resolve(session, author.id) === people.resolve(session, by.id);
  }

  private media(session: SessionName, { chat, messageId, media }: EventMap['media.changed']): void {
    const content = this.parts.messages.get(session, chat, messageId)?.content;
    if (content && 'media' in content) this.change(session, chat, messageId, { content: { ...content, media } });
  }

  private change(session: SessionName, chat: Jid, id: Message['key']['id'], change: Partial<Message>): void {
    const message = this.parts.messages.get(session, chat, id);
    if (message) this.parts.messages.save(session, { ...message, ...change });
  }

  /** The message itself carries the furthest status that any recipient reached. */
  private status(session: SessionName, data: EventMap['message.status_changed'], at: Date): void {
    const { messages } = this.parts;
    const { messageId, status, participant } = data;
    if (participant) messages.saveReceipt(session, messageId, participant, status, at);
    const message = messages.own(session, messageId);
    if (message && isProgress(message.status, status)) messages.save(session, { ...message, status });
  }
}

/** What can be edited is the text, or the text beside a file. */
function reworded(content: MessageContent, text: string): MessageContent {
  switch (content.kind) {
    case 'text':
      return { ...content, text };
    case 'image':
    case 'video':
    case 'document':
      return { ...content, caption: text };
    default:
      return content;
  }
}
