import type { EventMap, EventType, Group, LoggedEvent } from '@columba/core';
import { toChatRefDto } from '../messages/chat-ref.schema.js';
import { toMediaDto } from '../messages/content/media.content.js';
import { toMessageErrorDto } from '../messages/message-error.schema.js';
import { toMessageDto } from '../messages/messages.schema.js';
import { toPersonDto } from '../messages/person.schema.js';
import { toAccountDto } from '../sessions/sessions.schema.js';
import type { EventData } from './event-data.schema.js';
import type { EventDto } from './events.schema.js';

const LIVE_FOR_MS = 60_000;

/** An event as it leaves the server; `now` decides whether this delivery is still live. */
export function toEventDto(event: LoggedEvent, now: Date): EventDto {
  const { eventId, seq, session, type, occurredAt, storedAt, late } = event;
  return {
    eventId,
    seq,
    session,
    type,
    occurredAt: occurredAt.toISOString(),
    replayed: late || now.getTime() - storedAt.getTime() > LIVE_FOR_MS,
    data: presentData(event),
  };
}

const presentData = <T extends EventType>({ type, data }: { type: T; data: EventMap[T] }): EventData<T> =>
  PRESENT[type](data);

const iso = (date: Date | undefined): string | undefined => date?.toISOString();
const message = ({ message }: EventMap['message.received']) => ({ message: toMessageDto(message) });

/** The dates and references of each type; whatever is plain already passes as it is. */
const PRESENT: { [T in EventType]: (data: EventMap[T]) => EventData<T> } = {
  'session.state_changed': (data) => ({
    ...data,
    until: iso(data.until),
    account: data.account && toAccountDto(data.account),
  }),
  'session.pairing_changed': (data) => ({ ...data, expiresAt: iso(data.expiresAt) }),
  'session.restricted': (data) => ({ ...data, until: iso(data.until) }),
  'session.security_notice': (data) => data,
  'message.received': message,
  'message.sent': message,
  'message.status_changed': (data) => ({
    ...data,
    chat: toChatRefDto(data.chat),
    error: data.error && toMessageErrorDto(data.error),
  }),
  'message.edited': (data) => ({ ...data, chat: toChatRefDto(data.chat), editedAt: data.editedAt.toISOString() }),
  'message.revoked': ({ original, ...data }) => ({
    ...data,
    chat: toChatRefDto(data.chat),
    original: original && toMessageDto(original),
  }),
  'message.reacted': (data) => ({ ...data, chat: toChatRefDto(data.chat) }),
  'message.starred': (data) => ({ ...data, chat: toChatRefDto(data.chat) }),
  'message.pinned': (data) => ({ ...data, chat: toChatRefDto(data.chat), until: iso(data.until) }),
  'message.undecryptable': message,
  'message.recovered': message,
  'media.changed': (data) => ({ ...data, chat: toChatRefDto(data.chat), media: toMediaDto(data.media) }),
  'poll.voted': (data) => ({ ...data, chat: toChatRefDto(data.chat) }),
  'poll.vote_unreadable': (data) => ({ ...data, chat: toChatRefDto(data.chat) }),
  'chat.updated': ({ chat, changed }) => ({
    chat: {
      ...chat,
      mutedUntil: chat.mutedUntil === null ? null : iso(chat.mutedUntil),
      lastActivityAt: iso(chat.lastActivityAt),
    },
    changed,
  }),
  'chat.removed': ({ chat }) => ({ chat: toChatRefDto(chat) }),
  'contact.updated': (data) => data,
  'identity.changed': (data) => data,
  'group.joined': ({ group, by }) => ({ group: { ...group, ...groupTimes(group) }, by }),
  'group.left': (data) => data,
  'group.updated': ({ group, ...data }) => ({ ...data, group: { ...group, ...groupTimes(group) } }),
  'group.participants_changed': (data) => ({ ...data, participants: data.participants.map(toPersonDto) }),
  'group.join_requested': (data) => data,
  'presence.changed': (data) => ({ ...data, chat: toChatRefDto(data.chat), lastSeenAt: iso(data.lastSeenAt) }),
  'call.offered': (data) => data,
  'call.ended': (data) => data,
  'history.received': (data) => data,
  'history.failed': (data) => data,
  'label.updated': (data) => data,
  'label.removed': (data) => data,
  'chat.labels_changed': (data) => ({ ...data, chat: toChatRefDto(data.chat) }),
};

const groupTimes = (group: Partial<Group>) => ({
  subjectChangedAt: iso(group.subjectChangedAt),
  descriptionChangedAt: iso(group.descriptionChangedAt),
  createdAt: iso(group.createdAt),
});
