import type { EventMap, EventType, LoggedEvent, Message } from '@columba/core';
import type { EventSpan } from '@columba/storage';
import { presentContent } from '../compat/gajosu/gajosu-content.presenter.js';
import { presentId } from '../compat/gajosu/gajosu-ids.js';
import { toEventDto } from '../events/event.presenter.js';
import type { Encoder, Moment } from '../relay/delivery.js';
import { fitPayload } from './fit-payload.js';
import { extraFields, type HaEvent, MAX_PAYLOAD_BYTES, spanFields } from './ha-event.js';
import { type HaContext, messageFacts } from './message-facts.js';
import { mergeKeyOf } from './merge-key.js';

/** Told by nobody's phone in the present, or too often to be of use on a bus. */
const SILENT: readonly EventType[] = [
  'history.received',
  'history.failed',
  'presence.changed',
  'chat.updated',
  'contact.updated',
];
const MESSAGES: readonly EventType[] = [
  'message.received',
  'message.sent',
  'message.recovered',
  'message.undecryptable',
];

/** Columba's own events: `columba_` and the type of the log, with flat messages. */
export class NativeEventEncoder implements Encoder<HaEvent> {
  constructor(private readonly context: HaContext) {}

  encode(event: LoggedEvent, moment: Moment): HaEvent[] {
    if (SILENT.includes(event.type)) return [];
    const own = MESSAGES.includes(event.type)
      ? this.message((event.data as EventMap['message.received']).message, event.session)
      : { engine: this.context.engine(event.session) ?? null, ...snakeCased(toEventDto(event, moment.at).data) };
    const payload = fitPayload({ ...extraFields(event, moment), ...own }, MAX_PAYLOAD_BYTES);
    return [{ name: nameOf(event.type), payload }];
  }

  loss(span: EventSpan, at: Date): HaEvent[] {
    return [{ name: 'columba_relay_truncated', payload: spanFields(span, at) }];
  }

  resumed(span: EventSpan, at: Date): HaEvent[] {
    return [{ name: 'columba_relay_resumed', payload: spanFields(span, at) }];
  }

  mergeKey(event: LoggedEvent): string | undefined {
    return mergeKeyOf(event);
  }

  private message(message: Message, session: string): Record<string, unknown> {
    const { key, from, content } = message;
    const facts = messageFacts(message, session, this.context);
    const me = this.context.account(session);
    const { body } = presentContent(content, { from: from.id, to: me });
    return {
      ...facts,
      id: key.id,
      from: presentId(from.id),
      author: facts.is_group ? presentId(from.id) : null,
      to: key.fromMe || !me ? presentId(key.chat) : presentId(me),
      type: content.kind,
      body,
    };
  }
}

const nameOf = (type: EventType): string => `columba_${type.replaceAll('.', '_')}`;

/** `previousState` → `previous_state`, at every depth; what is absent stays away. */
function snakeCased(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [snake(name), snakeValue(inner)]));
}

function snakeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeValue);
  return typeof value === 'object' && value !== null ? snakeCased(value) : value;
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
