import {
  isGroup,
  jidUser,
  type EventMap,
  type Jid,
  type LoggedEvent,
  type Message,
  type MessageKey,
  type Person,
} from '@columba/core';
import { type BaileysMessage, presentKey, presentRaw, pollUpdate, unixSeconds } from './faserf-raw.presenter.js';
import { wordsOf } from './faserf-text.js';

export interface FaserfEvent {
  id: string;
  type: 'message' | 'poll' | 'poll_update' | 'event';
  content: string;
  /** Of a vote: the texts that were chosen; empty when it was taken back. */
  vote: string[];
  sender: string;
  person_jid: string;
  sender_name: string | null;
  /** The chat. */
  from: string;
  sender_number: string;
  is_group: boolean;
  is_forwarded: boolean;
  from_me: boolean;
  media_url: string | null;
  media_path: string | null;
  media_type: string | null;
  media_mimetype: string | null;
  caption: string;
  raw: BaileysMessage;
  session_id: string;
  is_admin: boolean;
  is_group_admin: boolean;
  /** Unix seconds. */
  timestamp: number;
  event_id: string;
  seq: number;
  replayed: boolean;
  age_s: number;
}

/** What an event does not say itself. */
export interface EventContext {
  /** How the caller names the session. */
  sessionId: string;
  now: Date;
  /** A poll, for the vote in it. */
  message(chat: Jid, id: Message['key']['id']): Message | undefined;
  isGroupAdmin(group: Jid, person: Jid): boolean;
  /** Whether that is this account. */
  isOwn(person: Jid): boolean;
}

/** An event that is told this long after it was stored is no longer live. */
const LIVE_MS = 60_000;

/** An event of the log as this dialect's clients know it; `undefined` when they have no words for it. */
export function presentEvent(event: LoggedEvent, context: EventContext): FaserfEvent | undefined {
  switch (event.type) {
    case 'message.received':
    case 'message.sent':
    case 'message.recovered':
      return ofMessage(event.data.message, event, context);
    case 'poll.voted':
      return ofVote(event.data, event, context);
    default:
      return undefined;
  }
}

function ofMessage(message: Message, event: LoggedEvent, context: EventContext): FaserfEvent {
  const { key, from, content, forwarded, occurredAt } = message;
  const media = 'media' in content ? content.media : undefined;
  return {
    ...outline(key, from, event, context),
    type: content.kind === 'poll' || content.kind === 'event' ? content.kind : 'message',
    content: wordsOf(content),
    vote: [],
    is_forwarded: forwarded,
    media_url: media ? `/media/${encodeURIComponent(context.sessionId)}/${key.id}` : null,
    media_path: null,
    media_type: media ? content.kind : null,
    media_mimetype: media?.mimeType ?? null,
    caption: 'caption' in content ? (content.caption ?? '') : '',
    raw: presentRaw(message),
    timestamp: unixSeconds(occurredAt),
  };
}

function ofVote(
  { messageId, chat, voter, options }: EventMap['poll.voted'],
  event: LoggedEvent,
  context: EventContext,
): FaserfEvent {
  const poll = context.message(chat, messageId)?.key ?? { chat, id: messageId, fromMe: true };
  // WhatsApp's id of a vote is not told; ours is as good to tell two votes apart.
  const id = event.eventId.replaceAll('-', '').toUpperCase() as MessageKey['id'];
  const fromMe = context.isOwn(voter.id);
  const key: MessageKey = { chat, id, fromMe, ...(isGroup(chat) && { participant: voter.id }) };
  const timestamp = unixSeconds(event.occurredAt);
  return {
    ...outline(key, voter, event, context),
    type: 'poll_update',
    content: options.join(', '),
    vote: options,
    is_forwarded: false,
    media_url: null,
    media_path: null,
    media_type: null,
    media_mimetype: null,
    caption: '',
    raw: {
      key: presentKey(key),
      pushName: voter.name ?? null,
      messageTimestamp: timestamp,
      message: pollUpdate(poll),
    },
    timestamp,
  };
}

/** What every event says: who, where, and its place in the log. */
function outline(key: MessageKey, from: Person, event: LoggedEvent, context: EventContext) {
  const { sessionId, now } = context;
  const ageMs = Math.max(0, now.getTime() - event.occurredAt.getTime());
  const isInGroup = isGroup(key.chat);
  return {
    id: key.id,
    sender: from.id,
    person_jid: from.id,
    sender_name: from.name ?? null,
    from: key.chat,
    sender_number: from.phone?.replace(/^\+/, '') ?? jidUser(from.id),
    is_group: isInGroup,
    from_me: key.fromMe,
    session_id: sessionId,
    is_admin: false,
    is_group_admin: isInGroup && context.isGroupAdmin(key.chat, from.id),
    event_id: event.eventId,
    seq: event.seq,
    replayed: event.late || now.getTime() - event.storedAt.getTime() > LIVE_MS,
    age_s: Math.floor(ageMs / 1000),
  };
}
