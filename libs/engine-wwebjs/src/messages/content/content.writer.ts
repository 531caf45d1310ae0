import { UnsupportedError, type OutgoingContent, type OutgoingKind } from '@columba/core';
import type { SentRequest } from '../sent-request.js';
import { writeText } from './text.writer.js';

/** What the page's library is to send for a content. May take its time: files are read and uploaded. */
export type ContentWriter<K extends OutgoingKind> = (
  content: Extract<OutgoingContent, { kind: K }>,
) => SentRequest | Promise<SentRequest>;

/** A new kind is one file beside this and one line. */
export const WRITERS: { [K in OutgoingKind]?: ContentWriter<K> } = {
  text: writeText,
};

/** @throws UnsupportedError */
export function assertSends({ kind }: OutgoingContent): void {
  if (!WRITERS[kind]) throw new UnsupportedError(`The whatsapp-web.js engine does not send ${kind} messages`);
}

/** @throws UnsupportedError */
export async function writeContent(content: OutgoingContent): Promise<SentRequest> {
  assertSends(content);
  const write = WRITERS[content.kind] as (content: OutgoingContent) => SentRequest | Promise<SentRequest>;
  return write(content);
}
