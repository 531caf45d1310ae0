import { toNumber, type proto } from '@whiskeysockets/baileys';
import type { Message, MessageId, MessageKey, MessageOrigin } from '@columba/core';
import type { Parties } from '../people/parties.js';
import { toJid, toPerson } from '../people/person.mapper.js';
import { contextOf, toContent } from './content/incoming.js';

export interface MessageParts {
  id: MessageId;
  parties: Parties;
  occurredAt: Date;
  origin: MessageOrigin;
  /** What was said; absent when it could not be read. */
  proto?: proto.IMessage | null | undefined;
}

export function toKey(id: MessageId, { chat, sender, fromMe, many }: Parties): MessageKey {
  const key: MessageKey = { chat, id, fromMe };
  if (many) key.participant = sender.id;
  return key;
}

/** @returns `undefined` for messages that say nothing to a person. */
export function toMessage(parts: MessageParts): Message | undefined {
  const content = toContent(parts.proto, parts.id);
  if (!content) return undefined;
  const message: Message = { ...frame(parts), content };
  const context = contextOf(parts.proto);
  if (!context) return message;
  message.forwarded = context.isForwarded ?? false;
  message.mentions = (context.mentionedJid ?? [])
    .map((jid) => toPerson([jid]))
    .filter((person) => person !== undefined);
  if (context.nonJidMentions) message.mentionsAll = true;
  const quoted = toQuoted(context);
  if (quoted) message.quoted = quoted;
  if (context.expiration)
    message.expiresAt = new Date(parts.occurredAt.getTime() + toNumber(context.expiration) * 1000);
  return message;
}

/** A message of which only the envelope could be read. */
export const toUnreadable = (parts: MessageParts): Message => ({
  ...frame(parts),
  content: { kind: 'unsupported', reason: 'undecryptable' },
});

/** A view-once message that is shown on the phone only. */
export const toViewOnce = (parts: MessageParts): Message => ({
  ...frame(parts),
  content: { kind: 'unsupported', reason: 'view_once' },
});

function frame({ id, parties, occurredAt, origin }: MessageParts): Omit<Message, 'content'> {
  const message: Omit<Message, 'content'> = {
    key: toKey(id, parties),
    from: parties.sender,
    occurredAt,
    origin,
    mentions: [],
    forwarded: false,
    starred: false,
  };
  if (parties.fromMe) message.status = 'sent';
  return message;
}

function toQuoted(context: proto.IContextInfo): Message['quoted'] {
  if (!context.stanzaId) return undefined;
  const quoted: NonNullable<Message['quoted']> = { id: context.stanzaId as MessageId };
  const participant = toJid(context.participant);
  if (participant) quoted.participant = participant;
  const content = toContent(context.quotedMessage, context.stanzaId);
  if (content) quoted.content = content;
  return quoted;
}
