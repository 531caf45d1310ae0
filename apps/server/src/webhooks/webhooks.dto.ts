import { EVENT_TYPES, type EventType } from '@columba/core';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IfGiven } from '../common/openapi/fields.js';
import { MOST_ATTEMPTS } from '../relay/retry-schedule.js';

const SESSION = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const MOST_FILTERED = 200;

const NAME = { description: 'For people; the host of the address unless given.', minLength: 1, maxLength: 100 };
const URL = { description: 'Where events are posted to: http or https.', format: 'uri', maxLength: 2_000 };
const ATTEMPTS = {
  description: 'After so many attempts an event is parked; 13 last about 77 hours.',
  type: 'integer',
  minimum: 1,
  maximum: MOST_ATTEMPTS,
} as const;
const filter = { isArray: true, minItems: 1, maxItems: MOST_FILTERED } as const;
const TYPES = { ...filter, description: 'Only events of these types.', enum: EVENT_TYPES };
const SESSIONS = { ...filter, description: 'Only events of these sessions.', type: String, example: ['home'] };
const CHATS = {
  ...filter,
  description: 'Only events of these chats: phone numbers or addresses of WhatsApp.',
  type: String,
  example: ['4915123456789@s.whatsapp.net'],
};

@ApiSchema({ name: 'CreateWebhookRequest' })
export class CreateWebhookDto {
  @ApiPropertyOptional(NAME)
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @ApiProperty(URL)
  @IsString()
  @MaxLength(2_000)
  url: string;

  @ApiPropertyOptional(TYPES)
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[];

  @ApiPropertyOptional(SESSIONS)
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILTERED)
  @Matches(SESSION, { each: true, message: 'sessions must be names of sessions' })
  sessions?: string[];

  @ApiPropertyOptional(CHATS)
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILTERED)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  chats?: string[];

  @ApiPropertyOptional({ ...ATTEMPTS, default: MOST_ATTEMPTS })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MOST_ATTEMPTS)
  maxAttempts?: number;

  @ApiPropertyOptional({
    description: 'Where it begins: with what happens from now on, or with all that is still in the log.',
    enum: ['now', 'earliest'],
    default: 'now',
  })
  @IfGiven()
  @IsIn(['now', 'earliest'])
  from?: 'now' | 'earliest';
}

@ApiSchema({ name: 'UpdateWebhookRequest' })
export class UpdateWebhookDto {
  @ApiPropertyOptional(NAME)
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional(URL)
  @IfGiven()
  @IsString()
  @MaxLength(2_000)
  url?: string;

  @ApiPropertyOptional({ ...TYPES, nullable: true, description: 'Only events of these types; null: of all.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[] | null;

  @ApiPropertyOptional({ ...SESSIONS, nullable: true, description: 'Only events of these sessions; null: of all.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILTERED)
  @Matches(SESSION, { each: true, message: 'sessions must be names of sessions' })
  sessions?: string[] | null;

  @ApiPropertyOptional({ ...CHATS, nullable: true, description: 'Only events of these chats; null: of all.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILTERED)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  chats?: string[] | null;

  @ApiPropertyOptional(ATTEMPTS)
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MOST_ATTEMPTS)
  maxAttempts?: number;

  @ApiPropertyOptional({
    description: 'false: nothing is sent, events are kept. true: goes on where it was, also after it was paused.',
    type: Boolean,
  })
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

@ApiSchema({ name: 'RotateWebhookSecretRequest' })
export class RotateSecretDto {
  @ApiPropertyOptional({
    description: 'For how long the secret before this one signs too.',
    type: 'integer',
    minimum: 0,
    maximum: 168,
    default: 24,
  })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours?: number;
}
