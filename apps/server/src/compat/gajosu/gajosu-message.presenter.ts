import { type EventMap, isChannel, isPerson, type Jid, jidKind, type Message, type MessageStatus } from '@columba/core';
import { type GajosuContent, presentContent, unixSeconds } from './gajosu-content.presenter.js';
import { presentId, presentMessageId, type SerializedMessageId } from './gajosu-ids.js';

export interface GajosuLink {
  link: string;
  isSuspicious: boolean;
}

/** A message as this dialect documents it, with the keys of WhatsApp Web's raw model that do not collide. */
export interface GajosuMessage extends GajosuContent {
  id: SerializedMessageId;
  /** -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played. */
  ack: number;
  /** Unix seconds. */
  timestamp: number;
  /** The chat of an incoming message (in a group: the group), else the account. */
  from: string;
  /** Missing on incoming messages while the account's own address is not known. */
  to?: string;
  /** The person, where several people write. */
  author?: string;
  deviceType: 'android' | 'ios' | 'web';
  isForwarded: boolean;
  forwardingScore: number;
  isStatus: boolean;
  isStarred: boolean;
  broadcast: boolean;
  fromMe: boolean;
  hasQuotedMsg: boolean;
  mentionedIds: string[];
  isEphemeral: boolean;
  links: GajosuLink[];
  t: number;
  star: boolean;
  /** Whether somebody opened it on this device: a gateway never does. */
  viewed: boolean;
  self: 'in' | 'out';
}

const ACKS: Record<MessageStatus, { ack: number; ackName: string }> = {
  failed: { ack: -1, ackName: 'ACK_ERROR' },
  pending: { ack: 0, ackName: 'ACK_PENDING' },
  sent: { ack: 1, ackName: 'ACK_SERVER' },
  delivered: { ack: 2, ackName: 'ACK_DEVICE' },
  read: { ack: 3, ackName: 'ACK_READ' },
  played: { ack: 4, ackName: 'ACK_PLAYED' },
};

/** The number that automations compare, and its documented name. */
export const presentAck = (status: MessageStatus): { ack: number; ackName: string } => ACKS[status];

/** How far the message has come as a whole; `undefined` where only one of its recipients has. */
export const wholeStatus = (data: EventMap['message.status_changed']): MessageStatus | undefined =>
  data.participant ? data.messageStatus : data.status;

/**
 * The superset of the documented and the raw form, without `_data`.
 * @param me the account's own address; names the recipient of incoming messages.
 */
export function presentMessage(message: Message, me?: Jid): GajosuMessage {
  const { key, from: author, content } = message;
  const remote = remoteOf(message);
  // A channel speaks for itself.
  const several = !isPerson(remote) && !isChannel(remote);
  const from = key.fromMe ? author.id : remote;
  const to = key.fromMe ? remote : me;
  const timestamp = unixSeconds(message.occurredAt);
  const said = presentContent(content, { from: author.id, to });
  return {
    id: presentMessageId({ chat: remote, id: key.id, fromMe: key.fromMe, ...(several && { participant: author.id }) }),
    ack: presentAck(message.status ?? 'sent').ack,
    ...said,
    ...(message.revokedAt && { type: 'revoked', body: '' }),
    timestamp,
    from: presentId(from),
    ...(to && { to: presentId(to) }),
    ...(several && { author: presentId(author.id) }),
    deviceType: deviceOf(key.id),
    isForwarded: message.forwarded,
    forwardingScore: message.forwarded ? 1 : 0,
    isStatus: jidKind(remote) === 'status',
    isStarred: message.starred,
    broadcast: ['broadcast', 'status'].includes(jidKind(remote)),
    fromMe: key.fromMe,
    hasQuotedMsg: message.quoted !== undefined,
    mentionedIds: message.mentions.map(({ id }) => presentId(id)),
    isEphemeral: message.expiresAt !== undefined,
    links: linksIn(said.body),
    t: timestamp,
    star: message.starred,
    viewed: false,
    self: key.fromMe ? 'out' : 'in',
  };
}

/** In a chat of two, what the other side wrote tells its best address, even if the chat was opened under another. */
function remoteOf({ key, from }: Message): Jid {
  return !key.fromMe && isPerson(key.chat) ? from.id : key.chat;
}

/** WhatsApp does not tell the device; each client makes ids of its own shape. */
function deviceOf(id: string): GajosuMessage['deviceType'] {
  if (id.startsWith('3EB0')) return 'web';
  if (id.startsWith('3A')) return 'ios';
  return id.length > 21 ? 'android' : 'web';
}

/** A link is suspicious when its host is not plain ASCII and so can look like another host. */
function linksIn(body: string): GajosuLink[] {
  const found = body.match(/https?:\/\/[^\s<>"']+/gi) ?? [];
  return found.map((text) => {
    // From the front of a run only: strangers write these texts, and a long run must not cost its square.
    const link = text.replace(/(?<![).,;:!?\]])[).,;:!?\]]+$/, '');
    const host = /^https?:\/\/([^/?#]*)/i.exec(link)?.[1] ?? '';
    return { link, isSuspicious: /[^\p{ASCII}]|(^|\.)xn--/u.test(host) };
  });
}
