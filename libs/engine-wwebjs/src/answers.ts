import {
  DomainError,
  EngineError,
  ERROR_CODES,
  NotAllowedError,
  NotConnectedError,
  NotFoundError,
  refusalOf,
  TimeoutError,
  type ErrorCode,
} from '@columba/core';
import { isGone, PageFailure } from './page/bridge.js';

/** The page's own word for a connection that is gone. */
const NO_CONNECTION = 503;

/** Limit on new chats. */
export const isAccountLimited = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'account_limited';

/** WhatsApp has looked at it, and said by a number why it does not take it. */
export const isRefusedByNumber = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.details.whatsappCode !== undefined;

/** What a question or a change that failed means. */
export function toPageError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const details = { cause: error };
  if (isGone(error)) return new NotConnectedError('The page of WhatsApp went away', details);
  if (!(error instanceof PageFailure)) return new EngineError('The library failed', details);
  const { refusal, status, message } = error.failure;
  if (refusal === 'refused') return refused(status ?? 0, error);
  if (refusal !== undefined && isErrorCode(refusal)) return new DomainError(refusal, message, details);
  return answeredWith(status, error);
}

/** WhatsApp did not take what was handed to it. @param status its number; 0 when it is not known */
export function refused(status: number, cause?: PageFailure): DomainError {
  const code = status === NO_CONNECTION ? 'not_connected' : refusalOf(status);
  const details = { ...(cause ? { cause } : {}), ...(status > 0 ? { whatsappCode: status } : {}) };
  return new DomainError(code, 'WhatsApp did not take it', details);
}

function answeredWith(status: number | undefined, cause: PageFailure): DomainError {
  const details = { cause };
  switch (status) {
    case 503:
      return new NotConnectedError('The connection to WhatsApp was lost', details);
    case 504:
    case 408:
      return new TimeoutError('WhatsApp did not answer in time', details);
    case 401:
    case 403:
      return new NotAllowedError('WhatsApp does not allow this', details);
    case 404:
    case 410:
      return new NotFoundError('WhatsApp knows nothing of this', details);
    case 400:
    case 405:
    case 406:
    case 409:
      return new DomainError('rejected', 'WhatsApp does not accept this', { cause, whatsappCode: status });
    case 429:
      return new DomainError('rate_limited', 'WhatsApp was asked too often', details);
    default:
      return new EngineError('The library failed', details);
  }
}

const isErrorCode = (text: string): text is ErrorCode => (ERROR_CODES as readonly string[]).includes(text);
