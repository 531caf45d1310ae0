import {
  isProgress,
  type Clock,
  type Fact,
  type FactOf,
  type Message,
  messageFact,
  type SessionName,
  toMessageContent,
} from '@columba/core';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { SendRecord, SendRepository } from '../repositories/send.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';

export interface SettlementParts {
  clock: Clock;
  sessions: SessionRepository;
  people: PeopleRepository;
  messages: MessageRepository;
  sends: SendRepository;
}

/** What becomes of own messages: which status changes are news, and what they mean for the sends of this gateway. */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** The facts to log for a status change: none when it is no progress; the message itself first when it is confirmed. */
  settle(session: SessionName, change: FactOf<'message.status_changed'>): Fact[] {
    const { messages, sends } = this.parts;
    const { messageId, status, participant, error } = change.data;
    const known = messages.own(session, messageId);
    const previous = participant ? messages.receiptOf(session, messageId, participant) : known?.status;
    if (!isProgress(previous, status)) return [];
    const chat = known?.key.chat ?? change.data.chat;
    const told = { ...change, chat, data: { ...change.data, chat, ...(previous ? { previousStatus: previous } : {}) } };
    const before = sends.get(session, messageId);
    const send = sends.heard(session, messageId, status, error);
    const confirmed = send?.sentAt !== undefined && before?.sentAt === undefined;
    if (!confirmed || !known) return [told];
    const sent = { ...known, status: 'sent' as const, occurredAt: change.occurredAt };
    return [messageFact('message.sent', sent, change.late), told];
  }

  /** Keeps the message that an accepted send will be, so that it is seen as pending from the start. */
  accepted(send: SendRecord): void {
    this.parts.messages.save(send.session, this.messageOf(send));
  }

  private messageOf({ session, messageId, chat, content, quoted, mentions, createdAt }: SendRecord): Message {
    const { people, sessions } = this.parts;
    const account = sessions.get(session)?.account;
    return {
      key: { chat, id: messageId, fromMe: true },
      from: account ?? { id: chat },
      occurredAt: createdAt,
      content: toMessageContent(content),
      origin: 'api',
      status: 'pending',
      ...(quoted
        ? { quoted: { id: quoted.id, ...(quoted.participant ? { participant: quoted.participant } : {}) } }
        : {}),
      mentions: (mentions ?? []).map((jid) => people.person(session, jid)),
      forwarded: false,
      starred: false,
    };
  }
}
