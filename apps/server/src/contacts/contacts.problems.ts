import type { OperationOptions } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';

/** What can go wrong when WhatsApp is asked. */
export const ASKED: readonly ProblemCode[] = [
  'invalid_input',
  'not_found',
  'not_connected',
  'not_on_whatsapp',
  'unsupported',
  'engine_error',
  'timeout',
];

/** What all changes have in common. */
export const CHANGE = {
  scope: 'send',
  problems: [...ASKED, 'not_allowed', 'uncertain'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;
