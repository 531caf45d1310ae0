import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { fact, isPerson, statusDedupe, type Fact, type Jid, type MessageId, type MessageStatus } from '@columba/core';
import { childrenOf, timeOf } from '../journal/stanza.js';
import { isMe, known } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import { isChange } from './protocol.facts.js';
import { done, type Reader } from './reading.js';

/** What a receipt from somebody else says of our message. A device that is not in use says `inactive`. */
const STATUS: Record<string, MessageStatus> = {
  delivered: 'delivered',
  inactive: 'delivered',
  read: 'read',
  played: 'played',
};

/** Receipts for own messages, one fact per message; all others, also for own edits and reactions, say nothing. */
export const readReceipt: Reader = async (node, { me, book, sent, receivedAt, late }) => {
  const { from, participant, recipient, type } = node.attrs;
  const author = participant ?? from;
  const own = isMe(author, me);
  // Our own phone confirms that it got its copy of what we sent, so WhatsApp has it.
  const status = own ? (type === 'sender' ? 'sent' : undefined) : STATUS[type ?? 'delivered'];
  const wireChat = toJid(own && !participant ? recipient : from);
  if (!status || !wireChat) return done();

  const partner = isPerson(wireChat) ? await known([wireChat, pn(node), lid(node)], book) : undefined;
  const chat = partner?.id ?? wireChat;
  const reader = participant && !own ? await known([participant, node.attrs.participant_pn], book) : undefined;
  const base = { occurredAt: timeOf(node, receivedAt), late, chat };
  const messages = idsOf(node).filter((id) => !isOwnChange(sent.get(chat, id)));
  return done(messages.map((id) => statusFact(id, chat, status, reader?.id, base)));
};

const isOwnChange = (bytes: Uint8Array | undefined): boolean =>
  bytes !== undefined && isChange(proto.Message.decode(bytes));
const pn = ({ attrs }: BinaryNode): string | undefined => attrs.sender_pn;
const lid = ({ attrs }: BinaryNode): string | undefined => attrs.sender_lid;

function idsOf(node: BinaryNode): MessageId[] {
  const items = childrenOf(node).flatMap((list) => (list.tag === 'list' ? childrenOf(list) : []));
  return [node.attrs.id, ...items.map(({ attrs }) => attrs.id)].filter((id): id is MessageId => Boolean(id));
}

function statusFact(
  messageId: MessageId,
  chat: Jid,
  status: MessageStatus,
  participant: Jid | undefined,
  base: { occurredAt: Date; late: boolean; chat: Jid },
): Fact {
  const data = { messageId, chat, status, ...(participant ? { participant } : {}) };
  return fact('message.status_changed', data, statusDedupe(messageId, status, participant), base);
}
