import type { OutgoingContent } from '@columba/core';
import type { MediaDraft } from '../../media/outgoing/outgoing-media.service.js';

/** What is to be sent; its media may still be to be fetched. */
export type ContentDraft = OutgoingContent | MediaDraft;

/** What it takes to send one kind of content: the checked shape of the request, and how it becomes the model. */
export interface OutgoingKindModule<Dto extends { kind: string }> {
  /** Name of the component in the document. */
  component: string;
  dto: new () => Dto;
  parse(dto: Dto): ContentDraft;
}
