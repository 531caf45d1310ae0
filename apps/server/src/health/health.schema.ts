import { FEATURES, SESSION_STATES } from '@columba/core';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { pacingSchema } from '../pacing/pacing.schema.js';

export const livenessSchema = component(
  'Liveness',
  'The process answers. Nothing else is said here, because nobody needs a key to ask.',
  z.object({ status: z.literal('alive') }),
);
export const readinessSchema = component(
  'Readiness',
  'Whether requests can be served.',
  z.object({ ready: z.literal(true) }),
);

export const WARNINGS = [
  'simulated_whatsapp',
  'first_token_file',
  'storage_unhealthy',
  'session_needs_person',
  'sending_paused',
  'clock_wrong',
  'home_assistant_unreachable',
  'home_assistant_unauthorised',
  'gajosu_api_open',
] as const;

const warningSchema = component(
  'HealthWarning',
  'Something that a person should look at.',
  z.object({ code: z.enum(WARNINGS), detail: z.string(), session: z.string().optional() }),
);
export const healthSchema = component(
  'Health',
  'How Columba and its sessions are.',
  z.object({
    status: z.enum(['ok', 'degraded']).describe('`degraded`: there is a warning.'),
    version: z.string(),
    startedAt: instant,
    sessions: z.array(
      z.object({
        name: z.string(),
        state: z.enum(SESSION_STATES),
        reason: z.string().optional(),
        waitingSends: z.int().describe('Messages that were accepted and are not confirmed yet.'),
        pacing: pacingSchema,
      }),
    ),
    warnings: z.array(warningSchema),
  }),
);
export type HealthDto = z.output<typeof healthSchema>;
export type HealthWarningDto = z.output<typeof warningSchema>;

export const versionSchema = component(
  'Version',
  'Versions of what runs here.',
  z.object({
    version: z.string().meta({ example: '0.1.0' }),
    api: z.literal('v1'),
    node: z.string().meta({ example: '20.20.2' }),
    engines: z.array(z.string()).describe('Engines that a session can have.'),
  }),
);

const capability = z.object({
  level: z.enum(['full', 'partial', 'none']),
  limits: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('What bounds a partial feature.'),
  reason: z.string().optional().describe('Why there is none.'),
});
export const capabilitiesSchema = component(
  'Capabilities',
  'What an engine can do. The list of features is the same for all; `none` answers 501.',
  z.object({ engine: z.string(), features: z.record(z.enum(FEATURES), capability) }),
);
export const capabilityListSchema = component(
  'CapabilityList',
  'What each engine can do.',
  z.object({ data: z.array(capabilitiesSchema) }),
);
