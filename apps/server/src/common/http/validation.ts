import { InvalidInputError, type FieldError } from '@columba/core';
import type { ValidationError, ValidationPipeOptions } from '@nestjs/common';

/** Unknown fields are refused: a typo must not pass as "left out". Nothing is converted but what a DTO says itself. */
export const validationOptions: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => invalid(errors.flatMap((error) => fieldErrors(error, ''))),
};

function invalid(fields: FieldError[]): InvalidInputError {
  const [first] = fields;
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  return new InvalidInputError(first ? `${first.detail}${more}` : 'The request is not valid', { fields });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${error.property.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, detail]) => ({
    pointer,
    code: codeOf(rule),
    detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}

/** The names of class-validator's rules, as codes that a client can decide by. */
const CODES: Record<string, string> = {
  whitelistValidation: 'unknown_field',
  isDefined: 'required',
  isNotEmpty: 'required',
  minLength: 'too_short',
  maxLength: 'too_long',
  arrayMinSize: 'too_few',
  arrayMaxSize: 'too_many',
  min: 'too_small',
  max: 'too_large',
  matches: 'wrong_format',
  isIn: 'not_one_of',
  isEnum: 'not_one_of',
  unknownValue: 'required',
  nestedValidation: 'wrong_type',
};

const codeOf = (rule: string): string => CODES[rule] ?? (rule.startsWith('is') ? 'wrong_type' : 'not_valid');
