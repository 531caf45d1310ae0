import { createHash } from 'node:crypto';
import type { Media, MessageContent } from '@columba/core';
import type { ContentFields } from './content-reader.js';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The page has keys and hashes as base64. */
function bytesOf(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  return Buffer.from(Array.isArray(value) ? (value as number[]) : []);
}

/** The facts of a file; its bytes are not here yet. */
export function toMedia({ key, fields }: ContentFields): Media {
  const { mimetype, size, filehash, filename, width, height, duration, mediaKey } = fields;
  const media: Media = {
    mediaId: mediaIdOf(key?.id ?? '', bytesOf(mediaKey)),
    state: 'pending',
    mimeType: textOf(mimetype) ?? 'application/octet-stream',
  };
  const sha256 = bytesOf(filehash);
  if (Number(size) > 0) media.sizeBytes = Number(size);
  if (sha256.length > 0) media.sha256 = sha256.toString('hex');
  const fileName = textOf(filename);
  if (fileName) media.fileName = fileName;
  if (Number(width) > 0) media.width = Number(width);
  if (Number(height) > 0) media.height = Number(height);
  if (Number(duration) > 0) media.durationSeconds = Number(duration);
  return media;
}

/** A UUID that a message delivered twice, or under the other address of a person, has again; the same in all engines. */
function mediaIdOf(messageId: string, mediaKey: Buffer): string {
  const hex = createHash('sha256').update(messageId).update(mediaKey).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The page fills a document's words with its name where there are none. */
const words = ({ caption, fields }: ContentFields) => (caption && caption !== fields.filename ? { caption } : {});
const once = ({ fields }: ContentFields) => (fields.isViewOnce === true ? { viewOnce: true } : {});

export const MEDIA_READERS: Readonly<Record<string, (message: ContentFields) => MessageContent>> = {
  image: (message) => ({ kind: 'image', media: toMedia(message), ...words(message), ...once(message) }),
  video: (message) => ({
    kind: 'video',
    media: toMedia(message),
    style: message.fields.isGif === true ? 'gif' : 'normal',
    ...words(message),
    ...once(message),
  }),
  ptv: (message) => ({ kind: 'video', media: toMedia(message), style: 'note', ...words(message), ...once(message) }),
  audio: (message) => ({ kind: 'audio', media: toMedia(message) }),
  ptt: (message) => ({ kind: 'voice', media: toMedia(message), ...once(message) }),
  document: (message) => ({ kind: 'document', media: toMedia(message), ...words(message) }),
  sticker: (message) => ({
    kind: 'sticker',
    media: toMedia(message),
    animated: message.fields.isAnimated === true || message.fields.isAnimatedSticker === true,
  }),
};
