import { type ContentOf, optionalText, present, textOf, type Kind } from './kind.js';

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.floor(ms / 1000));
const milliseconds = (value: unknown) => (typeof value === 'number' ? value * 1000 : undefined);

export const event: Kind<'event'> = {
  encode: ({ name, startsAt, endsAt, description, location, joinLink, cancelled }) => ({
    type: 'event_creation',
    eventName: name,
    eventDescription: description,
    eventStartTime: seconds(startsAt),
    eventEndTime: seconds(endsAt),
    eventLocation: location === undefined ? undefined : { name: location },
    eventJoinLink: joinLink,
    isEventCanceled: cancelled ?? false,
  }),
  decode(fields) {
    if (fields.type !== 'event_creation') return undefined;
    const place = fields.eventLocation as { name?: string } | null | undefined;
    return present<ContentOf<'event'>>({
      kind: 'event',
      name: textOf(fields.eventName),
      startsAt: milliseconds(fields.eventStartTime) ?? 0,
      endsAt: milliseconds(fields.eventEndTime),
      description: optionalText(fields.eventDescription),
      location: optionalText(place?.name),
      joinLink: optionalText(fields.eventJoinLink),
      ...(fields.isEventCanceled === true ? { cancelled: true } : {}),
    });
  },
};
