import {
  DomainError,
  EngineError,
  NotAllowedError,
  NotConnectedError,
  NotFoundError,
  TimeoutError,
  type Clock,
  within,
} from '@columba/core';
import { refusalCode } from './refusal-code.js';

/**
 * The answer to a question that changes nothing which could not be asked again.
 * @throws TimeoutError after `ms`, NotConnectedError, or what WhatsApp's refusal means.
 */
export async function answered<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  try {
    return await within(clock, ms, work);
  } catch (error) {
    throw toQueryError(error);
  }
}

/** What a question that failed means. */
export function toQueryError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const code = refusalCode(error);
  const details = { cause: error };
  switch (code) {
    case 428:
      return new NotConnectedError('The connection to WhatsApp was lost', details);
    case 408:
      return new TimeoutError('WhatsApp did not answer in time', details);
    case 401:
    case 403:
      return new NotAllowedError('WhatsApp does not allow this', details);
    case 404:
      return new NotFoundError('WhatsApp knows nothing of this', details);
    case 429:
      return new DomainError('rate_limited', 'WhatsApp was asked too often', details);
    default:
      return new EngineError('The library failed', details);
  }
}
