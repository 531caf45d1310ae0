import type { ContentKind, MessageContent } from '@columba/core';
import type { z } from 'zod';
import { component, taggedUnion } from '../../common/openapi/component.js';
import { toPersonDto } from '../person.schema.js';
import { contactContent, eventContent, groupInviteContent, locationContent } from './card.content.js';
import {
  buttonReplyContent,
  buttonsContent,
  listContent,
  listReplyContent,
  pollContent,
  pollVoteContent,
} from './choice.content.js';
import {
  audioContent,
  documentContent,
  imageContent,
  stickerContent,
  toMediaDto,
  videoContent,
  voiceContent,
} from './media.content.js';
import { systemContent, unsupportedContent } from './notice.content.js';
import { textContent } from './text.content.js';

/** Exhaustive: a kind that the model learns does not compile until it stands here. */
const KINDS = {
  text: textContent,
  image: imageContent,
  video: videoContent,
  audio: audioContent,
  voice: voiceContent,
  document: documentContent,
  sticker: stickerContent,
  location: locationContent,
  contact: contactContent,
  poll: pollContent,
  event: eventContent,
  buttons: buttonsContent,
  list: listContent,
  buttonReply: buttonReplyContent,
  listReply: listReplyContent,
  pollVote: pollVoteContent,
  groupInvite: groupInviteContent,
  system: systemContent,
  unsupported: unsupportedContent,
} satisfies Record<ContentKind, z.ZodType>;

export const CONTENT_KINDS = Object.keys(KINDS) as ContentKind[];

type Options = [(typeof KINDS)['text'], ...(typeof KINDS)[ContentKind][]];

export const contentSchema = component(
  'MessageContent',
  'What a message says.',
  taggedUnion('kind', Object.values(KINDS) as unknown as Options),
);
export type ContentDto = z.output<(typeof KINDS)[ContentKind]>;

export function toContentDto(content: MessageContent): ContentDto {
  switch (content.kind) {
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return { ...content, media: toMediaDto(content.media) };
    case 'event':
      return { ...content, startsAt: content.startsAt.toISOString(), endsAt: content.endsAt?.toISOString() };
    case 'groupInvite':
      return { ...content, expiresAt: content.expiresAt?.toISOString() };
    case 'system':
      return { ...content, persons: content.persons.map(toPersonDto) };
    default:
      return content;
  }
}
