import { EVENT_TYPES, type EventType } from '@columba/core';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, Matches } from 'class-validator';
import { IfGiven, ChoiceField, TextField } from '../common/openapi/fields.js';
import { WaitingPageQuery } from '../events/events.dto.js';

const SESSION = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const MOST_FILTERED = 200;

@ApiSchema({ name: 'CreateConsumerRequest' })
export class CreateConsumerDto {
  @ApiProperty({
    description: 'It fetches its events itself. Who wants them posted makes a webhook.',
    enum: ['pull'],
    type: String,
  })
  @IsIn(['pull'])
  kind: 'pull';

  @TextField({ description: 'For people.', example: 'Washing machine', max: 100 })
  name: string;

  @ApiPropertyOptional({
    description: 'Only events of these types.',
    enum: EVENT_TYPES,
    isArray: true,
    minItems: 1,
    maxItems: MOST_FILTERED,
  })
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[];

  @ApiPropertyOptional({
    description: 'Only events of these sessions.',
    type: String,
    isArray: true,
    minItems: 1,
    maxItems: MOST_FILTERED,
    example: ['home'],
  })
  @IfGiven()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILTERED)
  @Matches(SESSION, { each: true, message: 'sessions must be names of sessions' })
  sessions?: string[];

  @ChoiceField({
    description: 'Where it begins: with what happens from now on, or with all that is still in the log.',
    of: ['now', 'earliest'],
    default: 'now',
    optional: true,
  })
  from?: 'now' | 'earliest';
}

export class PullEventsQuery extends WaitingPageQuery {}

@ApiSchema({ name: 'SetConsumerCursorRequest' })
export class SetCursorDto {
  @TextField({ description: '`nextCursor` of a page whose events are done.', example: 'cDQy', max: 2_000 })
  cursor: string;
}
