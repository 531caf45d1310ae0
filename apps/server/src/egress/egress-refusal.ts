import { DomainError } from '@columba/core';

/**
 * The one error of everything that went wrong on the way to an address: refused, unknown, closed, too slow or not TLS.
 * Its text never varies, so that it cannot be used to look around inside the own network.
 */
export class EgressError extends DomainError {
  constructor(cause: unknown) {
    super('unavailable', 'The address could not be fetched', { cause });
  }
}

/** Why the guard itself said no; stands only in the log, as a cause. */
export class EgressRefusal extends Error {}

export function toEgressError(error: unknown): DomainError {
  return error instanceof DomainError ? error : new EgressError(error);
}
