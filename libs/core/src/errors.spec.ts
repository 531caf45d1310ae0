import { describe, expect, it } from '@jest/globals';
import {
  ConflictError,
  DomainError,
  ERROR_CODES,
  EngineError,
  InvalidInputError,
  NotAllowedError,
  NotConnectedError,
  NotFoundError,
  StorageError,
  TimeoutError,
  UncertainError,
  UnsupportedError,
  toDomainError,
} from './errors.js';

describe('a domain error', () => {
  it.each([
    [InvalidInputError, 'invalid_input'],
    [NotFoundError, 'not_found'],
    [ConflictError, 'conflict'],
    [NotConnectedError, 'not_connected'],
    [NotAllowedError, 'not_allowed'],
    [UnsupportedError, 'unsupported'],
    [EngineError, 'engine_error'],
    [TimeoutError, 'timeout'],
    [UncertainError, 'uncertain'],
    [StorageError, 'storage'],
  ])('%p carries its code, its name and its cause', (Type, code) => {
    const cause = new Error('from the library');
    const error = new Type('In plain words', { cause, whatsappCode: 463 });
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code, message: 'In plain words', name: Type.name, cause });
    expect(error.details.whatsappCode).toBe(463);
    expect(ERROR_CODES).toContain(code);
  });

  it('has no cause of its own where none was given', () => {
    expect('cause' in new DomainError('internal', 'Oh')).toBe(false);
    expect(new DomainError('internal', 'Oh').details).toEqual({});
  });

  it('codes are all different', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });
});

describe('toDomainError', () => {
  it('leaves a domain error as it is', () => {
    const error = new NotFoundError('Nothing there');
    expect(toDomainError(error, 'engine_error')).toBe(error);
  });

  it.each([new TypeError('x is not a function'), 'a string', undefined, { status: 500 }])(
    'keeps %p as the cause, and its text out of the message',
    (thrown) => {
      const error = toDomainError(thrown);
      expect(error).toMatchObject({ code: 'internal', details: { cause: thrown } });
      expect(error.message).toBe('Something went wrong on our side');
    },
  );

  it('takes the code that fits the place', () => {
    expect(toDomainError(new Error('boom'), 'storage')).toMatchObject({ code: 'storage' });
    expect(toDomainError(new Error('boom'), 'rate_limited')).toMatchObject({
      code: 'rate_limited',
      message: 'Something went wrong',
    });
  });
});
