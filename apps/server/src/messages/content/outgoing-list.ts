import type { OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, ValidateNested } from 'class-validator';
import { TextField } from '../../common/openapi/fields.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const MOST_SECTIONS = 10;
const MOST_ROWS = 10;

@ApiSchema({ name: 'OutgoingListRow' })
export class OutgoingListRowDto {
  @TextField({ description: 'Comes back in the reply.', max: 256, example: 'mon' })
  id: string;

  @TextField({ description: 'What it says.', max: 100, example: 'Monday' })
  title: string;

  @TextField({ description: 'More about it.', max: 300, optional: true })
  description?: string;
}

@ApiSchema({ name: 'OutgoingListSection' })
export class OutgoingListSectionDto {
  @TextField({ description: 'Above its rows.', max: 100, optional: true })
  title?: string;

  @ApiProperty({ description: 'What can be chosen.', type: [OutgoingListRowDto], minItems: 1, maxItems: MOST_ROWS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => OutgoingListRowDto)
  rows: OutgoingListRowDto[];
}

@ApiSchema({ name: 'OutgoingList' })
export class OutgoingListDto {
  @ApiProperty({ enum: ['list'], description: 'A text with a list. Not every engine sends them: see capabilities.' })
  @IsIn(['list'])
  kind: 'list';

  @TextField({ description: 'What to say.', max: 4_096 })
  text: string;

  @TextField({ description: 'Stands on the button that opens the list.', max: 60 })
  buttonText: string;

  @ApiProperty({ description: 'Parts of it.', type: [OutgoingListSectionDto], minItems: 1, maxItems: MOST_SECTIONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_SECTIONS)
  @ValidateNested({ each: true })
  @Type(() => OutgoingListSectionDto)
  sections: OutgoingListSectionDto[];

  @TextField({ description: 'Below it, in small print.', max: 60, optional: true })
  footer?: string;
}

export const outgoingList: OutgoingKindModule<OutgoingListDto> = {
  component: 'OutgoingList',
  dto: OutgoingListDto,
  parse: ({ text, buttonText, sections, footer }): OutgoingContent => ({
    kind: 'list',
    text,
    buttonText,
    sections: sections.map(({ title, rows }) => ({
      rows: rows.map(({ id, title: shown, description }) => ({ id, title: shown, ...given({ description }) })),
      ...given({ title }),
    })),
    ...given({ footer }),
  }),
};
