import type { ProblemCode } from '../common/problem/problem.js';

/** What can keep a message from being accepted. */
export const SEND_PROBLEMS: readonly ProblemCode[] = [
  'invalid_input',
  'not_found',
  'not_connected',
  'too_large',
  'media_failed',
  'media_expired',
  'queue_full',
  'account_limited',
  'unsupported',
  'timeout',
  'storage',
];
