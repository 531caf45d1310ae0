import type { OutgoingContent } from '@columba/core';
import type { SentRequest } from '../sent-request.js';
import { newSecret } from './poll.writer.js';

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** The library makes join links itself, for calls of WhatsApp; any other link has its place in the description. */
export function writeEvent(content: Extract<OutgoingContent, { kind: 'event' }>): SentRequest {
  const { name, startsAt, endsAt, description, location, joinLink } = content;
  const about = [description, joinLink].filter(Boolean).join('\n');
  const eventSendOptions = {
    ...(about ? { description: about } : {}),
    ...(endsAt ? { endTimeTs: seconds(endsAt) } : {}),
    ...(location === undefined ? {} : { location }),
    callType: 'none',
    isEventCanceled: false,
    messageSecret: newSecret(),
  };
  return { content: '', options: { event: { name, startTimeTs: seconds(startsAt), eventSendOptions } } };
}
