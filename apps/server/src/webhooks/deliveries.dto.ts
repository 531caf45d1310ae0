import { EVENT_TYPES, type EventType } from '@columba/core';
import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IfGiven, InstantField } from '../common/openapi/fields.js';

const MOST = 200;

export class PageQuery {
  @ApiPropertyOptional({ description: 'How many at most.', type: 'integer', minimum: 1, maximum: MOST, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST)
  limit = 50;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before.', type: String })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only attempts for this event.', format: 'uuid' })
  @IfGiven()
  @IsUUID()
  eventId?: string;
}

const IDS = { description: 'Only these events.', type: String, isArray: true, minItems: 1, maxItems: MOST };

@ApiSchema({ name: 'ReplayParkedRequest' })
export class ReplayParkedDto {
  @ApiPropertyOptional({ ...IDS, description: 'Only these events; all that are parked unless given.' })
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST)
  @IsUUID(undefined, { each: true })
  eventIds?: string[];
}

@ApiSchema({ name: 'RedeliverRequest' })
export class RedeliverDto {
  @ApiPropertyOptional(IDS)
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST)
  @IsUUID(undefined, { each: true })
  eventIds?: string[];

  @ApiPropertyOptional({ description: 'Only events of this session.', type: String, example: 'home' })
  @IfGiven()
  @Matches(/^[a-z0-9][a-z0-9_-]{0,63}$/, { message: 'session must be the name of a session' })
  session?: string;

  @ApiPropertyOptional({ description: 'The first number; needs `session`.', type: 'integer', minimum: 1 })
  @IfGiven()
  @IsInt()
  @Min(1)
  fromSeq?: number;

  @ApiPropertyOptional({ description: 'The last number; needs `session`.', type: 'integer', minimum: 1 })
  @IfGiven()
  @IsInt()
  @Min(1)
  toSeq?: number;

  @InstantField({ description: 'Only what was stored then or later.', optional: true })
  since?: string;

  @InstantField({ description: 'Only what was stored before.', optional: true })
  until?: string;

  @ApiPropertyOptional({ description: 'Only these types.', enum: EVENT_TYPES, isArray: true, minItems: 1 })
  @IfGiven()
  @ArrayMinSize(1)
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[];

  @ApiPropertyOptional({ description: 'Only count them.', type: Boolean, default: false })
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}
