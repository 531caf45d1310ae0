import { NotFoundError, parseMessageId, type Jid, type Message, type MessageId, type Reaction } from '@columba/core';
import type { MessageFilter, MessagePageRequest, Page, Receipt, Storage, Tally } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { SessionAccess } from '../sessions/session-access.js';

/** Names one message as a path does. */
export interface MessagePath {
  session: string;
  chatId: string;
  messageId: string;
}

export interface ReadMessage {
  message: Message;
  reactions: readonly Reaction[];
}

/** Which messages, with people as the caller spells them. */
export interface MessageSearch extends Omit<MessageFilter, 'chat' | 'from'> {
  chatId?: string;
  from?: string;
}

/** Reading messages, and what people did with them. */
@Injectable()
export class MessageReader {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly access: SessionAccess,
  ) {}

  /** @throws NotFoundError, InvalidInputError for an address or a cursor that is none */
  find(session: string, { chatId, from, ...filter }: MessageSearch, page: MessagePageRequest): Page<ReadMessage> {
    const name = this.access.name(session);
    const found = this.storage.messages.find(
      name,
      {
        ...filter,
        ...(chatId === undefined ? {} : { chat: this.access.chat(name, chatId) }),
        ...(from === undefined ? {} : { from: this.access.person(name, from) }),
      },
      page,
    );
    return { ...found, data: this.withReactions(name, found.data) };
  }

  /** @throws NotFoundError */
  get(path: MessagePath): ReadMessage {
    const { name, message } = this.found(path);
    const { chat, id } = message.key;
    return { message, reactions: this.storage.opinions.reactionsOf(name, chat, [id]).get(id) ?? [] };
  }

  /** Per recipient, first heard first; empty for what others wrote. */
  receipts(path: MessagePath): Receipt[] {
    const { name, message } = this.found(path);
    return message.key.fromMe ? this.storage.receipts.list(name, message.key.id) : [];
  }

  /** In the order of the poll's options. @throws NotFoundError when the message is no poll. */
  votes(path: MessagePath): Tally[] {
    const { name, message } = this.found(path);
    const { content, key } = message;
    if (content.kind !== 'poll') throw new NotFoundError('This message is no poll');
    return this.storage.opinions.tally(name, { chat: key.chat, messageId: key.id }, content.options);
  }

  private found({ session, chatId, messageId }: MessagePath) {
    const name = this.access.name(session);
    const message = this.storage.messages.get(name, this.access.chat(name, chatId), parseMessageId(messageId));
    if (!message) throw new NotFoundError('There is no such message in this chat');
    return { name, message };
  }

  private withReactions(session: string, messages: readonly Message[]): ReadMessage[] {
    const reactions = new Map<Jid, Map<MessageId, Reaction[]>>();
    for (const chat of new Set(messages.map(({ key }) => key.chat))) {
      const ids = messages.filter(({ key }) => key.chat === chat).map(({ key }) => key.id);
      reactions.set(chat, this.storage.opinions.reactionsOf(session, chat, ids));
    }
    return messages.map((message) => ({
      message,
      reactions: reactions.get(message.key.chat)?.get(message.key.id) ?? [],
    }));
  }
}
