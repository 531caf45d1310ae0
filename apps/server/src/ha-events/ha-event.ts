import { randomUUID } from 'node:crypto';
import type { LoggedEvent } from '@columba/core';
import type { EventSpan } from '@columba/storage';
import type { Moment } from '../relay/delivery.js';

/** An event on Home Assistant's bus. */
export interface HaEvent {
  name: string;
  /** Always plain JSON, at most {@link MAX_PAYLOAD_BYTES} of it. */
  payload: Record<string, unknown>;
}

/** In UTF-8. Home Assistant's recorder drops event data over 32 kB; templates and traces want much less. */
export const MAX_PAYLOAD_BYTES = 8_000;

/** What every event carries, in every dialect. */
export interface ExtraFields {
  /** The same on every repetition, and on all names of one occurrence. */
  event_id: string;
  seq: number;
  session_id: string;
  replayed: boolean;
  /** Age of the occurrence at delivery, so that an automation can refuse what is stale. */
  age_s: number;
}

export function extraFields(event: LoggedEvent, { at, replayed }: Moment): ExtraFields {
  // Never negative, although WhatsApp's clock and ours may differ.
  const age = Math.max(0, Math.floor((at.getTime() - event.occurredAt.getTime()) / 1000));
  return { event_id: event.eventId, seq: event.seq, session_id: event.session, replayed, age_s: age };
}

/** A word of the relay itself about many events. It stands in no log, and so has no number. */
export function spanFields({ session, fromSeq, toSeq, count, oldestAt }: EventSpan, at: Date): Record<string, unknown> {
  const oldest = Math.max(0, Math.floor((at.getTime() - oldestAt.getTime()) / 1000));
  const extra: ExtraFields = { event_id: randomUUID(), seq: 0, session_id: session, replayed: false, age_s: 0 };
  return { ...extra, from_seq: fromSeq, to_seq: toSeq, count, oldest_age_s: oldest };
}
