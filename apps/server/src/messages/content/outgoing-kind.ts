import type { OutgoingContent } from '@columba/core';

/** What it takes to send one kind of content: the checked shape of the request, and how it becomes the model. */
export interface OutgoingKindModule<Dto extends { kind: string }> {
  /** Name of the component in the document. */
  component: string;
  dto: new () => Dto;
  parse(dto: Dto): OutgoingContent;
}
