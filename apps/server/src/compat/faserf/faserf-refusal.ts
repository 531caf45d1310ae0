import { DomainError, InvalidInputError, NotFoundError, type ErrorCode, type ErrorDetails } from '@columba/core';

/** An answer that says more than its text, for instance the result for each person. */
export class FaserfRefusal extends DomainError {
  constructor(
    code: ErrorCode,
    message: string,
    readonly extra: Readonly<Record<string, unknown>>,
    details?: ErrorDetails,
  ) {
    super(code, message, details);
  }
}

/** `Missing number or message` names all that is needed, as the clients know it. */
export const missing = (names: readonly string[]): InvalidInputError =>
  new InvalidInputError(`Missing ${names.join(' or ')}`);

export const invalid = (name: string, wanted: string): InvalidInputError =>
  new InvalidInputError(`Invalid ${name}: ${wanted}`);

export const messageNotFound = (): NotFoundError => new NotFoundError('Message not found');
