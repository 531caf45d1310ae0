import type { EventMap, EventType, LoggedEvent, Message } from '@columba/core';
import { jidKind } from '@columba/core';
import {
  type EventContext,
  type Happening,
  happeningsOf,
  type HappeningTopic,
  type PresentMessage,
} from '../compat/gajosu/events/gajosu-happenings.js';
import { presentId, presentMessageId } from '../compat/gajosu/gajosu-ids.js';
import {
  type GajosuMessage,
  presentAck,
  presentMessage,
  wholeStatus,
} from '../compat/gajosu/gajosu-message.presenter.js';
import { presentState } from '../compat/gajosu/gajosu-state.presenter.js';
import type { EventSpan } from '@columba/storage';
import type { Encoder, Moment } from '../relay/delivery.js';
import { fitPayload } from './fit-payload.js';
import { extraFields, type HaEvent, MAX_PAYLOAD_BYTES, spanFields } from './ha-event.js';
import { mergeKeyOf } from './merge-key.js';
import { type HaContext, messageFacts } from './message-facts.js';

/** Name and own payload of a bus event, before the extra fields. */
type Said = readonly [name: string, payload: object];
type Say<T extends EventType> = (data: EventMap[T], session: string, context: HaContext) => Said[];

/** Messages, their status and the connection; whatever else has a name in this dialect is a {@link Happening}. */
const SAY: { [T in EventType]?: Say<T> } = {
  'session.state_changed': ({ state, previousState, reason }) => {
    const said: Said[] = [];
    if (state === 'connected' && previousState !== 'connected') said.push(['whatsapp_authenticated', {}]);
    if (state !== 'connected' && previousState === 'connected') said.push(['whatsapp_disconnected', {}]);
    return [...said, ['whatsapp_state', { state: presentState(state, reason) }]];
  },
  // The picture itself is a secret: it is on the page.
  'session.pairing_changed': ({ kind, expiresAt }) =>
    kind === 'qr' ? [['whatsapp_qr', { expires_at: expiresAt?.toISOString() ?? null }]] : [],
  'message.received': ({ message }, session, context) => sayMessage(message, session, context),
  'message.sent': ({ message }, session, context) => sayMessage(message, session, context),
  // Until its text came, this message had not been told.
  'message.recovered': ({ message }, session, context) => sayMessage(message, session, context),
  'message.status_changed': (data, session, context) => {
    const status = wholeStatus(data);
    if (!status) return [];
    const message = { ...ackedMessage(data, session, context), ack: presentAck(status).ack };
    return [['whatsapp_message_ack', { message, ...presentAck(status) }]];
  },
};

/** The events of the gajosu dialect: documented names and payloads, cut to what the bus can carry. */
export class GajosuEventEncoder implements Encoder<HaEvent> {
  constructor(private readonly context: HaContext) {}

  encode(event: LoggedEvent, moment: Moment): HaEvent[] {
    const say = SAY[event.type] as Say<EventType> | undefined;
    const said = say?.(event.data, event.session, this.context) ?? this.happenings(event);
    return said.map(([name, own]) => ({
      name,
      payload: fitPayload({ ...extraFields(event, moment), ...own }, MAX_PAYLOAD_BYTES),
    }));
  }

  /** Who missed something for good is told; nothing is left out in silence. */
  loss(span: EventSpan, at: Date): HaEvent[] {
    return [{ name: 'whatsapp_overflow', payload: spanFields(span, at) }];
  }

  resumed(span: EventSpan, at: Date): HaEvent[] {
    return [{ name: 'whatsapp_resumed', payload: spanFields(span, at) }];
  }

  mergeKey(event: LoggedEvent): string | undefined {
    return mergeKeyOf(event);
  }

  private happenings(event: LoggedEvent): Said[] {
    return happeningsOf(event, this.context, presentForBus).flatMap(sayHappening);
  }
}

/** The documented name of each, and beside it the one that later releases have. */
const NAMES: Record<HappeningTopic, readonly string[]> = {
  'message.reaction': ['whatsapp_message_reaction'],
  'message.revoke_for_everyone': ['whatsapp_message_revoke_for_everyone'],
  'message.revoke_for_me': ['whatsapp_message_revoke_for_me'],
  'group.join': ['whatsapp_message_group_join', 'whatsapp_group_join'],
  'group.leave': ['whatsapp_message_group_leave', 'whatsapp_group_leave'],
  'group.update': ['whatsapp_message_group_update', 'whatsapp_group_update'],
  call: ['whatsapp_message_call', 'whatsapp_call'],
};

/** Notices and calls are documented flat; later releases have them one level below. */
function sayHappening({ topic, payload }: Happening): Said[] {
  const flat = payload['notification'] ?? payload['call'] ?? {};
  return NAMES[topic].map((name) => [name, { ...flat, ...payload }] as const);
}

function sayMessage(message: Message, session: string, context: HaContext): Said[] {
  const said = withoutPictures(presentMessage(message, context.account(session)));
  const payload = { ...said, ...messageFacts(message, session, context) };
  if (message.key.fromMe) return [['whatsapp_message_sent', payload]];
  return jidKind(message.key.chat) === 'status' ? [] : [['whatsapp_message_received', payload]];
}

/** The message that the status is about; its ids alone when it is not in the store. */
function ackedMessage(
  { chat, messageId }: EventMap['message.status_changed'],
  session: string,
  context: EventContext,
): Partial<GajosuMessage> {
  const me = context.account(session);
  const message = context.message(session, chat, messageId);
  if (message) return withoutPictures(presentMessage(message, me));
  const id = presentMessageId({ chat, id: messageId, fromMe: true, ...(me && { participant: me }) });
  return { id, ...(me && { from: presentId(me) }), to: presentId(chat), fromMe: true };
}

const presentForBus: PresentMessage = (message, me) => withoutPictures(presentMessage(message, me));

/** A vCard may hold a picture in base64, which does not belong on the bus. */
function withoutPictures(message: GajosuMessage): GajosuMessage {
  if (message.vCards.length === 0) return message;
  const vCards = message.vCards.map(withoutPicture);
  return { ...message, vCards, body: message.type === 'vcard' ? (vCards[0] ?? '') : message.body };
}

/** A line and its continuations, which begin with a blank. */
const withoutPicture = (vcard: string): string =>
  vcard.replace(/^(PHOTO|LOGO|KEY|SOUND)[;:].*(\r?\n[ \t].*)*\r?\n?/gim, '');
