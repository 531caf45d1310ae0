/** Every way a request can go wrong, in domain words. Each API edge turns all of them into its own replies. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthorized',
  'forbidden',
  'not_allowed',
  'not_found',
  'conflict',
  'not_connected',
  'idempotency_in_progress',
  'idempotency_mismatch',
  'cursor_expired',
  'media_expired',
  'media_failed',
  'too_large',
  'unsupported_media_type',
  'not_on_whatsapp',
  'rejected',
  'rate_limited',
  'queue_full',
  'account_limited',
  'internal',
  'unsupported',
  'engine_error',
  'unavailable',
  'timeout',
  'uncertain',
  'storage',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** The library's or the system's own error; logged with care, never shown to a caller. */
  cause?: unknown;
  /** Seconds after which the same request may succeed. */
  retryAfterSeconds?: number;
  /** WhatsApp's own number (for example 463), where it gave one. */
  whatsappCode?: number;
  /** One entry per wrong field; `pointer` is a JSON pointer into the request. */
  fields?: readonly FieldError[];
  /** Oldest sequence that is still stored, for `cursor_expired`. */
  firstAvailableSeq?: number;
}

export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** An error that a caller can act on. `message` is safe to show: it never holds secrets, message text or hosts. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
  }
}

/** A subclass per code that is thrown in many places; rare codes use {@link DomainError} directly. */
const errorOf = (code: ErrorCode) =>
  class extends DomainError {
    constructor(message: string, details?: ErrorDetails) {
      super(code, message, details);
    }
  };

export class InvalidInputError extends errorOf('invalid_input') {}
export class NotFoundError extends errorOf('not_found') {}
export class ConflictError extends errorOf('conflict') {}
export class NotConnectedError extends errorOf('not_connected') {}
export class NotAllowedError extends errorOf('not_allowed') {}
export class UnsupportedError extends errorOf('unsupported') {}
export class EngineError extends errorOf('engine_error') {}
export class TimeoutError extends errorOf('timeout') {}
/** A change got no answer in time: it may have happened. */
export class UncertainError extends errorOf('uncertain') {}
export class StorageError extends errorOf('storage') {}

/** Any thrown value as a domain error; what is not one already becomes `fallback`, with the original as its cause. */
export function toDomainError(error: unknown, fallback: ErrorCode = 'internal'): DomainError {
  if (error instanceof DomainError) return error;
  return new DomainError(fallback, FALLBACK_TEXT[fallback] ?? 'Something went wrong', { cause: error });
}

const FALLBACK_TEXT: Partial<Record<ErrorCode, string>> = {
  internal: 'Something went wrong on our side',
  engine_error: 'WhatsApp or its library answered something unexpected',
  storage: 'The database refused the operation',
};
