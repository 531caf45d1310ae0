import type { OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, ValidateNested } from 'class-validator';
import { TextField } from '../../common/openapi/fields.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const MOST_BUTTONS = 3;

@ApiSchema({ name: 'OutgoingButton' })
export class OutgoingButtonDto {
  @TextField({ description: 'Comes back in the reply.', max: 256, example: 'yes' })
  id: string;

  @TextField({ description: 'What stands on it.', max: 100, example: 'Yes' })
  text: string;
}

@ApiSchema({ name: 'OutgoingButtons' })
export class OutgoingButtonsDto {
  @ApiProperty({
    enum: ['buttons'],
    description: 'A text with buttons. Not every engine sends them: see capabilities.',
  })
  @IsIn(['buttons'])
  kind: 'buttons';

  @TextField({ description: 'What to say.', max: 4_096 })
  text: string;

  @ApiProperty({ description: 'No two with one id.', type: [OutgoingButtonDto], minItems: 1, maxItems: MOST_BUTTONS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_BUTTONS)
  @ArrayUnique((button: OutgoingButtonDto) => button.id)
  @ValidateNested({ each: true })
  @Type(() => OutgoingButtonDto)
  buttons: OutgoingButtonDto[];

  @TextField({ description: 'Below it, in small print.', max: 60, optional: true })
  footer?: string;
}

export const outgoingButtons: OutgoingKindModule<OutgoingButtonsDto> = {
  component: 'OutgoingButtons',
  dto: OutgoingButtonsDto,
  parse: ({ text, buttons, footer }): OutgoingContent => ({
    kind: 'buttons',
    text,
    buttons: buttons.map(({ id, text: shown }) => ({ id, text: shown })),
    ...given({ footer }),
  }),
};
