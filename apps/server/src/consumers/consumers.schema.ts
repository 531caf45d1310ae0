import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { writeCursor } from '../events/event-cursor.js';
import { CONSUMER_STATES, type ConsumerReading } from '../relay/consumer-directory.js';

export const consumerSchema = component(
  'Consumer',
  'Somebody who gets the events of the log, and how far it has come.',
  z.object({
    id: z.string().describe('Of a webhook the same as `webhookId`.'),
    kind: z.enum(['home_assistant', 'webhook']),
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

export function toConsumerDto({ cursorPos, oldestWaitingAt, sessions, ...reading }: ConsumerReading) {
  return {
    ...reading,
    sessions: sessions && [...sessions],
    cursor: writeCursor(cursorPos),
    oldestWaitingAt: oldestWaitingAt?.toISOString(),
  };
}
