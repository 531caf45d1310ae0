import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { writeCursor } from '../events/event-cursor.js';
import { eventSchema } from '../events/events.schema.js';
import { CONSUMER_STATES, type ConsumerReading } from '../relay/consumer-directory.js';

export const consumerSchema = component(
  'Consumer',
  'Somebody who gets the events of the log, and how far it has come.',
  z.object({
    id: z.string().describe('Of a webhook the same as `webhookId`.'),
    kind: z.enum(['home_assistant', 'webhook', 'pull']),
    name: z.string(),
    state: z
      .enum(CONSUMER_STATES)
      .describe('`failing`: the last attempts failed, it goes on. `paused`: we gave up. `disabled`: somebody said so.'),
    stateReason: z.string().optional().describe('Why it is in this state.'),
    sessions: z.array(z.string()).optional().describe('It gets events of these only; absent: of all.'),
    cursor: z.string().describe('Everything up to here was taken from the log; `listEvents` accepts it.'),
    lag: z.int().describe('Events that it has not got yet.'),
    oldestWaitingAt: instant.optional().describe('When the oldest of these was stored.'),
    parked: z.int().describe('Events that were set aside.'),
    attempts: z
      .object({ delivered: z.int(), failed: z.int() })
      .describe('Attempts since the server started, by how they ended.'),
    lastError: z.string().optional().describe('What stands in the way now.'),
  }),
);

export const consumerListSchema = component(
  'ConsumerList',
  'All consumers of the log.',
  z.object({ data: z.array(consumerSchema) }),
);

export const consumerEventPageSchema = component(
  'ConsumerEventPage',
  'Events that the consumer has not confirmed yet, oldest first.',
  z.object({
    data: z.array(eventSchema),
    nextCursor: z.string().describe('Give it to `setConsumerCursor` when all of the page is done.'),
    lost: z
      .array(
        component(
          'LostEvents',
          'Events that left the log before the consumer had them. They will not come.',
          z.object({
            session: z.string(),
            fromSeq: z.int(),
            toSeq: z.int(),
            count: z.int().describe('How many of them; with a filter fewer than the numbers say.'),
          }),
        ),
      )
      .describe('Told with every page until the cursor is set.'),
  }),
);

export function toConsumerDto({ cursorPos, oldestWaitingAt, sessions, ...reading }: ConsumerReading) {
  return {
    ...reading,
    sessions: sessions && [...sessions],
    cursor: writeCursor(cursorPos),
    oldestWaitingAt: oldestWaitingAt?.toISOString(),
  };
}
