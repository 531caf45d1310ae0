import type { AnyMessageContent } from '@whiskeysockets/baileys';
import { UnsupportedError, type OutgoingContent, type OutgoingKind } from '@columba/core';
import { fromContact } from './contact.content.js';
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
  event: null,
  buttons: null,
  list: null,
  groupInvite: null,
};

/** @throws UnsupportedError for kinds that this engine does not send. */
export function fromContent(content: OutgoingContent): AnyMessageContent {
  return write(content.kind, content);
}

function write<K extends OutgoingKind>(kind: K, content: OutgoingContent): AnyMessageContent {
  const writer = WRITERS[kind] as Writer<K> | null;
  if (!writer) throw new UnsupportedError(`This engine does not send messages of kind ${kind}`);
  return writer(content as Extract<OutgoingContent, { kind: K }>);
}
