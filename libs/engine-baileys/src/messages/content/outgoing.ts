import type { AnyMessageContent } from '@whiskeysockets/baileys';
import { UnsupportedError, type OutgoingContent, type OutgoingKind } from '@columba/core';
import { fromContact } from './contact.content.js';
import { fromEvent } from './event.content.js';
import { fromLocation } from './location.content.js';
import { fromPoll } from './poll.content.js';
import { fromText } from './text.content.js';

type Writer<K extends OutgoingKind> = (content: Extract<OutgoingContent, { kind: K }>) => AnyMessageContent;

/** Every kind there is. `null`: this engine does not send it; the capability table is made from these. */
export const WRITERS: { [K in OutgoingKind]: Writer<K> | null } = {
  text: fromText,
  location: fromLocation,
  contact: fromContact,
  poll: fromPoll,
  image: null,
  video: null,
  audio: null,
  voice: null,
  document: null,
  sticker: null,
  event: fromEvent,
  buttons: null,
  list: null,
  groupInvite: null,
};

/** @throws UnsupportedError for kinds that this engine does not send. */
export function fromContent(content: OutgoingContent): AnyMessageContent {
  // The table pairs each kind with its writer; the compiler cannot follow the pair through an index.
  const writer = WRITERS[content.kind] as ((content: OutgoingContent) => AnyMessageContent) | null;
  if (!writer) throw new UnsupportedError(`This engine does not send messages of kind ${content.kind}`);
  return writer(content);
}
