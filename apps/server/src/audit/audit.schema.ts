import type { AuditEntry } from '@columba/storage';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { pageOf } from '../common/openapi/page.js';

export const AUDIT_OUTCOMES = ['done', 'accepted', 'refused', 'failed', 'abandoned'] as const;

export const auditEntrySchema = component(
  'AuditEntry',
  'Something that was done, or tried. There is no content in it.',
  z.object({
    auditId: z.string(),
    at: instant,
    keyId: z.string().describe('The key that it was done with.'),
    keyName: z.string(),
    operation: z
      .string()
      .describe('`operationId` of the API; of the others with their name before it, `gajosu.` or `faserf.`.'),
    session: z.string().optional(),
    target: z.string().optional().describe('What it was done to, where that is nobody: a key, a consumer, a label …'),
    outcome: z
      .enum(AUDIT_OUTCOMES)
      .describe('`refused`: 4xx. `failed`: 5xx. `abandoned`: the caller went away before the answer.'),
    status: z.int().optional().describe('What HTTP answered.'),
    requestHash: z
      .string()
      .describe('The same for the same request, so that two can be told apart; says nothing of what was in it.'),
    requestId: z.string().describe('The `X-Request-Id` of the answer.'),
  }),
);

export const auditPageSchema = pageOf('AuditPage', 'Who did what, newest first.', auditEntrySchema);

export function toAuditDto({ id, at, status, ...entry }: AuditEntry): z.output<typeof auditEntrySchema> {
  const outcome = outcomeOf(status);
  return { auditId: String(id), at: at.toISOString(), ...entry, outcome, ...(status === undefined ? {} : { status }) };
}

function outcomeOf(status: number | undefined): (typeof AUDIT_OUTCOMES)[number] {
  if (status === undefined) return 'abandoned';
  if (status >= 500) return 'failed';
  if (status >= 400) return 'refused';
  return status === 202 ? 'accepted' : 'done';
}
