import { EVENT_TYPES } from '@columba/core';
import type { Attempt, ParkedDelivery, WebhookRecord } from '@columba/storage';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';

const fields = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  types: z.array(z.enum(EVENT_TYPES)).optional().describe('Only these types; absent: all.'),
  sessions: z.array(z.string()).optional().describe('Only these sessions; absent: all.'),
  chats: z.array(z.string()).optional().describe('Only these chats; absent: all.'),
  maxAttempts: z.int().describe('After so many attempts an event is parked.'),
  state: z
    .enum(['active', 'failing', 'paused', 'disabled'])
    .describe(
      '`failing`: the last attempts failed, it goes on. `paused`: it failed for five days. `disabled`: by request, or because the endpoint answered 410. In the last two events are kept, and `enabled: true` goes on.',
    ),
  stateReason: z.enum(['requested', 'gone', 'failing_too_long']).optional(),
  failingSince: instant.optional().describe('Since when no event was delivered although it was tried.'),
  lastError: z.string().optional().describe('How the last attempt failed: `status_503`, `unreachable` …'),
  createdAt: instant,
  updatedAt: instant,
};

export const webhookSchema = component('Webhook', 'An address that events are posted to.', z.object(fields));
export const webhookListSchema = component(
  'WebhookList',
  'All webhooks that the key may see.',
  z.object({ data: z.array(webhookSchema).describe('Oldest first.') }),
);

const secret = z
  .string()
  .describe('Signs the requests, as Standard Webhooks has it. Shown only this once.')
  .meta({ example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' });
export const createdWebhookSchema = component(
  'CreatedWebhook',
  'A new webhook with its secret.',
  z.object({ ...fields, secret }),
);
export const webhookSecretSchema = component(
  'WebhookSecret',
  'A new secret.',
  z.object({ secret, previousValidUntil: instant.describe('Until then the secret before signs too.') }),
);

export const pingResultSchema = component(
  'PingResult',
  'What the endpoint answered to a test.',
  z.object({
    delivered: z.boolean(),
    status: z.int().optional().describe('The HTTP status, when there was an answer.'),
    error: z.string().optional(),
    durationMs: z.int(),
  }),
);

const eventRef = { eventId: z.string(), session: z.string(), seq: z.int(), type: z.string() };
const deliveryAttempt = component(
  'DeliveryAttempt',
  'One attempt to deliver an event.',
  z.object({
    ...eventRef,
    attempt: z.int().describe('1 for the first; begins again with 1 when the event is delivered again by request.'),
    at: instant,
    durationMs: z.int(),
    outcome: z.enum(['delivered', 'failed']),
    status: z.int().optional().describe('The HTTP status, when there was an answer.'),
    error: z.string().optional().describe('`status_503`, `unreachable`, `not_encodable`.'),
  }),
);
const nextCursor = z.string().nullable().describe('Ask with it for the next page; null: there is none.');
export const deliveryPageSchema = component(
  'DeliveryPage',
  'Attempts of the last 30 days, newest first.',
  z.object({ data: z.array(deliveryAttempt), nextCursor }),
);

const parkedEvent = component(
  'ParkedEvent',
  'An event that could not be delivered and is not tried again by itself.',
  z.object({ ...eventRef, attempts: z.int(), parkedAt: instant, lastError: z.string().optional() }),
);
export const parkedPageSchema = component(
  'ParkedPage',
  'Parked events, oldest first.',
  z.object({ data: z.array(parkedEvent), nextCursor }),
);
export const replayResultSchema = component(
  'ReplayResult',
  'How many events are delivered again.',
  z.object({ count: z.int() }),
);

export function toWebhookDto(webhook: WebhookRecord, lastError: string | undefined): z.output<typeof webhookSchema> {
  const { filter, failingSince, createdAt, updatedAt, ...rest } = webhook;
  return {
    ...rest,
    ...filter,
    ...(failingSince && { failingSince: failingSince.toISOString() }),
    ...(lastError === undefined ? {} : { lastError }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export const toAttemptDto = ({ id: _id, at, ...rest }: Attempt) => ({ ...rest, at: at.toISOString() });
export const toParkedDto = ({ pos: _pos, parkedAt, ...rest }: ParkedDelivery) => ({
  ...rest,
  parkedAt: parkedAt.toISOString(),
});
