import {
  isPerson,
  isProgress,
  type EventMap,
  type Fact,
  type FactOf,
  type Jid,
  type Message,
  messageFact,
  type MessageStatus,
  type Person,
  type SessionName,
  statusDedupe,
  toMessageContent,
} from '@columba/core';
import type { ReceiptRepository } from '../repositories/receipt.repository.js';
import type { SendRecord, SendRepository } from '../repositories/send.repository.js';
import { Authorship, type AuthorshipParts } from './authorship.js';

export interface SettlementParts extends AuthorshipParts {
  receipts: ReceiptRepository;
  sends: SendRepository;
}

/** What becomes of own messages: which status changes are news, and what they mean for the sends of this gateway. */
export class Settlement {
  private readonly authorship: Authorship;

  constructor(private readonly parts: SettlementParts) {
    this.authorship = new Authorship(parts);
  }

  /**
   * The facts to log for what was told. What somebody changed who may not is no news, nor is a status that is no progress;
   * the message itself comes before the first status that confirms it, once, whether WhatsApp told of it by a receipt or
   * by the message coming back.
   */
  settle(session: SessionName, told: Fact): Fact[] {
    if (told.type === 'message.status_changed') return this.progress(session, told);
    if (told.type === 'message.edited') return this.edited(session, told);
    if (told.type === 'message.revoked') return this.revoked(session, told);
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

  private edited(session: SessionName, told: FactOf<'message.edited'>): Fact[] {
    return this.authorship.mayEdit(session, told.data) ? [told] : [];
  }

  /** With what was taken back, for those who keep it: the read model shows it no longer. */
  private revoked(session: SessionName, told: FactOf<'message.revoked'>): Fact[] {
    if (!this.authorship.mayRevoke(session, told.data)) return [];
    const { chat, messageId, scope } = told.data;
    const { messages } = this.parts;
    const known =
      scope === 'me' ? messages.get(session, chat, messageId) : this.authorship.revocable(session, told.data);
    const original = told.data.original ?? known;
    return [original && !original.revokedAt ? { ...told, data: { ...told.data, original } } : told];
  }

  private progress(session: SessionName, change: FactOf<'message.status_changed'>): Fact[] {
    const { messages, receipts, sends } = this.parts;
    const { messageId, status, participant, error } = change.data;
    const known = messages.own(session, messageId);
    const isConfirmed = sends.heard(session, messageId, status, error);
    const previous = participant ? receipts.statusOf(session, messageId, participant) : known?.status;
    if (!isProgress(previous, status)) return [];
    const chat = known?.key.chat ?? change.data.chat;
    const messageStatus = participant && this.whole(session, chat, change.data, participant);
    const isFurther = messageStatus !== undefined && isProgress(known?.status, messageStatus);
    const data = {
      ...change.data,
      chat,
      ...(previous ? { previousStatus: previous } : {}),
      ...(isFurther ? { messageStatus } : {}),
    };
    const told = { ...change, chat, data };
    if (!isConfirmed || !known) return [told];
    const from = this.account(session) ?? known.from;
    const sent = { ...known, from, status: 'sent' as const, occurredAt: change.occurredAt };
    return [messageFact('message.sent', sent, change.late), told];
  }

  /** As far as every member has come; where the members are not known, as far as this recipient has. */
  private whole(
    session: SessionName,
    chat: Jid,
    { messageId, status }: EventMap['message.status_changed'],
    participant: Jid,
  ): MessageStatus | undefined {
    const { account } = this.parts.sessions.get(session) ?? {};
    const without = [participant, account?.id, account?.lid].filter((jid) => jid !== undefined);
    const others = this.parts.receipts.statusesIn(session, messageId, chat, without);
    return others.reduce<MessageStatus | undefined>((least, other) => {
      if (least === undefined || other === undefined) return undefined;
      return isProgress(other, least) ? other : least;
    }, status);
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
