import type { DomainError, ErrorCode } from '@columba/core';
import { HttpException } from '@nestjs/common';
import type { Refusal } from '../../common/http/api-faces.js';
import { GajosuRefusal, notConnected } from './gajosu-refusal.js';

/** The status of everything that has no wording of its own; a new code does not compile until it has one. */
const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  not_connected: 503,
  idempotency_in_progress: 409,
  idempotency_mismatch: 422,
  cursor_expired: 410,
  media_expired: 410,
  media_failed: 422,
  too_large: 413,
  unsupported_media_type: 415,
  not_on_whatsapp: 404,
  rejected: 422,
  rate_limited: 429,
  queue_full: 429,
  account_limited: 429,
  internal: 500,
  unsupported: 501,
  engine_error: 502,
  unavailable: 503,
  timeout: 504,
  uncertain: 504,
  storage: 507,
};

const UNAUTHORIZED = { error: 'Unauthorized', detail: 'Invalid or missing X-Auth-Token' };
const BAD_JSON =
  'The body is not valid JSON. In a template, a line break or a quote inside a text has to be escaped: use `| to_json`';

/** An error in the words of this dialect. @param thrown as it was thrown, which tells the framework's own from ours */
export function toRefusal(error: DomainError, thrown: unknown, request: { method: string; path: string }): Refusal {
  if (error instanceof GajosuRefusal) return { status: error.status, body: error.body };
  if (error.code === 'not_connected') return notConnected();
  if (error.code === 'unauthorized') return { status: 401, body: UNAUTHORIZED };
  if (error.code === 'internal') return { status: 500, body: { error: 'Internal Server Error' } };
  const status = STATUS[error.code];
  if (status === 503) return { status, body: { message: error.message, status } };
  return { status, body: { error: textOf(error, thrown, request) } };
}

function textOf(error: DomainError, thrown: unknown, { method, path }: { method: string; path: string }): string {
  if (!(thrown instanceof HttpException)) return error.message;
  if (error.code === 'not_found') return `Cannot ${method} ${path}`;
  return error.code === 'invalid_input' && isDecodable(path) ? BAD_JSON : error.message;
}

/** The framework refuses a request before anybody reads it for two reasons: its path, or its body. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
