import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';
import { AddressesField } from '../common/openapi/fields.js';
import { declareRequestUnion } from '../common/openapi/request-union.js';
import { OUTGOING } from '../messages/content/outgoing-content.js';
import type { OutgoingImageDto, OutgoingVideoDto, OutgoingVoiceDto } from '../messages/content/outgoing-media.js';
import { OutgoingTextDto } from '../messages/content/text.content.js';

type StatusContentDto = OutgoingTextDto | OutgoingImageDto | OutgoingVideoDto | OutgoingVoiceDto;
const KINDS = ['text', 'image', 'video', 'voice'] as const satisfies readonly StatusContentDto['kind'][];

declareRequestUnion(
  'OutgoingStatus',
  'What to post.',
  Object.fromEntries(KINDS.map((kind) => [kind, OUTGOING[kind].component])),
);

@ApiSchema({ name: 'PostStatusRequest' })
export class PostStatusDto {
  @ApiProperty({ oneOf: [{ $ref: '#/components/schemas/OutgoingStatus' }] })
  @IsDefined({ message: 'content is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => OutgoingTextDto, {
    discriminator: { property: 'kind', subTypes: KINDS.map((name) => ({ name, value: OUTGOING[name].dto })) },
    keepDiscriminatorProperty: true,
  })
  content: StatusContentDto;

  @AddressesField({
    description: 'Who sees it; absent: everybody with whom the account has a chat.',
    most: 1_024,
    optional: true,
  })
  audience?: string[];
}
