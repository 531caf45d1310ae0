import { InvalidInputError, type FieldError } from '@columba/core';
import {
  ValidationPipe,
  type ArgumentMetadata,
  type ValidationError,
  type ValidationPipeOptions,
} from '@nestjs/common';

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

/** No list of any request has an empty place; the library that makes objects of requests stumbles over one. */
export class RequestPipe extends ValidationPipe {
  constructor() {
    super(validationOptions);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const hole = metadata.type === 'body' ? emptyPlace(value) : undefined;
    if (hole !== undefined)
      throw invalid([{ pointer: hole, code: 'wrong_type', detail: 'A list must not have empty places' }]);
    return super.transform(value, metadata);
  }
}

/** Where in a request a list has `null` in it. Without recursion: a request may be as deep as it is long. */
function emptyPlace(request: unknown): string | undefined {
  const waiting: { value: unknown; at: string }[] = [{ value: request, at: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, at } = next;
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue;
    if (Array.isArray(value) && value.includes(null)) return `${at}/${value.indexOf(null)}`;
    for (const [name, part] of Object.entries(value))
      if (typeof part === 'object' && part !== null) waiting.push({ value: part, at: `${at}/${escaped(name)}` });
  }
  return undefined;
}

const escaped = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');

function invalid(fields: FieldError[]): InvalidInputError {
  const [first] = fields;
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  return new InvalidInputError(first ? `${first.detail}${more}` : 'The request is not valid', { fields });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${escaped(error.property)}`;
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
  isInstant: 'wrong_format',
  isIn: 'not_one_of',
  isEnum: 'not_one_of',
  unknownValue: 'required',
  nestedValidation: 'wrong_type',
};

const codeOf = (rule: string): string => CODES[rule] ?? (rule.startsWith('is') ? 'wrong_type' : 'not_valid');
