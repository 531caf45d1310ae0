import { InvalidInputError, type OutgoingContent } from '@columba/core';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IfGiven } from '../../common/openapi/fields.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const LONGEST_QUESTION = 255;
const LONGEST_OPTION = 100;
const MOST_OPTIONS = 12;

@ApiSchema({ name: 'OutgoingPoll' })
export class OutgoingPollDto {
  @ApiProperty({ enum: ['poll'], description: 'A question with options to choose from.' })
  @IsIn(['poll'])
  kind: 'poll';

  @ApiProperty({ description: 'What is asked.', minLength: 1, maxLength: LONGEST_QUESTION, example: 'When?' })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_QUESTION)
  question: string;

  @ApiProperty({ description: 'Each at most 100 characters, no two alike.', type: [String], minItems: 2, maxItems: 12 })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MOST_OPTIONS)
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(LONGEST_OPTION, { each: true })
  options: string[];

  @ApiPropertyOptional({ description: 'How many may be chosen; 0: any number.', type: Number, minimum: 0, default: 0 })
  @IfGiven()
  @IsInt()
  @Min(0)
  selectableCount?: number;
}

export const outgoingPoll: OutgoingKindModule<OutgoingPollDto> = {
  component: 'OutgoingPoll',
  dto: OutgoingPollDto,
  parse({ question, options, selectableCount = 0 }): OutgoingContent {
    if (selectableCount > options.length)
      throw new InvalidInputError('selectableCount is more than there are options', {
        fields: [{ pointer: '/content/selectableCount', code: 'out_of_range', detail: 'At most one per option' }],
      });
    return { kind: 'poll', question, options, selectableCount };
  },
};
