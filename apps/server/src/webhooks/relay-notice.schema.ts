import { z } from 'zod';
import { component, instant, taggedUnion } from '../common/openapi/component.js';
import type { RelayNotice } from '../relay/relay-notice.js';

const envelope = {
  eventId: z.string().describe('Not an event of the log: it cannot be read again.'),
  seq: z.int().min(0).max(0).describe('Always 0: it stands in no log.'),
  occurredAt: instant,
  replayed: z.literal(false),
};
const span = component(
  'RelaySpan',
  'Events of one session.',
  z.object({
    fromSeq: z.int(),
    toSeq: z.int(),
    count: z.int().describe('How many of them; with a filter fewer than the numbers say.'),
    oldestAgeSeconds: z.int().describe('Age of the oldest.'),
  }),
);
const session = z.string().describe('The session whose events it is about.');

const resumed = component(
  'RelayResumedNotice',
  'After an outage: these events come now, with `replayed`.',
  z.object({ ...envelope, session, type: z.literal('relay.resumed'), data: span }),
);
const truncated = component(
  'RelayTruncatedNotice',
  'These events left the log before they could be delivered. They will not come.',
  z.object({ ...envelope, session, type: z.literal('relay.truncated'), data: span }),
);
const test = component(
  'RelayTestNotice',
  'What `pingWebhook` sends.',
  z.object({ ...envelope, type: z.literal('relay.test'), data: component('RelayTestData', 'Nothing.', z.object({})) }),
);

/** What a webhook gets beside events. */
export const relayNoticeSchema = component(
  'RelayNotice',
  'A word of the relay to one consumer, in the envelope of an event.',
  taggedUnion('type', [resumed, truncated, test]),
);
export type RelayNoticeDto = z.output<typeof relayNoticeSchema>;

export function toNoticeDto(notice: RelayNotice): RelayNoticeDto {
  const { eventId, at } = notice;
  const base = { eventId, seq: 0 as const, occurredAt: at.toISOString(), replayed: false as const };
  if (notice.type === 'relay.test') return { ...base, type: notice.type, data: {} };
  const { session, fromSeq, toSeq, count, oldestAt } = notice.span;
  const oldestAgeSeconds = Math.max(0, Math.floor((at.getTime() - oldestAt.getTime()) / 1000));
  return { ...base, session, type: notice.type, data: { fromSeq, toSeq, count, oldestAgeSeconds } };
}
