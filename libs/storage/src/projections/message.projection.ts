import {
  isProgress,
  type EventMap,
  type FactOf,
  type Jid,
  type LoggedEvent,
  type Message,
  type MessageContent,
  type Original,
  type SessionName,
  STATUS_JID,
} from '@columba/core';
import { Authorship, type AuthorshipParts } from '../inbox/authorship.js';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { OpinionRepository } from '../repositories/opinion.repository.js';
import type { ReceiptRepository } from '../repositories/receipt.repository.js';
import type { Projection } from './projection.js';

export interface MessageProjectionParts extends AuthorshipParts {
  receipts: ReceiptRepository;
  opinions: OpinionRepository;
  chats: ChatRepository;
}

type Told<T extends keyof EventMap> = EventMap[T];

/** Messages and what people did to them, as the facts say. */
export class MessageProjection {
  readonly projectors: Projection = {
    'message.received': (session, { data }) => this.message(session, data.message),
    'message.sent': (session, { data }) => this.message(session, data.message),
    'message.undecryptable': (session, { data }) => this.message(session, data.message),
    'message.recovered': (session, { data }) => this.message(session, data.message),
    'message.edited': (session, { data }) => this.edited(session, data),
    'message.revoked': (session, { data, occurredAt }) => this.revoked(session, data, occurredAt),
    'message.reacted': (session, { data, occurredAt }) =>
      this.parts.opinions.react(session, data, data.by.id, data.emoji, occurredAt),
    'message.starred': (session, { data }) => this.change(session, data, { starred: data.starred }),
    'message.pinned': (session, fact) => this.pinned(session, fact),
    'message.status_changed': (session, { data, occurredAt }) => this.status(session, data, occurredAt),
    'media.changed': (session, { data }) => this.media(session, data),
    'poll.voted': (session, { data, occurredAt }) =>
      this.parts.opinions.vote(session, data, data.voter.id, data.options, occurredAt),
  };

  private readonly authorship: Authorship;

  constructor(private readonly parts: MessageProjectionParts) {
    this.authorship = new Authorship(parts);
  }

  private message(session: SessionName, told: Message): void {
    const { chats, messages, people } = this.parts;
    const isNew = messages.save(session, told, (known) => retold(known, told));
    const { from, key, occurredAt } = told;
    if (!key.fromMe) people.heardName(session, from, 'replace');
    if (key.chat !== STATUS_JID) chats.happened(session, key.chat, occurredAt, isNew && !key.fromMe);
  }

  private edited(session: SessionName, { chat, messageId, by, text, editedAt }: Told<'message.edited'>): void {
    const message = this.authorship.editable(session, { chat, messageId, by });
    if (!message || (message.editedAt && message.editedAt > editedAt)) return;
    this.parts.messages.save(session, { ...message, content: reworded(message.content, text), editedAt });
  }

  private revoked(session: SessionName, data: Told<'message.revoked'>, revokedAt: Date): void {
    const { chat, messageId, by, scope } = data;
    const { messages } = this.parts;
    if (scope === 'me') return messages.remove(session, chat, messageId);
    const message = this.authorship.revocable(session, { chat, messageId, by });
    if (message) messages.save(session, { ...message, content: REVOKED, revokedAt });
  }

  /**
   * Whether what is kept of a message word for word becomes what this event says, which is in the log now. It belongs
   * to whoever was the first to write under this id.
   */
  rewords(session: SessionName, told: LoggedEvent, { chat, id }: Pick<Original, 'chat' | 'id'>): boolean {
    const message = this.changedBy(session, told);
    if (!message || message.key.chat !== chat || message.key.id !== id) return false;
    return this.parts.messages.isFirst(session, message.key);
  }

  private changedBy(session: SessionName, { type, data }: LoggedEvent): Message | undefined {
    switch (type) {
      case 'message.received':
      case 'message.sent':
      case 'message.recovered': {
        const known = this.parts.messages.known(session, data.message);
        return known?.revokedAt ? undefined : known;
      }
      case 'message.edited': {
        const message = this.authorship.editable(session, data);
        return message?.editedAt?.getTime() === data.editedAt.getTime() ? message : undefined;
      }
      case 'message.revoked':
        return this.authorship.revocable(session, data);
      default:
        return undefined;
    }
  }

  private pinned(session: SessionName, { data, occurredAt }: FactOf<'message.pinned'>): void {
    const message = this.parts.messages.get(session, data.chat, data.messageId);
    if (!message) return;
    const { pinnedAt: _at, pinnedUntil: _until, ...rest } = message;
    const until = data.until ? { pinnedUntil: data.until } : {};
    this.parts.messages.save(session, data.pinned ? { ...rest, pinnedAt: occurredAt, ...until } : rest);
  }

  private media(session: SessionName, { chat, messageId, media }: Told<'media.changed'>): void {
    const content = this.parts.messages.get(session, chat, messageId)?.content;
    if (content && 'media' in content) this.change(session, { chat, messageId }, { content: { ...content, media } });
  }

  private change(
    session: SessionName,
    { chat, messageId }: { chat: Jid; messageId: Message['key']['id'] },
    change: Partial<Message>,
  ): void {
    const message = this.parts.messages.get(session, chat, messageId);
    if (message) this.parts.messages.save(session, { ...message, ...change });
  }

  /** The message itself is as far as every recipient has come. */
  private status(session: SessionName, data: Told<'message.status_changed'>, at: Date): void {
    const { messages, receipts } = this.parts;
    const { messageId, participant } = data;
    if (participant) receipts.save(session, messageId, participant, data.status, at);
    const status = participant ? data.messageStatus : data.status;
    const message = status && messages.own(session, messageId);
    if (message && isProgress(message.status, status)) messages.save(session, { ...message, status });
  }
}

/** What is left to see of a message that was taken back. */
const REVOKED: MessageContent = { kind: 'system', action: 'revoked', persons: [] };

/** A message that is told again, as when it could be read at last, keeps what happened to it meanwhile. */
function retold(known: Message, told: Message): Message {
  const { starred, pinnedAt, pinnedUntil, editedAt, revokedAt, status } = known;
  const isReadable = !isUndecryptable(told.content) || isUndecryptable(known.content);
  const keepsWords = editedAt !== undefined || revokedAt !== undefined || !isReadable;
  return {
    ...told,
    starred: starred || told.starred,
    ...(keepsWords ? { content: known.content } : {}),
    ...(editedAt ? { editedAt } : {}),
    ...(revokedAt ? { revokedAt } : {}),
    ...(pinnedAt ? { pinnedAt } : {}),
    ...(pinnedUntil ? { pinnedUntil } : {}),
    ...(status && told.status && !isProgress(status, told.status) ? { status } : {}),
  };
}

export const isUndecryptable = (content: MessageContent): boolean =>
  content.kind === 'unsupported' && content.reason === 'undecryptable';

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
