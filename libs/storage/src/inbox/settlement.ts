import {
  isPerson,
  isProgress,
  type Fact,
  type FactOf,
  type Message,
  messageFact,
  type Person,
  type SessionName,
  statusDedupe,
  toMessageContent,
} from '@columba/core';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { ReceiptRepository } from '../repositories/receipt.repository.js';
import type { SendRecord, SendRepository } from '../repositories/send.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';

export interface SettlementParts {
  sessions: SessionRepository;
  people: PeopleRepository;
  messages: MessageRepository;
  receipts: ReceiptRepository;
  sends: SendRepository;
}

/** What becomes of own messages: which status changes are news, and what they mean for the sends of this gateway. */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /**
   * The facts to log for what was told. A status that is no progress is no news; the message itself comes before the
   * first status that confirms it, once, whether WhatsApp told of it by a receipt or by the message coming back.
   */
  settle(session: SessionName, told: Fact): Fact[] {
    if (told.type === 'message.status_changed') return this.progress(session, told);
    if (told.type === 'message.revoked') return [this.withOriginal(session, told)];
    if (told.type !== 'message.sent') return [told];
    const { key } = told.data.message;
    if (!this.parts.sends.get(session, key.id)) return [told];
    const data = { messageId: key.id, chat: key.chat, status: 'sent' as const };
    return this.progress(session, {
      ...told,
      type: 'message.status_changed',
      data,
      dedupe: statusDedupe(key.id, 'sent'),
    });
  }

  /** What was taken back, for those who keep it: the read model shows it no longer. */
  private withOriginal(session: SessionName, revoked: FactOf<'message.revoked'>): FactOf<'message.revoked'> {
    const { chat, messageId, original } = revoked.data;
    const known = original ?? this.parts.messages.get(session, chat, messageId);
    return known && !known.revokedAt ? { ...revoked, data: { ...revoked.data, original: known } } : revoked;
  }

  private progress(session: SessionName, change: FactOf<'message.status_changed'>): Fact[] {
    const { messages, receipts, sends } = this.parts;
    const { messageId, status, participant, error } = change.data;
    const known = messages.own(session, messageId);
    const isConfirmed = sends.heard(session, messageId, status, error);
    const previous = participant ? receipts.statusOf(session, messageId, participant) : known?.status;
    if (!isProgress(previous, status)) return [];
    const chat = known?.key.chat ?? change.data.chat;
    const told = { ...change, chat, data: { ...change.data, chat, ...(previous ? { previousStatus: previous } : {}) } };
    if (!isConfirmed || !known) return [told];
    const from = this.account(session) ?? known.from;
    const sent = { ...known, from, status: 'sent' as const, occurredAt: change.occurredAt };
    return [messageFact('message.sent', sent, change.late), told];
  }

  /** Keeps the message that an accepted send will be, so that it is seen as pending from the start. */
  accepted(send: SendRecord): void {
    const { messages, people } = this.parts;
    if (isPerson(send.chat)) people.see(send.session, send.chat, 'send');
    messages.save(send.session, this.messageOf(send));
  }

  private messageOf({
    session,
    messageId,
    chat,
    content,
    quoted,
    mentions,
    mentionAll,
    createdAt,
  }: SendRecord): Message {
    const { people } = this.parts;
    return {
      key: { chat: people.resolve(session, chat), id: messageId, fromMe: true },
      from: this.account(session) ?? { id: chat },
      occurredAt: createdAt,
      content: toMessageContent(content),
      origin: 'api',
      status: 'pending',
      ...(quoted
        ? { quoted: { id: quoted.id, ...(quoted.participant ? { participant: quoted.participant } : {}) } }
        : {}),
      mentions: (mentions ?? []).map((jid) => people.person(session, jid)),
      ...(mentionAll ? { mentionsAll: true } : {}),
      forwarded: false,
      starred: false,
    };
  }

  private account(session: SessionName): Person | undefined {
    return this.parts.sessions.get(session)?.account;
  }
}
