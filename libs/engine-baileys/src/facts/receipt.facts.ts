import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import {
  fact,
  isGroup,
  isPerson,
  statusDedupe,
  type Fact,
  type Jid,
  type MessageId,
  type MessageStatus,
} from '@columba/core';
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

/** What our other devices say of what came in: somebody has seen or heard it there; `-self`: its sender is not told. */
const SEEN_ELSEWHERE = ['read', 'read-self', 'played-self'];

/**
 * Receipts for own messages: one fact per message, and none for own edits and reactions. Receipts of our other devices for
 * what was read there: one fact for all of it. All others say nothing to a person.
 */
export const readReceipt: Reader = async (node, { me, book, sent, receivedAt, late }) => {
  const { from, participant, recipient, type } = node.attrs;
  const author = participant ?? from;
  const own = isMe(author, me);
  // Our own phone confirms that it got its copy of what we sent, so WhatsApp has it.
  const status = own ? (type === 'sender' ? 'sent' : undefined) : STATUS[type ?? 'delivered'];
  const isRead = own && SEEN_ELSEWHERE.includes(type ?? '');
  const wireChat = toJid(own && !participant ? recipient : from);
  if (!(status || isRead) || !wireChat) return done();

  // Of our own receipts `sender_…` would be our own other address.
  const addresses = own ? [wireChat] : [wireChat, pn(node), lid(node)];
  const partner = isPerson(wireChat) ? await known(addresses, book) : undefined;
  const chat = partner?.id ?? wireChat;
  const reader = participant && !own ? await known([participant, node.attrs.participant_pn], book) : undefined;
  const base = { occurredAt: timeOf(node, receivedAt), late, chat };
  if (!status) return done(partner || isGroup(chat) ? [readFact(idsOf(node), chat, type, base)] : []);
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

/** Whoever reads a chat takes the mark off it, too. */
function readFact(
  read: MessageId[],
  chat: Jid,
  type: string | undefined,
  base: { occurredAt: Date; late: boolean; chat: Jid },
): Fact {
  const data = { chat: { id: chat, markedUnread: false }, changed: ['markedUnread'], upTo: base.occurredAt, read };
  return fact('chat.updated', data, ['read', { person: chat }, type ?? '', ...read], base);
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
