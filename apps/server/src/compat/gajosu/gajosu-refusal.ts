import { DomainError, type ErrorCode, type ErrorDetails } from '@columba/core';

/** A wrong part of a request, as this dialect's clients know it. */
export interface FieldFault {
  /** What was given; absent when nothing was. */
  value?: unknown;
  msg: string;
  param: string;
  location: 'body' | 'params';
}

/** An answer that this dialect documents word for word. */
export class GajosuRefusal extends DomainError {
  // Hidden from logs: it repeats the caller's own words, such as an address with a token in it.
  readonly #body: object;

  constructor(
    code: ErrorCode,
    readonly status: number,
    body: object,
    details?: ErrorDetails,
  ) {
    super(code, `gajosu ${status}`, details);
    this.#body = body;
  }

  get body(): object {
    return this.#body;
  }
}

const notFound = (noun: string) => (id: string) =>
  new GajosuRefusal('not_found', 404, { error: `The ${noun} (${id}) is not found.` });

export const chatNotFound = notFound('Chat');
export const groupNotFound = notFound('Group Chat');
export const messageNotFound = notFound('Message');
export const contactNotFound = notFound('Contact');

export const invalidFields = (faults: readonly FieldFault[]): GajosuRefusal =>
  new GajosuRefusal('invalid_input', 422, { errors: faults });

/** Neither of two places says to whom a message goes. */
export const invalidTarget = (nested: readonly FieldFault[]): GajosuRefusal =>
  new GajosuRefusal('invalid_input', 422, {
    errors: [{ msg: 'Invalid value(s)', param: '_error', nestedErrors: nested }],
  });

export const noMedia = (): GajosuRefusal =>
  new GajosuRefusal('invalid_input', 422, { errors: ['Message does not have media'] });

export const notConnected = (): GajosuRefusal =>
  new GajosuRefusal('not_connected', 503, { message: 'Whatsapp is not connected', status: 503 });
