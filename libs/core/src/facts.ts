import type { DedupeKey, EventMap, EventType, Fact, FactOf } from './events.js';
import type { Jid, MessageId } from './ids.js';
import type { Message, MessageKey, MessageStatus } from './model/message.js';

interface FactBase {
  occurredAt: Date;
  late?: boolean;
  chat?: Jid;
}

/** Puts a fact together; the one place that knows its shape. */
export function fact<T extends EventType>(type: T, data: EventMap[T], dedupe: DedupeKey, base: FactBase): Fact {
  const made: FactOf<T> = { type, data, dedupe, occurredAt: base.occurredAt, late: base.late ?? false };
  if (base.chat) made.chat = base.chat;
  return made as Fact;
}

/** A message is the same message under the same chat, direction, sender and id; an own one whether it names us or not. */
export function messageDedupe({ chat, id, fromMe, participant }: MessageKey): DedupeKey {
  return ['m', { person: chat }, fromMe ? '1' : '0', participant && !fromMe ? { person: participant } : '', id];
}

/** Status changes are told once per message, status and recipient; by message id, never by address of the chat. */
export function statusDedupe(id: MessageId, status: MessageStatus, participant?: Jid): DedupeKey {
  return ['a', id, status, participant ? { person: participant } : ''];
}

export function messageFact(type: 'message.received' | 'message.sent', message: Message, late: boolean): Fact {
  const { key, occurredAt } = message;
  return fact(type, { message }, messageDedupe(key), { occurredAt, late, chat: key.chat });
}
