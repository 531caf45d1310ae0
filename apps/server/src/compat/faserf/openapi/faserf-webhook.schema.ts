import { z } from 'zod';
import { named } from './faserf-components.js';

export const webhookRequestSchema = named(
  'WebhookRequest',
  'Where events are posted to; an address inside the own network has to be allowed in the settings of the server.',
  z
    .object({
      url: z.string().optional().describe('Needed while it is enabled.'),
      enabled: z.boolean().optional().describe('True unless said otherwise.'),
      token: z.string().nullish().describe('Sent along as `X-Webhook-Token`.'),
    })
    .meta({ examples: [{ url: 'https://example.com/hook', enabled: true, token: 'secret' }] }),
);

export const webhookSchema = named(
  'Webhook',
  'The webhook as it is now.',
  z.object({
    status: z.literal('success'),
    config: z.object({ enabled: z.boolean(), url: z.string(), token: z.string().nullable() }),
    enabled: z.boolean(),
    url: z.string(),
  }),
);
