import { isChannel, type Message, type MessageId, type MessageOrigin, type MessageStatus } from '@columba/core';
import type { PageMessage } from '../page/page-scope.js';
import { toContent } from './content/content.mapper.js';
import { toKey } from './key.mapper.js';
import { toPerson } from './person.mapper.js';
import { toTime } from './time.js';

const STATUSES: Readonly<Record<number, MessageStatus>> = {
  [-1]: 'failed',
  0: 'pending',
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'played',
};

/** The page's number as a word; one below −1 is a failure, too. */
export const toStatus = (ack: number): MessageStatus | undefined => (ack < -1 ? 'failed' : STATUSES[ack]);

export { toTime } from './time.js';

/** @returns `undefined` for messages that say nothing to a person, or name nobody */
export function toMessage(page: PageMessage, origin: (key: Message['key']) => MessageOrigin): Message | undefined {
  const key = toKey(page.key);
  const content = toContent(page);
  if (!key || !content) return undefined;
  // What is said in a channel is said by the channel.
  const from = toPerson(page.from) ?? (isChannel(key.chat) ? { id: key.chat } : undefined);
  if (!from) return undefined;
  const occurredAt = toTime(page.t);
  const message: Message = {
    key,
    from,
    occurredAt,
    content,
    origin: origin(key),
    mentions: page.mentions.map(toPerson).filter((person) => person !== undefined),
    forwarded: page.forwarded,
    starred: page.starred,
  };
  if (key.fromMe) message.status = 'sent';
  const quoted = toQuoted(page.quoted);
  if (quoted) message.quoted = quoted;
  if (page.fields.nonJidMentions) message.mentionsAll = true;
  if (page.expiresAfter) message.expiresAt = new Date(occurredAt.getTime() + page.expiresAfter * 1000);
  return message;
}

function toQuoted(quoted: PageMessage['quoted']): Message['quoted'] {
  if (!quoted) return undefined;
  const told: NonNullable<Message['quoted']> = { id: quoted.id as MessageId };
  const participant = quoted.participant && toPerson(quoted.participant);
  if (participant) told.participant = participant.id;
  const { fields } = quoted;
  if (typeof fields?.type !== 'string') return told;
  const { type, body, caption } = fields;
  const content = toContent({
    type,
    fields,
    ...(typeof body === 'string' ? { body } : {}),
    ...(typeof caption === 'string' ? { caption } : {}),
  });
  if (content) told.content = content;
  return told;
}
