import { EVENT_TYPES, type EventType } from '@columba/core';
import { z } from 'zod';
import { component, instant, taggedUnion } from '../common/openapi/component.js';
import { EVENT_DATA, type EventData } from './event-data.schema.js';

/** `message.status_changed` → `MessageStatusChanged`. */
const nameOf = (type: string): string =>
  type.replace(/(?:^|[._])(\w)/g, (_match, letter: string) => letter.toUpperCase());

const variants = EVENT_TYPES.map((type) =>
  component(
    `${nameOf(type)}Event`,
    `The event \`${type}\`.`,
    z.object({
      eventId: z.string().describe('The same in every delivery and on every channel: the key against doubles.'),
      seq: z.int().describe('1, 2, 3 … without gaps in its session.'),
      session: z.string(),
      type: z.literal(type),
      occurredAt: instant.describe('When it happened, according to WhatsApp. Not for ordering.'),
      replayed: z.boolean().describe('Not live: it came late, or is read more than a minute after it was stored.'),
      data: component(`${nameOf(type)}Data`, `What \`${type}\` says.`, EVENT_DATA[type]),
    }),
  ),
);

export const eventSchema = component(
  'Event',
  'Something that happened. More types will come: ignore those that you do not know.',
  taggedUnion('type', variants as [(typeof variants)[number], ...typeof variants]),
);

export interface EventDto<T extends EventType = EventType> {
  eventId: string;
  seq: number;
  session: string;
  type: T;
  occurredAt: string;
  replayed: boolean;
  data: EventData<T>;
}

export const eventPageSchema = component(
  'EventPage',
  'Events, oldest first.',
  z.object({
    data: z.array(eventSchema),
    nextCursor: z.string().describe('Ask with it again: what comes after this page, now or later.'),
  }),
);

export const sessionEventPageSchema = component(
  'SessionEventPage',
  'Events of one session, oldest first. `seq` has no gaps, so a client can prove that it missed nothing.',
  z.object({
    data: z.array(eventSchema),
    firstAvailableSeq: z.int().describe('The oldest event that is still stored; 0 when there is none.'),
    lastSeq: z.int().describe('The newest event; 0 when there is none.'),
  }),
);
