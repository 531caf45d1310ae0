import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import {
  fact,
  messageFact,
  refusalOf,
  statusDedupe,
  type EventMap,
  type Fact,
  type MessageId,
  type SentStore,
} from '@columba/core';
import { timeOf } from '../journal/stanza.js';
import { withNamedPeople } from '../people/named-people.js';
import { isMe, partiesOf } from '../people/parties.js';
import { changeFacts } from '../facts/protocol.facts.js';
import { voteFacts, type VoteScope } from '../facts/vote.facts.js';
import { toMessage } from './message.mapper.js';

export interface AckScope extends VoteScope {
  sent: SentStore;
  now: Date;
}

/** Limit on new chats, also told by other means. */
export const isAccountLimited = ({ attrs }: BinaryNode): boolean => attrs.error === '463';

/**
 * What WhatsApp says of a message that was handed to it: taken, or refused. The library tells only of the latter.
 * What was sent through us is told at this moment and not before: a message and that it is sent, or what was changed.
 */
export async function ackFacts(node: BinaryNode, scope: AckScope): Promise<Fact[]> {
  const { me, book, sent, now } = scope;
  const { id, from, error } = node.attrs;
  const parties = await partiesOf({ ...node, attrs: { from: me.id, recipient: from ?? '' } }, me, book);
  if (!id || !parties) return [];
  const messageId = id as MessageId;
  const occurredAt = timeOf(node, now);
  const base = { occurredAt, chat: parties.chat };
  const status = error ? ('failed' as const) : ('sent' as const);
  const data: EventMap['message.status_changed'] = { messageId, chat: parties.chat, status };
  if (error) data.error = { code: refusalOf(Number(error)), whatsappCode: Number(error) };
  const told = fact('message.status_changed', data, statusDedupe(messageId, status), base);
  const bytes = sent.get(parties.chat, messageId);
  // The library asks our own phone by messages, too.
  if (!bytes && isMe(from, me)) return [];
  if (!bytes || error) return [told];
  const said = proto.Message.decode(bytes);
  const change = { id: messageId, parties, base: { ...base, late: false } };
  const changed = changeFacts(said, change) ?? (await voteFacts(said, change, scope));
  if (changed) return changed;
  const message = toMessage({ id: messageId, parties, occurredAt, origin: 'api', proto: said });
  return message ? [messageFact('message.sent', await withNamedPeople(message, book, me), false), told] : [told];
}
