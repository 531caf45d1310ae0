import type { AnyMessageContent } from '@whiskeysockets/baileys';
import { UnsupportedError, type OutgoingContent, type OutgoingKind } from '@columba/core';
import { isOutgoingFile, type FileKind } from './media.content.js';
import { fromContact } from './contact.content.js';
import { fromEvent } from './event.content.js';
import { fromLocation } from './location.content.js';
import { fromPoll } from './poll.content.js';
import { fromText } from './text.content.js';

/** A file is uploaded first, and an invitation asked for. */
type PlainKind = Exclude<OutgoingKind, FileKind | 'groupInvite'>;
export type PlainContent = Extract<OutgoingContent, { kind: PlainKind }>;
type Writer<K extends PlainKind> = (content: Extract<OutgoingContent, { kind: K }>) => AnyMessageContent;

/** Every kind that is put together from what is given. `null`: this engine does not send it; the capability table is made from these. */
export const WRITERS: { [K in PlainKind]: Writer<K> | null } = {
  text: fromText,
  location: fromLocation,
  contact: fromContact,
  poll: fromPoll,
  event: fromEvent,
  buttons: null,
  list: null,
};

/** @throws UnsupportedError for kinds that this engine does not send. */
export const fromContent = (content: PlainContent): AnyMessageContent => writerOf(content)(content);

/** Asked before anything is looked up or uploaded. @throws UnsupportedError for kinds that this engine does not send. */
export function assertSends(content: OutgoingContent): void {
  // Files and invitations are made on the way out, with what only WhatsApp knows.
  if (!isOutgoingFile(content) && content.kind !== 'groupInvite') writerOf(content);
}

function writerOf({ kind }: PlainContent): (content: PlainContent) => AnyMessageContent {
  // The table pairs each kind with its writer; the compiler cannot follow the pair through an index.
  const writer = WRITERS[kind] as ((content: PlainContent) => AnyMessageContent) | null;
  if (!writer) throw new UnsupportedError(`This engine does not send messages of kind ${kind}`);
  return writer;
}
