import type { EventContent } from '@columba/core';
import { toTime } from '../time.js';
import type { ContentFields } from './content-reader.js';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function eventContent({ fields }: ContentFields): EventContent {
  const content: EventContent = {
    kind: 'event',
    name: textOf(fields.eventName) ?? '',
    startsAt: toTime(Number(fields.eventStartTime ?? 0)),
    cancelled: fields.isEventCanceled === true,
  };
  const { eventEndTime: ends, eventLocation: place } = fields;
  const description = textOf(fields.eventDescription);
  const joinLink = textOf(fields.eventJoinLink);
  const location = typeof place === 'object' && place !== null && 'name' in place ? textOf(place.name) : undefined;
  if (ends) content.endsAt = toTime(Number(ends));
  if (description) content.description = description;
  if (location) content.location = location;
  if (joinLink) content.joinLink = joinLink;
  return content;
}
