import type { OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { z } from 'zod';
import { component } from '../../common/openapi/component.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const LONGEST_TEXT = 65_536;

@ApiSchema({ name: 'OutgoingText' })
export class OutgoingTextDto {
  @ApiProperty({ enum: ['text'], description: 'A text message.' })
  @IsIn(['text'])
  kind: 'text';

  @ApiProperty({
    description: 'What to say.',
    minLength: 1,
    maxLength: LONGEST_TEXT,
    example: 'The washing machine is done.',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_TEXT)
  text: string;
}

export const outgoingText: OutgoingKindModule<OutgoingTextDto> = {
  component: 'OutgoingText',
  dto: OutgoingTextDto,
  parse: ({ text }): OutgoingContent => ({ kind: 'text', text }),
};

export const textContent = component(
  'TextContent',
  'A text message.',
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    preview: z
      .object({ url: z.string(), title: z.string().optional(), description: z.string().optional() })
      .optional()
      .describe('The preview of a link, as the sender made it.'),
  }),
);
