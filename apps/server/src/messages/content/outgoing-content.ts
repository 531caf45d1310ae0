import type { OutgoingContent } from '@columba/core';
import { declareRequestUnion } from '../../common/openapi/request-union.js';
import type { OutgoingKindModule } from './outgoing-kind.js';
import { outgoingText, type OutgoingTextDto } from './text.content.js';

/** Everything that `sendMessage` takes. A new kind is one file beside this one, and one line in each of these two. */
export type OutgoingContentDto = OutgoingTextDto;
export const OUTGOING: Record<SendableKind, OutgoingKindModule<OutgoingContentDto>> = { text: outgoingText };

export type SendableKind = OutgoingContentDto['kind'];

/** The discriminator, as the validator wants it. */
export const CONTENT_DISCRIMINATOR = {
  property: 'kind',
  subTypes: Object.entries(OUTGOING).map(([name, { dto }]) => ({ name, value: dto })),
};

export const parseContent = (dto: OutgoingContentDto): OutgoingContent => OUTGOING[dto.kind].parse(dto);

declareRequestUnion(
  'OutgoingContent',
  'What to send.',
  Object.fromEntries(Object.entries(OUTGOING).map(([kind, { component }]) => [kind, component])),
);

export const OUTGOING_DTOS = Object.values(OUTGOING).map(({ dto }) => dto);
