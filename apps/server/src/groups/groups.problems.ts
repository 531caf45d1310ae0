import type { OperationOptions } from '../common/openapi/operation.js';
import type { ProblemCode } from '../common/problem/problem.js';

/** What can go wrong when WhatsApp is asked. */
export const ASKED: readonly ProblemCode[] = [
  'invalid_input',
  'not_found',
  'not_connected',
  'not_allowed',
  'account_limited',
  'unsupported',
  'engine_error',
  'timeout',
];

/** What all changes of a group have in common. */
export const CHANGE = {
  scope: 'send',
  problems: [...ASKED, 'uncertain'],
  idempotent: true,
} as const satisfies Partial<OperationOptions>;
