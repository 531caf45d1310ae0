import {
  fact,
  isGroup,
  messageFact,
  statusDedupe,
  toDomainError,
  type EventMap,
  type Fact,
  type Jid,
  type MessageKey,
  type MessageStatus,
} from '@columba/core';
import { refused } from '../answers.js';
import { toKey } from '../mappers/key.mapper.js';
import { toMessage, toStatus, toTime } from '../mappers/message.mapper.js';
import { toPerson } from '../mappers/person.mapper.js';
import type { AckEntry, InfoOutput } from '../page/facets/news.page.js';
import type { Readers, ReadScope } from './reading.js';

/** An own message has come further. In a group the page knows the last of all readers only, see {@link readersFacts}. */
export function statusFacts({ message: page, ack, t, whatsappCode = 0 }: AckEntry, scope: ReadScope): Fact[] {
  const key = toKey(page.key);
  const status = toStatus(ack);
  if (!key?.fromMe || !status || status === 'pending') return [];
  const { late, context } = scope;
  const base = { occurredAt: toTime(t), late, chat: key.chat };
  if (status === 'failed') return [failedFact(key, refused(whatsappCode), toTime(t), late)];
  const confirmed = toMessage(page, () => (context.sent.get(key.chat, key.id) ? 'api' : 'device'));
  const sent = confirmed && page.type !== 'revoked' ? [messageFact('message.sent', confirmed, late)] : [];
  const told = isGroup(key.chat) ? 'sent' : status;
  return [...sent, ...(key.chat.endsWith('broadcast') ? [] : [statusFact(key, told, base)])];
}

export function statusFact(
  { id, chat }: MessageKey,
  status: MessageStatus,
  base: { occurredAt: Date; late: boolean; chat: Jid },
  participant?: Jid,
): Fact {
  const data: EventMap['message.status_changed'] = { messageId: id, chat, status };
  if (participant) data.participant = participant;
  return fact('message.status_changed', data, statusDedupe(id, status, participant), base);
}

/** A message that WhatsApp did not take. */
export function failedFact(key: MessageKey, error: unknown, occurredAt: Date, late = false): Fact {
  const { code, details } = toDomainError(error, 'rejected');
  const data: EventMap['message.status_changed'] = {
    messageId: key.id,
    chat: key.chat,
    status: 'failed',
    error: { code },
  };
  if (data.error && details.whatsappCode !== undefined) data.error.whatsappCode = details.whatsappCode;
  return fact('message.status_changed', data, statusDedupe(key.id, 'failed'), { occurredAt, late, chat: key.chat });
}

/** How far a message in a group has come with each of its members. */
export function readersFacts(key: MessageKey, info: InfoOutput, late: boolean): Fact[] {
  const levels = [
    ['delivered', info.delivered],
    ['read', info.read],
    ['played', info.played],
  ] as const;
  return levels.flatMap(([status, people]) =>
    people.flatMap(({ by, t }) => {
      const person = toPerson(by);
      return person ? [statusFact(key, status, { occurredAt: toTime(t), late, chat: key.chat }, person.id)] : [];
    }),
  );
}

export const STATUS_READERS: Readers = { ack: statusFacts };
