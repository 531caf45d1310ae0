import { EVENT_TYPES, type EventType } from '@columba/core';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const MOST = 200;
const LONGEST_WAIT_SECONDS = 60;

export class WaitingPageQuery {
  @ApiPropertyOptional({ description: 'How many at most.', type: 'integer', minimum: 1, maximum: MOST, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST)
  limit = 50;

  @ApiPropertyOptional({
    description: 'Wait this long for the first event, when there is none yet.',
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_WAIT_SECONDS,
    default: 0,
  })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LONGEST_WAIT_SECONDS)
  waitSeconds = 0;
}

const TYPES = {
  description: 'Only these types, divided by commas.',
  type: String,
  example: 'message.received,message.status_changed',
};
const split = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);

export class ListEventsQuery extends WaitingPageQuery {
  @ApiPropertyOptional({ description: '`nextCursor` of an earlier page, or `id` of the stream.', type: String })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  cursor?: string;

  @ApiPropertyOptional({
    description: 'Where to begin without a cursor.',
    enum: ['earliest', 'now'],
    default: 'earliest',
  })
  @IsIn(['earliest', 'now'])
  from: 'earliest' | 'now' = 'earliest';

  @ApiPropertyOptional(TYPES)
  @IsOptional()
  @Transform(split)
  @IsIn(EVENT_TYPES, { each: true, message: 'types must be known types of events' })
  types?: EventType[];
}

export class ListSessionEventsQuery extends WaitingPageQuery {
  @ApiPropertyOptional({ description: 'Only events after this number.', type: 'integer', minimum: 0, default: 0 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  afterSeq = 0;

  @ApiPropertyOptional(TYPES)
  @IsOptional()
  @Transform(split)
  @IsIn(EVENT_TYPES, { each: true, message: 'types must be known types of events' })
  types?: EventType[];
}

export class StreamEventsQuery {
  @ApiPropertyOptional({
    description: 'Where to go on; the header `Last-Event-ID` says the same. Without either: from now.',
    type: String,
  })
  @IsOptional()
  @IsString()
  @Matches(/^[\w-]{1,2000}$/, { message: 'cursor must be the id of an earlier event of the stream' })
  cursor?: string;

  @ApiPropertyOptional(TYPES)
  @IsOptional()
  @Transform(split)
  @IsIn(EVENT_TYPES, { each: true, message: 'types must be known types of events' })
  types?: EventType[];
}
