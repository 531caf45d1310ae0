import type { OutgoingContent, OutgoingMedia } from '@columba/core';
import type { PageMediaType } from '../../page/facets/media.page.js';
import type { SentRequest } from '../sent-request.js';
import type { WriterTools } from './writer-tools.js';

/** Content with a file. */
export type OutgoingFile = Extract<OutgoingContent, { media: OutgoingMedia }>;

const words = (caption: string | undefined) => (caption ? { caption } : {});
const once = (viewOnce: boolean | undefined) => (viewOnce ? { isViewOnce: true } : {});

/** The page's name of a kind, how its keys are derived, and what else its messages say. */
function spelled(content: OutgoingFile): { type: string; sealedAs: PageMediaType; rest: Record<string, unknown> } {
  switch (content.kind) {
    case 'image':
      return { type: 'image', sealedAs: 'image', rest: { ...words(content.caption), ...once(content.viewOnce) } };
    case 'video': {
      const { style, caption, viewOnce } = content;
      const type = style === 'note' ? 'ptv' : 'video';
      const sealedAs = style === 'gif' ? 'gif' : type;
      return { type, sealedAs, rest: { isGif: style === 'gif', ...words(caption), ...once(viewOnce) } };
    }
    case 'audio':
      return { type: 'audio', sealedAs: 'audio', rest: {} };
    case 'voice': {
      const { durationSeconds, waveform } = content;
      const duration = durationSeconds === undefined ? {} : { duration: String(Math.round(durationSeconds)) };
      return { type: 'ptt', sealedAs: 'ptt', rest: { ...duration, ...(waveform ? { waveform } : {}) } };
    }
    case 'document':
      return { type: 'document', sealedAs: 'document', rest: words(content.caption) };
    default:
      return { type: 'sticker', sealedAs: 'sticker', rest: { isAnimated: content.animated ?? false } };
  }
}

/** A message around a file that WhatsApp has by then, so that repeating it needs no file. */
export async function writeFile(content: OutgoingFile, { upload }: WriterTools): Promise<SentRequest> {
  const { type, sealedAs, rest } = spelled(content);
  const { media } = content;
  const { mimeType, sizeBytes, fileName, width, height, durationSeconds, thumbnail } = media;
  const place = await upload(media, sealedAs);
  const extra = {
    ...place,
    type,
    mimetype: mimeType,
    size: sizeBytes,
    body: thumbnail ?? '',
    ...(fileName === undefined || content.kind !== 'document' ? {} : { filename: fileName }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(durationSeconds === undefined ? {} : { duration: String(Math.round(durationSeconds)) }),
    ...rest,
  };
  return { content: '', extra };
}
