import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';

/** What every field of a request says of itself. */
interface Field {
  description: string;
  example?: unknown;
  /** May be left out. `null` is another thing, and not taken. */
  optional?: boolean;
  /** `null` is a value. */
  nullable?: boolean;
}

const LONGEST_ADDRESS = 128;
/** RFC 3339, seconds may be left out. With a time zone: nobody guesses whose clock was meant. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/** A text of a limited length. */
export const TextField = ({ min = 1, max, ...field }: Field & { min?: number; max: number }) =>
  applyDecorators(
    documented(field, { type: String, minLength: min, maxLength: max }),
    IsString(),
    MinLength(min),
    MaxLength(max),
  );

/** A person or chat, in any usual spelling. */
export const AddressField = (field: Field) =>
  TextField({ example: '+49 151 23456789', ...field, max: LONGEST_ADDRESS });

interface ListLimits {
  least?: number;
  most: number;
}

/** Texts of a limited length and number. */
export const TextsField = ({ least = 1, most, max, ...field }: Field & ListLimits & { max: number }) =>
  applyDecorators(
    documented(field, { type: [String], minItems: least, maxItems: most }),
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(most),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(max, { each: true }),
  );

export const AddressesField = (field: Field & ListLimits) =>
  TextsField({ example: ['+49 151 23456789'], ...field, max: LONGEST_ADDRESS });

export const FlagField = (field: Field) => applyDecorators(documented(field, { type: Boolean }), IsBoolean());

export const ChoiceField = (field: Field & { of: readonly string[]; default?: string }) => {
  const { of, default: usual, ...rest } = field;
  return applyDecorators(
    documented(rest, { enum: [...of], ...(usual === undefined ? {} : { default: usual }) }),
    IsIn(of),
  );
};

interface Limits {
  min: number;
  max: number;
  default?: number;
}

export const CountField = ({ min, max, default: usual, ...field }: Field & Limits) =>
  applyDecorators(
    documented(field, {
      type: 'integer',
      minimum: min,
      maximum: max,
      ...(usual === undefined ? {} : { default: usual }),
    }),
    IsInt(),
    Min(min),
    Max(max),
  );

/** ISO 8601 knows more forms (`20261121T180000Z`, week dates) than `Date` reads: what comes in must be readable. */
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));

/** RFC 3339 with its time zone; stays a text, see {@link toDate}. */
export const InstantField = (field: Field) =>
  applyDecorators(
    documented({ example: '2026-11-21T18:00:00Z', ...field }, { type: String, format: 'date-time' }),
    IsISO8601({ strict: true }),
    ValidateBy(
      { name: 'isInstant', validator: { validate: isInstant } },
      { message: ({ property }) => `${property} must be a time with its time zone, such as 2026-11-21T18:00:00Z` },
    ),
  );

/** What may be left out, and is checked when it is there; `null` is something that is there. */
export const IfGiven = () => ValidateIf((_all: unknown, value: unknown) => value !== undefined);

export const toDate = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** A number in a query, where everything is text. */
export const QueryCount = (field: Field & Limits) =>
  applyDecorators(
    CountField(field),
    Type(() => Number),
  );

/** `true` or `false` in a query. */
export const QueryFlag = (field: Field) =>
  applyDecorators(
    FlagField(field),
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
  );

function documented({ description, example, optional = false, nullable = false }: Field, more: ApiPropertyOptions) {
  const options = {
    ...more,
    ...(nullable && 'type' in more && more.type === String && { type: ['string', 'null'] }),
    description,
    required: !optional,
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions;
  const isGiven = (_all: unknown, value: unknown) =>
    !(optional && value === undefined) && !(nullable && value === null);
  return applyDecorators(ApiProperty(options), ValidateIf(isGiven));
}
