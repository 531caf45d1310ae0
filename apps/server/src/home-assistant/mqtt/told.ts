import type { EventMap, LoggedEvent, Message } from '@columba/core';
import { presentContent } from '../../compat/gajosu/gajosu-content.presenter.js';
import { presentId } from '../../compat/gajosu/gajosu-ids.js';
import type { MqttConfig } from '../../config/mqtt.config.js';

type Content = MqttConfig['content'];

const PREVIEW = 250;
const LONGEST_BODY = 4_000;

/** What the event entity hears of an event; nothing where it has no words for it. */
export function toldOf(event: LoggedEvent, content: Content): Record<string, unknown> | undefined {
  if (content === 'off') return undefined;
  switch (event.type) {
    case 'message.received':
    case 'message.recovered':
      return { event_type: 'received', ...messageOf(event.data.message, content) };
    case 'message.sent':
      return { event_type: 'sent', ...messageOf(event.data.message, content) };
    case 'message.reacted':
      return { event_type: 'reaction', ...reaction(event.data, content) };
    case 'message.revoked':
      return { event_type: 'revoked', ...refOf(event.data) };
    case 'call.offered':
      return {
        event_type: 'call',
        from: presentId(event.data.from.id),
        video: event.data.video,
        id: event.data.callId,
      };
    case 'group.joined':
      return { event_type: 'group', chat: presentId(event.data.group.id), what: 'joined' };
    case 'group.left':
      return { event_type: 'group', chat: presentId(event.data.groupId), what: 'left' };
    case 'group.updated':
      return { event_type: 'group', chat: presentId(event.data.group.id), what: 'updated' };
    case 'group.participants_changed':
      return { event_type: 'group', chat: presentId(event.data.groupId), what: event.data.action };
    default:
      return undefined;
  }
}

/** For the sensor of the last message that came. */
export function lastOf(message: Message, content: Content): Record<string, unknown> {
  const { body, ...rest } = { body: undefined, ...messageOf(message, content) };
  const preview = typeof body === 'string' && body !== '' ? body : message.content.kind;
  return { ...rest, preview: Array.from(preview).slice(0, PREVIEW).join('') };
}

function messageOf({ key, from, content: said, occurredAt }: Message, content: Content): Record<string, unknown> {
  const { body } = presentContent(said, { from: from.id, to: undefined });
  return {
    from: presentId(from.id),
    from_name: from.name ?? null,
    chat: presentId(key.chat),
    id: key.id,
    type: said.kind,
    ts: Math.floor(occurredAt.getTime() / 1000),
    ...(content === 'full' && { body: Array.from(body).slice(0, LONGEST_BODY).join('') }),
  };
}

const refOf = ({ chat, messageId, by }: EventMap['message.revoked']) => ({
  from: presentId(by.id),
  from_name: by.name ?? null,
  chat: presentId(chat),
  id: messageId,
});

const reaction = ({ chat, messageId, by, emoji }: EventMap['message.reacted'], content: Content) => ({
  from: presentId(by.id),
  from_name: by.name ?? null,
  chat: presentId(chat),
  id: messageId,
  ...(content === 'full' && { emoji }),
});
