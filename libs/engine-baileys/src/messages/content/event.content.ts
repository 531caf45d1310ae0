import { toNumber, type AnyMessageContent, type proto } from '@whiskeysockets/baileys';
import type { EventContent, OutgoingContent } from '@columba/core';

const atSeconds = (seconds: Parameters<typeof toNumber>[0]): Date => new Date(toNumber(seconds) * 1000);

export function readEvent(event: proto.Message.IEventMessage): EventContent {
  const content: EventContent = {
    kind: 'event',
    name: event.name ?? '',
    startsAt: atSeconds(event.startTime),
    cancelled: event.isCanceled ?? false,
  };
  if (event.endTime) content.endsAt = atSeconds(event.endTime);
  if (event.description) content.description = event.description;
  if (event.location?.name) content.location = event.location.name;
  if (event.joinLink) content.joinLink = event.joinLink;
  return content;
}

type OutgoingEvent = Extract<OutgoingContent, { kind: 'event' }>;

/** The library makes join links itself, for calls of WhatsApp; any other link has its place in the description. */
export function fromEvent({
  name,
  startsAt,
  endsAt,
  description,
  location,
  joinLink,
}: OutgoingEvent): AnyMessageContent {
  const about = [description, joinLink].filter(Boolean).join('\n');
  return {
    event: {
      name,
      startDate: startsAt,
      ...(endsAt ? { endDate: endsAt } : {}),
      ...(about ? { description: about } : {}),
      ...(location === undefined ? {} : { location: { name: location } }),
    },
  };
}
