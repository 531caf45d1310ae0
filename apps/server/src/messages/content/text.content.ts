import { InvalidInputError, type OutgoingContent } from '@columba/core';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBase64,
  IsIn,
  IsObject,
  IsString,
  IsUrl,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { z } from 'zod';
import { component } from '../../common/openapi/component.js';
import { TextField } from '../../common/openapi/fields.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const LONGEST_TEXT = 65_536;

@ApiSchema({ name: 'OutgoingLinkPreview' })
export class OutgoingLinkPreviewDto {
  @TextField({ description: 'The link, as it stands in the text.', max: 2_000, example: 'https://example.org' })
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  url: string;

  @TextField({ description: 'What is behind it.', max: 500 })
  title: string;

  @TextField({ description: 'More about it.', max: 2_000, optional: true })
  description?: string;

  @TextField({ description: 'A small JPEG in base64, at most 10 kB.', max: 14_000, optional: true })
  @IsBase64()
  thumbnail?: string;
}

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

  @ApiPropertyOptional({
    description: 'The preview of a link in the text, as you made it; Columba fetches nothing for it.',
    oneOf: [{ $ref: '#/components/schemas/OutgoingLinkPreview' }],
  })
  @ValidateIf(({ preview }: OutgoingTextDto) => preview !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => OutgoingLinkPreviewDto)
  preview?: OutgoingLinkPreviewDto;
}

export const outgoingText: OutgoingKindModule<OutgoingTextDto> = {
  component: 'OutgoingText',
  dto: OutgoingTextDto,
  parse({ text, preview }): OutgoingContent {
    if (!preview) return { kind: 'text', text };
    const { url, title, description, thumbnail } = preview;
    if (!text.includes(url))
      throw new InvalidInputError('The link of the preview does not stand in the text', {
        fields: [{ pointer: '/content/preview/url', code: 'not_valid', detail: 'Must stand in the text' }],
      });
    return { kind: 'text', text, preview: { url, title, ...given({ description, thumbnail }) } };
  },
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
