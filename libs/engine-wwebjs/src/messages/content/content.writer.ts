import { UnsupportedError, type OutgoingContent, type OutgoingKind } from '@columba/core';
import type { SentRequest } from '../sent-request.js';
import { writeContact } from './contact.writer.js';
import { writeEvent } from './event.writer.js';
import { writeGroupInvite } from './group-invite.writer.js';
import { writeLocation } from './location.writer.js';
import { writeFile } from './media.writer.js';
import { writePoll } from './poll.writer.js';
import { writeText } from './text.writer.js';
import type { WriterTools } from './writer-tools.js';

/** What the page's library is to send for a content. May take its time: files are read and uploaded. */
export type ContentWriter<K extends OutgoingKind> = (
  content: Extract<OutgoingContent, { kind: K }>,
  tools: WriterTools,
) => SentRequest | Promise<SentRequest>;

/** A new kind is one file beside this and one line. */
export const WRITERS: { [K in OutgoingKind]?: ContentWriter<K> } = {
  text: writeText,
  location: writeLocation,
  contact: writeContact,
  poll: writePoll,
  event: writeEvent,
  groupInvite: writeGroupInvite,
  image: writeFile,
  video: writeFile,
  audio: writeFile,
  voice: writeFile,
  document: writeFile,
  sticker: writeFile,
};

/** @throws UnsupportedError */
export function assertSends({ kind }: OutgoingContent): void {
  if (!WRITERS[kind]) throw new UnsupportedError(`The whatsapp-web.js engine does not send ${kind} messages`);
}

/** @throws UnsupportedError */
export async function writeContent(content: OutgoingContent, tools: WriterTools): Promise<SentRequest> {
  assertSends(content);
  // The table pairs each kind with its writer; the compiler cannot follow the pair through an index.
  const write = WRITERS[content.kind] as ContentWriter<OutgoingKind>;
  return write(content, tools);
}
