import { isGroup, type Message, type Person, phoneOf } from '@columba/core';
import type { EventContext } from '../compat/gajosu/events/gajosu-happenings.js';
import { presentId } from '../compat/gajosu/gajosu-ids.js';

export interface HaContext extends EventContext {
  engine(session: string): string | undefined;
  /** Whether this person is one of those whose commands are to be followed. */
  allows(sender: Person): boolean;
}

/** What automations ask of a message most, flat and under names that no dialect uses. */
export interface MessageFacts {
  engine: string | null;
  /** Unix seconds. */
  ts: number;
  chat_id: string;
  /** Digits; null while only the hidden identity of the sender is known. */
  from_number: string | null;
  from_name: string | null;
  is_group: boolean;
  from_me: boolean;
  allowed_sender: boolean;
  mentions_me: boolean;
  quoted_id: string | null;
  has_media: boolean;
  media_path: string | null;
  media_content_id: string | null;
  mimetype: string | null;
}

export function messageFacts(message: Message, session: string, context: HaContext): MessageFacts {
  const { key, from, content } = message;
  const me = context.account(session);
  const media = 'media' in content ? content.media : undefined;
  const phone = from.phone ?? phoneOf(from.id);
  return {
    engine: context.engine(session) ?? null,
    ts: Math.floor(message.occurredAt.getTime() / 1000),
    chat_id: presentId(key.chat),
    from_number: phone?.replace('+', '') ?? null,
    from_name: from.name ?? null,
    is_group: isGroup(key.chat),
    from_me: key.fromMe,
    allowed_sender: key.fromMe || context.allows(from),
    mentions_me: me !== undefined && message.mentions.some(({ id }) => id === me),
    quoted_id: message.quoted?.id ?? null,
    has_media: media !== undefined,
    // The bytes are not fetched for the bus: the API has them.
    media_path: null,
    media_content_id: null,
    mimetype: media?.mimeType ?? null,
  };
}
