import {
  DomainError,
  EngineError,
  NotAllowedError,
  NotConnectedError,
  NotFoundError,
  TimeoutError,
  type ErrorDetails,
} from '@columba/core';
import { refusalCode } from '../refusal-code.js';

/** What was asked for: some codes mean another thing for an invite. */
export type Subject = 'group' | 'invite' | 'membership';

/** What a refused question about a group means. */
export function toGroupError(error: unknown, subject: Subject = 'group'): DomainError {
  if (error instanceof DomainError) return error;
  const code = refusalCode(error);
  const details: ErrorDetails = code === undefined ? { cause: error } : { cause: error, whatsappCode: code };
  switch (code) {
    case 401:
    case 403:
      // Everybody may leave a group; who is not in it is refused.
      if (subject === 'membership') return new NotFoundError('This account is not in such a group', details);
      return new NotAllowedError('WhatsApp does not allow this to you in this group', details);
    case 404:
    case 410:
      return new NotFoundError(`There is no such ${subject}`, details);
    case 406:
      if (subject === 'invite') return new NotFoundError('There is no such invite', details);
      return new DomainError('rejected', 'WhatsApp does not accept this', details);
    case 400:
    case 409:
      return new DomainError('rejected', 'WhatsApp does not accept this', details);
    case 429:
      return new DomainError('rate_limited', 'WhatsApp was asked too often about groups', details);
    case 408:
      return new TimeoutError('WhatsApp did not answer in time', { cause: error });
    case 428:
      return new NotConnectedError('The connection to WhatsApp was lost', { cause: error });
    default:
      return new EngineError('WhatsApp could not do this', details);
  }
}
