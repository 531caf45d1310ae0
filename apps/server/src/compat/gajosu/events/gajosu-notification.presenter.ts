import type { CallOffer, EventMap, Jid, LoggedEvent, Message, MessageId } from '@columba/core';
import { unixSeconds } from '../gajosu-content.presenter.js';
import { presentId, presentMessageId, type SerializedMessageId } from '../gajosu-ids.js';
import { presentMessage } from '../gajosu-message.presenter.js';

/** Which event it is about: WhatsApp's own id of such a notice is not told, so ours stands in its place. */
type Occurrence = Pick<LoggedEvent, 'eventId' | 'occurredAt'>;

export interface GajosuReaction {
  id: SerializedMessageId;
  orphan: number;
  timestamp: number;
  /** Empty when it was taken back. */
  reaction: string;
  read: boolean;
  msgId: SerializedMessageId;
  senderId: string;
  ack: number;
}

export type NotificationType =
  'add' | 'invite' | 'remove' | 'leave' | 'subject' | 'description' | 'picture' | 'announce' | 'restrict';

export interface GajosuNotification {
  id: SerializedMessageId;
  author?: string;
  body: string;
  chatId: string;
  recipientIds: string[];
  timestamp: number;
  type: NotificationType;
}

export interface GajosuCall {
  id: string;
  from: string;
  timestamp: number;
  isVideo: boolean;
  isGroup: boolean;
  canHandleLocally: boolean;
  webClientShouldHandle: boolean;
  participants: Record<string, never>;
}

const ACK_DEVICE = 2;

/** @param target the message that was reacted to, where it is known */
export function presentReaction(
  { messageId, chat, by, emoji }: EventMap['message.reacted'],
  occurrence: Occurrence,
  target: Message | undefined,
  me: Jid | undefined,
): GajosuReaction {
  return {
    id: presentMessageId({ chat, id: idOf(occurrence), fromMe: by.id === me, participant: by.id }),
    orphan: 0,
    timestamp: unixSeconds(occurrence.occurredAt),
    reaction: emoji ?? '',
    read: false,
    msgId: target ? presentMessage(target, me).id : presentMessageId({ chat, id: messageId, fromMe: by.id !== me }),
    senderId: presentId(by.id),
    ack: ACK_DEVICE,
  };
}

export interface Notice {
  group: Jid;
  type: NotificationType;
  author?: Jid;
  recipients?: readonly Jid[];
  body?: string;
}

export function presentNotification(notice: Notice, occurrence: Occurrence, me: Jid | undefined): GajosuNotification {
  const { group, type, author, recipients = [], body = '' } = notice;
  const own = author !== undefined && author === me;
  return {
    id: presentMessageId({ chat: group, id: idOf(occurrence), fromMe: own, ...(author && { participant: author }) }),
    ...(author && { author: presentId(author) }),
    body,
    chatId: presentId(group),
    recipientIds: recipients.map(presentId),
    timestamp: unixSeconds(occurrence.occurredAt),
    type,
  };
}

export const presentCall = ({ callId, from, video, group }: CallOffer, { occurredAt }: Occurrence): GajosuCall => ({
  id: callId,
  from: presentId(from.id),
  timestamp: unixSeconds(occurredAt),
  isVideo: video,
  isGroup: group,
  canHandleLocally: false,
  webClientShouldHandle: false,
  participants: {},
});

const idOf = ({ eventId }: Occurrence): MessageId => eventId.replaceAll('-', '').toUpperCase() as MessageId;
