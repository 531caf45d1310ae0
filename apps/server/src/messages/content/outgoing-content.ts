import { declareRequestUnion } from '../../common/openapi/request-union.js';
import { outgoingButtons, type OutgoingButtonsDto } from './outgoing-buttons.js';
import { outgoingContact, type OutgoingContactDto } from './outgoing-contact.js';
import { outgoingEvent, type OutgoingEventDto } from './outgoing-event.js';
import { outgoingGroupInvite, type OutgoingGroupInviteDto } from './outgoing-group-invite.js';
import type { ContentDraft, OutgoingKindModule } from './outgoing-kind.js';
import { outgoingList, type OutgoingListDto } from './outgoing-list.js';
import { outgoingLocation, type OutgoingLocationDto } from './outgoing-location.js';
import {
  outgoingAudio,
  outgoingDocument,
  outgoingImage,
  outgoingSticker,
  outgoingVideo,
  outgoingVoice,
  type OutgoingAudioDto,
  type OutgoingDocumentDto,
  type OutgoingImageDto,
  type OutgoingStickerDto,
  type OutgoingVideoDto,
  type OutgoingVoiceDto,
} from './outgoing-media.js';
import { outgoingPoll, type OutgoingPollDto } from './outgoing-poll.js';
import { outgoingText, type OutgoingTextDto } from './text.content.js';

/** Everything that `sendMessage` takes. A new kind is one file beside this one, and one line in each of these two. */
export type OutgoingContentDto =
  | OutgoingTextDto
  | OutgoingImageDto
  | OutgoingVideoDto
  | OutgoingAudioDto
  | OutgoingVoiceDto
  | OutgoingDocumentDto
  | OutgoingStickerDto
  | OutgoingLocationDto
  | OutgoingContactDto
  | OutgoingPollDto
  | OutgoingEventDto
  | OutgoingButtonsDto
  | OutgoingListDto
  | OutgoingGroupInviteDto;
type ModuleOf<K extends SendableKind> = OutgoingKindModule<Extract<OutgoingContentDto, { kind: K }>>;
export const OUTGOING: { [K in SendableKind]: ModuleOf<K> } = {
  text: outgoingText,
  image: outgoingImage,
  video: outgoingVideo,
  audio: outgoingAudio,
  voice: outgoingVoice,
  document: outgoingDocument,
  sticker: outgoingSticker,
  location: outgoingLocation,
  contact: outgoingContact,
  poll: outgoingPoll,
  event: outgoingEvent,
  buttons: outgoingButtons,
  list: outgoingList,
  groupInvite: outgoingGroupInvite,
};

export type SendableKind = OutgoingContentDto['kind'];

/** The discriminator, as the validator wants it. */
export const CONTENT_DISCRIMINATOR = {
  property: 'kind',
  subTypes: Object.entries(OUTGOING).map(([name, { dto }]) => ({ name, value: dto })),
};

export function parseContent(dto: OutgoingContentDto): ContentDraft {
  // The table pairs each kind with its module; the compiler cannot follow the pair through an index.
  const kind = OUTGOING[dto.kind] as OutgoingKindModule<OutgoingContentDto>;
  return kind.parse(dto);
}

declareRequestUnion(
  'OutgoingContent',
  'What to send.',
  Object.fromEntries(Object.entries(OUTGOING).map(([kind, { component }]) => [kind, component])),
);

export const OUTGOING_DTOS = Object.values(OUTGOING).map(({ dto }) => dto);
