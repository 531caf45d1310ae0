import type { ContentKind } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, IsIn, ValidateIf } from 'class-validator';
import { PageQuery } from '../common/http/page.dto.js';
import {
  AddressField,
  ChoiceField,
  CountField,
  FlagField,
  InstantField,
  QueryFlag,
  TextField,
} from '../common/openapi/fields.js';
import { CONTENT_KINDS } from './content/content.schema.js';

const ORDERS = ['asc', 'desc'] as const;
type Order = (typeof ORDERS)[number];
const SINCE = { description: 'Only from this moment on.', optional: true };
const UNTIL = { description: 'Only before this moment.', optional: true };
const ORDER = { description: 'By time: `desc` is newest first.', of: ORDERS, default: 'desc', optional: true };
const STARRED = { description: 'Only those with a star, or only those without.', optional: true };
const HAS_MEDIA = { description: 'Only those with a file, or only those without.', optional: true };
const FROM_ME = { description: 'Only own messages, or only those of others.', optional: true };

const split = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);

export class ListMessagesQuery extends PageQuery {
  @InstantField(SINCE)
  since?: string;

  @InstantField(UNTIL)
  until?: string;

  @ApiProperty({
    description: 'Only these kinds of content, divided by commas.',
    type: String,
    required: false,
    example: 'image,video',
  })
  @ValidateIf(({ kind }: ListMessagesQuery) => kind !== undefined)
  @Transform(split)
  @IsIn(CONTENT_KINDS, { each: true, message: 'kind must be known kinds of content' })
  kind?: ContentKind[];

  @QueryFlag(FROM_ME)
  fromMe?: boolean;

  @QueryFlag(HAS_MEDIA)
  hasMedia?: boolean;

  @QueryFlag(STARRED)
  starred?: boolean;

  @ChoiceField(ORDER)
  order: Order = 'desc';
}

/** In a body, because what people search for does not belong into addresses, which end in logs. */
@ApiSchema({ name: 'SearchMessagesRequest' })
export class SearchMessagesDto {
  @TextField({
    description: 'Words that all stand in it, each perhaps only begun; case and accents do not matter.',
    max: 500,
    optional: true,
    example: 'washing mach',
  })
  text?: string;

  @AddressField({ description: 'Only in this chat.', optional: true })
  chatId?: string;

  @AddressField({ description: 'Only what this person wrote.', optional: true })
  from?: string;

  @ApiProperty({
    description: 'Only these kinds of content.',
    enum: CONTENT_KINDS,
    isArray: true,
    required: false,
  })
  @ValidateIf(({ kinds }: SearchMessagesDto) => kinds !== undefined)
  @IsArray()
  @ArrayUnique()
  @IsIn(CONTENT_KINDS, { each: true })
  kinds?: ContentKind[];

  @FlagField(FROM_ME)
  fromMe?: boolean;

  @FlagField(HAS_MEDIA)
  hasMedia?: boolean;

  @FlagField(STARRED)
  starred?: boolean;

  @InstantField(SINCE)
  since?: string;

  @InstantField(UNTIL)
  until?: string;

  @ChoiceField(ORDER)
  order: Order = 'desc';

  @CountField({ description: 'How many at most.', min: 1, max: 200, default: 50, optional: true })
  limit = 50;

  @TextField({ description: '`nextCursor` of the page before, with the same search.', max: 500, optional: true })
  cursor?: string;
}
