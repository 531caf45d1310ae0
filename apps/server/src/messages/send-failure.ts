import { DomainError, toDomainError, type ErrorCode } from '@columba/core';

/**
 * What an error of the engine says about a send. `waiting`: nothing left, try again when connected. `in_doubt`: it may
 * have left, so it is tried again only under the same id. `failed`: refused for good.
 */
export type SendFailure =
  { outcome: 'waiting'; tooFast?: boolean } | { outcome: 'in_doubt' | 'failed'; error: DomainError; tooFast?: never };

/** `storage` too: the bytes of a message are stored before the first of them leaves. */
const NOTHING_LEFT: readonly ErrorCode[] = ['not_connected', 'unavailable', 'storage'];
const REFUSED: readonly ErrorCode[] = [
  'not_on_whatsapp',
  'account_limited',
  'rejected',
  'media_failed',
  'invalid_input',
  'not_allowed',
  'not_found',
  'unsupported',
  'too_large',
  'unsupported_media_type',
];

export function failureOf(thrown: unknown): SendFailure {
  const error = toDomainError(thrown, 'engine_error');
  // What is asked of WhatsApp before a message leaves was asked too often.
  if (error.code === 'rate_limited') return { outcome: 'waiting', tooFast: true };
  if (NOTHING_LEFT.includes(error.code)) return { outcome: 'waiting' };
  return { outcome: REFUSED.includes(error.code) ? 'failed' : 'in_doubt', error };
}
