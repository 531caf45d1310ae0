import type { ErrorCode } from './errors.js';
import type { Jid, MessageId } from './ids.js';
import type { CallOffer, CallOutcome } from './model/call.js';
import type { Account, Chat, Contact, Label, PresenceState } from './model/chat.js';
import type { Group, ParticipantAction } from './model/group.js';
import type { HistoryPart } from './model/history.js';
import type { Media } from './model/media.js';
import type { Message, MessageStatus } from './model/message.js';
import type { Person } from './model/person.js';
import type { SessionState, StateReason } from './session-state.js';

interface MessageRef {
  messageId: MessageId;
  chat: Jid;
  /** Who did it. */
  by: Person;
}

/** Every event there is, by type. A misspelt type does not compile. Times are `Date`s and named `…At` or `until`. */
export interface EventMap {
  'session.state_changed': {
    state: SessionState;
    previousState: SessionState;
    reason?: StateReason;
    detail?: string;
    until?: Date;
    account?: Account;
  };
  /** Never carries the QR or the code itself. */
  'session.pairing_changed': { kind: 'none' | 'qr' | 'code'; expiresAt?: Date };
  'session.restricted': { kind: 'new_chats' | 'sending' | 'temporary_ban'; until?: Date };
  'session.security_notice': { code: string };
  'message.received': { message: Message };
  /** An own message that WhatsApp has confirmed. */
  'message.sent': { message: Message };
  'message.status_changed': {
    messageId: MessageId;
    chat: Jid;
    status: MessageStatus;
    previousStatus?: MessageStatus;
    /** The recipient it is about; in groups there are many. */
    participant?: Jid;
    /** With `participant`, where this brought the message as a whole further: as far as every recipient has come. */
    messageStatus?: MessageStatus;
    error?: { code: ErrorCode | 'expired' | 'cancelled'; detail?: string; whatsappCode?: number };
  };
  'message.edited': MessageRef & { text: string; editedAt: Date };
  'message.revoked': MessageRef & { scope: 'everyone' | 'me'; original?: Message };
  /** `emoji` is null when the reaction was taken back. */
  'message.reacted': MessageRef & { emoji: string | null };
  'message.starred': MessageRef & { starred: boolean };
  'message.pinned': MessageRef & { pinned: boolean; until?: Date };
  'message.undecryptable': { message: Message };
  'message.recovered': { message: Message };
  'media.changed': { messageId: MessageId; chat: Jid; media: Media };
  'poll.voted': { messageId: MessageId; chat: Jid; voter: Person; options: string[] };
  'poll.vote_unreadable': { messageId: MessageId; chat: Jid; voter: Person };
  /**
   * `upTo`: what it says of messages, that they were read or removed, is said of those until then; without it, of all.
   * `read`: the messages that were read, which say it more exactly where they are known.
   */
  'chat.updated': { chat: Partial<Chat> & Pick<Chat, 'id'>; changed: string[]; upTo?: Date; read?: MessageId[] };
  /** With its messages until `upTo`, or until it happened; with later ones it stays. */
  'chat.removed': { chat: Jid; upTo?: Date };
  'contact.updated': { contact: Partial<Contact> & Pick<Contact, 'id'>; changed: string[] };
  'identity.changed': { previousId: Jid; id: Jid; phone?: string; lid?: Jid; reason: 'learnt' | 'moved' };
  'group.joined': { group: Group; by?: Person };
  'group.left': { groupId: Jid; by?: Person };
  'group.updated': { group: Partial<Group> & Pick<Group, 'id'>; by?: Person; changed: string[] };
  'group.participants_changed': { groupId: Jid; action: ParticipantAction; participants: Person[]; by?: Person };
  'group.join_requested': { groupId: Jid; person: Person };
  'presence.changed': { chat: Jid; participant: Person; presence: PresenceState; lastSeenAt?: Date };
  'call.offered': CallOffer;
  'call.ended': { callId: string; from: Person; outcome?: CallOutcome };
  /** A part of the past is in the read model; `progress` in percent, as the phone counts. */
  'history.received': { part: HistoryPart; progress?: number; chats: number; contacts: number; messages: number };
  /** A part of the past could not be read; nothing is missing from what came since the linking. */
  'history.failed': { part: HistoryPart; code: ErrorCode };
  'label.updated': { label: Label };
  'label.removed': { labelId: string };
  'chat.labels_changed': { chat: Jid; labelIds: string[] };
}

export type EventType = keyof EventMap;

export const EVENT_TYPES = Object.keys({
  'session.state_changed': true,
  'session.pairing_changed': true,
  'session.restricted': true,
  'session.security_notice': true,
  'message.received': true,
  'message.sent': true,
  'message.status_changed': true,
  'message.edited': true,
  'message.revoked': true,
  'message.reacted': true,
  'message.starred': true,
  'message.pinned': true,
  'message.undecryptable': true,
  'message.recovered': true,
  'media.changed': true,
  'poll.voted': true,
  'poll.vote_unreadable': true,
  'chat.updated': true,
  'chat.removed': true,
  'contact.updated': true,
  'identity.changed': true,
  'group.joined': true,
  'group.left': true,
  'group.updated': true,
  'group.participants_changed': true,
  'group.join_requested': true,
  'presence.changed': true,
  'call.offered': true,
  'call.ended': true,
  'history.received': true,
  'history.failed': true,
  'label.updated': true,
  'label.removed': true,
  'chat.labels_changed': true,
} satisfies Record<EventType, true>) as EventType[];

/**
 * Something that WhatsApp told, before it has a place in the log. An engine makes facts; storage turns each into an
 * event, once: `dedupe` names what happened, so that the same thing told twice is written once.
 */
export type Fact = { [T in EventType]: FactOf<T> }[EventType];

export interface FactOf<T extends EventType> {
  type: T;
  occurredAt: Date;
  /** Not live: from the offline queue, from recovery or from a sweep. */
  late: boolean;
  /** The chat it belongs to; order is kept per chat. */
  chat?: Jid;
  dedupe: DedupeKey;
  data: EventMap[T];
}

/**
 * What makes a fact the same fact, in parts. Parts that are addresses of persons are tried under every alias of that
 * person (phone and LID), because a redelivery may come under the other one.
 */
export type DedupeKey = readonly (string | { person: Jid })[];

/** A fact with its place in the log. `seq` counts 1, 2, 3 … without gaps in its session. */
export type LoggedEvent = { [T in EventType]: LoggedEventOf<T> }[EventType];

export interface LoggedEventOf<T extends EventType> {
  /** Position in the whole log, over all sessions; grows, with gaps. */
  pos: number;
  /** UUIDv7; the same in every delivery and on every channel. */
  eventId: string;
  seq: number;
  session: string;
  type: T;
  chat?: Jid;
  occurredAt: Date;
  storedAt: Date;
  late: boolean;
  data: EventMap[T];
}
