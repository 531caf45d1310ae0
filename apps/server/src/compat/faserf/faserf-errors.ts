import type { DomainError, ErrorCode } from '@columba/core';
import { HttpException } from '@nestjs/common';
import type { Refusal } from '../../common/http/api-faces.js';
import { FaserfRefusal } from './faserf-refusal.js';

/** The contract has few statuses; whoever caused it, a caller's mistake is never a 500. */
const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  conflict: 400,
  rejected: 400,
  media_failed: 400,
  unsupported_media_type: 400,
  idempotency_in_progress: 400,
  idempotency_mismatch: 400,
  unauthorized: 401,
  forbidden: 403,
  not_allowed: 403,
  not_found: 404,
  not_on_whatsapp: 404,
  media_expired: 404,
  cursor_expired: 404,
  too_large: 413,
  rate_limited: 429,
  queue_full: 429,
  account_limited: 429,
  internal: 500,
  engine_error: 500,
  timeout: 500,
  uncertain: 500,
  storage: 500,
  unsupported: 501,
  not_connected: 503,
  unavailable: 503,
};

const UNAUTHORIZED = { error: 'Unauthorized', detail: 'Invalid or missing X-Auth-Token' };

/** An error in the words of this dialect. @param thrown as it was thrown, which tells the framework's own from ours */
export function toRefusal(error: DomainError, thrown: unknown, request: { method: string; path: string }): Refusal {
  const status = STATUS[error.code];
  if (status === 401) return { status, body: UNAUTHORIZED };
  const text = textOf(error, thrown, request);
  const extra = error instanceof FaserfRefusal ? error.extra : {};
  return { status, body: { detail: text, error: text, ...extra } };
}

export const unauthorized = (): Refusal => ({ status: 401, body: UNAUTHORIZED });

function textOf(error: DomainError, thrown: unknown, { method, path }: { method: string; path: string }): string {
  if (error.code === 'not_connected') return 'Not connected';
  if (error.code === 'internal') return 'Something went wrong on our side';
  // Clients tell a limit from other errors by this number alone.
  if (STATUS[error.code] === 429 && !(error instanceof FaserfRefusal))
    return `Rate limit exceeded: ${error.message} (429)`;
  if (thrown instanceof HttpException && error.code === 'not_found') return `Cannot ${method} ${path}`;
  return error.message;
}
