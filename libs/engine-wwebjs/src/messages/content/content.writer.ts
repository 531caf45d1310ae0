import {
  InvalidInputError,
  isGroup,
  jidKind,
  STATUS_JID,
  UnsupportedError,
  type Jid,
  type JidKind,
  type OutgoingContent,
  type OutgoingKind,
  type SendOptions,
} from '@columba/core';
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

const STATUS_KINDS: readonly OutgoingKind[] = ['text', 'image', 'video', 'voice'];
const NOT_SERVED: readonly JidKind[] = ['channel', 'broadcast'];

/** Asked before anything is looked up or uploaded. @throws UnsupportedError, InvalidInputError */
export function assertSends(chat: Jid, { kind }: OutgoingContent, { mentionAll }: SendOptions): void {
  if (NOT_SERVED.includes(jidKind(chat))) throw new UnsupportedError('Channels and lists are left to the phone');
  if (!WRITERS[kind]) throw new UnsupportedError(`The whatsapp-web.js engine does not send ${kind} messages`);
  if (chat === STATUS_JID && !STATUS_KINDS.includes(kind))
    throw new UnsupportedError(`The whatsapp-web.js engine posts no ${kind} as a status`);
  if (mentionAll && !isGroup(chat)) throw new InvalidInputError('Everybody can be mentioned in groups only');
}

/** For what {@link assertSends} lets pass. */
export async function writeContent(content: OutgoingContent, tools: WriterTools): Promise<SentRequest> {
  // The table pairs each kind with its writer; the compiler cannot follow the pair through an index.
  const write = WRITERS[content.kind] as ContentWriter<OutgoingKind>;
  return write(content, tools);
}
