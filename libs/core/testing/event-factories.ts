import {
  fact,
  type EventMap,
  type EventType,
  type Fact,
  type Jid,
  type LoggedEvent,
  type LoggedEventOf,
} from '../src/index.js';
import { eventData } from './event-data.js';
import { A_SESSION, OCCURRED_AT } from './factories.js';

/** A fact of any type with sensible data; `dedupe` is its type and `n`, so different `n` make different facts. */
export function aFact<T extends EventType>(
  type: T,
  data: Partial<EventMap[T]> = {},
  { n = 1, late = false, chat }: { n?: number; late?: boolean; chat?: Jid } = {},
): Fact {
  const base = { occurredAt: OCCURRED_AT, late, ...(chat ? { chat } : {}) };
  return fact(type, { ...eventData(type), ...data }, ['test', type, String(n)], base);
}

export type EnvelopeOverrides = Partial<Omit<LoggedEvent, 'type' | 'data'>>;

/** An event of the log, by default the first of session `home`; `pos` and `eventId` follow `seq`. */
export function anEvent<T extends EventType>(
  type: T,
  data: Partial<EventMap[T]> = {},
  envelope: EnvelopeOverrides = {},
): LoggedEventOf<T> {
  const seq = envelope.seq ?? 1;
  const full: EventMap[T] = { ...eventData(type), ...data };
  const event: LoggedEventOf<T> = {
    pos: seq,
    eventId: `01900000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
    seq,
    session: A_SESSION,
    type,
    occurredAt: OCCURRED_AT,
    storedAt: new Date(OCCURRED_AT.getTime() + 1000),
    late: false,
    data: full,
    ...envelope,
  };
  if (!event.chat && 'message' in full) event.chat = full.message.key.chat;
  return event;
}
