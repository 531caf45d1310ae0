import { describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_CODES, InvalidInputError } from '@columba/core';
import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import { asDomainError } from './problem.filter.js';
import { problemSchema, PROBLEMS, toProblem } from './problem.js';

const place = { requestId: 'r1', instance: '/v1/sessions/home', session: 'home' };

describe('toProblem', () => {
  it.each(ERROR_CODES)('has an answer for %s', (code) => {
    const problem = toProblem(new DomainError(code, 'What went wrong'), place);
    expect(problemSchema.parse(problem)).toEqual({
      type: `urn:columba:error:${code}`,
      title: PROBLEMS[code].title,
      status: PROBLEMS[code].status,
      detail: 'What went wrong',
      instance: '/v1/sessions/home',
      code,
      requestId: 'r1',
      session: 'home',
    });
  });

  it('carries what helps the caller, and never the cause', () => {
    const fields = [{ pointer: '/name', code: 'required', detail: 'name is required' }];
    const details = {
      fields,
      retryAfterSeconds: 5,
      whatsappCode: 463,
      firstAvailableSeq: 9,
      cause: new Error('db.internal:5432'),
    };
    const problem = toProblem(new InvalidInputError('No', details), place);
    expect(problem).toMatchObject({ errors: fields, retryAfterSeconds: 5, whatsappCode: 463, firstAvailableSeq: 9 });
    expect(JSON.stringify(problem)).not.toContain('db.internal');
  });

  it('uses the statuses of the contract', () => {
    expect(Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]))).toMatchSnapshot();
  });
});

describe('asDomainError', () => {
  it.each([
    [new BadRequestException('Unexpected token < in JSON'), 'invalid_input'],
    [new PayloadTooLargeException(), 'too_large'],
    [Object.assign(new Error('charset'), { status: 415 }), 'unsupported_media_type'],
    [new URIError('URI malformed'), 'invalid_input'],
    [new TypeError("Cannot read properties of undefined (reading 'secret')"), 'internal'],
    ['a string', 'internal'],
  ])('reads %p', (thrown, code) => {
    const error = asDomainError(thrown);
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/token <|undefined|malformed/);
  });
});
