import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../common/openapi/fields.js';
import { CONTENT_DISCRIMINATOR, type OutgoingContentDto } from './content/outgoing-content.js';
import { OutgoingTextDto } from './content/text.content.js';

const WEEK_SECONDS = 7 * 24 * 3600;
const LONGEST_ADDRESS = 128;
const MOST_MENTIONS = 1024;

@ApiSchema({ name: 'SendMessageRequest' })
export class SendMessageDto {
  @ApiProperty({
    description: 'A phone number as people write it, or an address of WhatsApp.',
    maxLength: LONGEST_ADDRESS,
    example: '+49 151 23456789',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_ADDRESS)
  chatId: string;

  @ApiProperty({ oneOf: [{ $ref: '#/components/schemas/OutgoingContent' }] })
  @IsDefined({ message: 'content is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => OutgoingTextDto, { discriminator: CONTENT_DISCRIMINATOR, keepDiscriminatorProperty: true })
  content: OutgoingContentDto;

  @ApiPropertyOptional({ description: 'The message of this chat that is answered.', type: String, maxLength: 128 })
  @IfGiven()
  @Matches(/^[A-Za-z0-9._-]{1,128}$/, { message: 'quotedMessageId must be the id of a message' })
  quotedMessageId?: string;

  @ApiPropertyOptional({
    description: 'Persons that are mentioned in the text.',
    type: [String],
    maxItems: MOST_MENTIONS,
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_MENTIONS)
  @IsString({ each: true })
  mentions?: string[];

  @ApiPropertyOptional({ description: 'Everybody in the group is mentioned. In groups only.', type: Boolean })
  @IfGiven()
  @IsBoolean()
  mentionAll?: boolean;

  @ApiPropertyOptional({
    description: 'How long it may wait for its turn or for a connection; then it fails as `expired`. Default: one day.',
    type: 'integer',
    minimum: 1,
    maximum: WEEK_SECONDS,
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(WEEK_SECONDS)
  expiresInSeconds?: number;

  @ApiPropertyOptional({ description: 'Your own name for it; given back in the result.', type: String, maxLength: 255 })
  @IfGiven()
  @IsString()
  @MaxLength(255)
  clientReference?: string;
}

const WAIT_FOR = ['none', 'sent', 'delivered'] as const;
const LONGEST_WAIT_SECONDS = 30;

export class SendMessageQuery {
  @ApiPropertyOptional({
    description: 'How far the message should be when the answer comes.',
    enum: WAIT_FOR,
    default: 'sent',
  })
  @IsIn(WAIT_FOR)
  waitFor: (typeof WAIT_FOR)[number] = 'sent';

  @ApiPropertyOptional({
    description: 'How long to wait for that.',
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_WAIT_SECONDS,
    default: 10,
  })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LONGEST_WAIT_SECONDS)
  waitSeconds = 10;
}
