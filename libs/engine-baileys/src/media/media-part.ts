import { createHash } from 'node:crypto';
import { normalizeMessageContent, toNumber, type MediaType, type proto } from '@whiskeysockets/baileys';
import type { Media } from '@columba/core';

/** The fields in which messages carry a file. */
export type MediaField =
  'imageMessage' | 'videoMessage' | 'ptvMessage' | 'audioMessage' | 'documentMessage' | 'stickerMessage';

/** Which keys are derived from the media key, and where a file of that field is uploaded. */
export const TYPE_OF: Record<MediaField, MediaType> = {
  imageMessage: 'image',
  videoMessage: 'video',
  ptvMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
};

const FIELDS = Object.keys(TYPE_OF) as MediaField[];

/** What the parts of all fields have in common. */
export interface MediaPart {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
  fileLength?: Parameters<typeof toNumber>[0];
  mimetype?: string | null;
  fileName?: string | null;
  width?: number | null;
  height?: number | null;
  seconds?: number | null;
}

/** A file as a message names it. */
export interface NamedFile {
  field: MediaField;
  part: MediaPart;
}

/** The file in a message, whatever the message is wrapped in. */
export function fileIn(message: proto.IMessage | null | undefined): NamedFile | undefined {
  const inner = normalizeMessageContent(message);
  const field = inner && FIELDS.find((each) => inner[each]);
  const part = field && inner[field];
  return part ? { field, part } : undefined;
}

/** The facts of a file; its bytes are not here yet. */
export function toMedia(part: MediaPart, messageId: string): Media {
  const media: Media = {
    mediaId: mediaIdOf(messageId, part.mediaKey ?? Uint8Array.of()),
    state: 'pending',
    mimeType: part.mimetype ?? 'application/octet-stream',
  };
  const { fileLength, fileSha256, fileName, width, height, seconds } = part;
  if (fileLength) media.sizeBytes = toNumber(fileLength);
  if (fileSha256?.length) media.sha256 = Buffer.from(fileSha256).toString('hex');
  if (fileName) media.fileName = fileName;
  if (width) media.width = width;
  if (height) media.height = height;
  if (seconds) media.durationSeconds = seconds;
  return media;
}

/** A UUID that a message delivered twice, or under the other address of a person, has again. */
function mediaIdOf(messageId: string, mediaKey: Uint8Array): string {
  const hex = createHash('sha256').update(messageId).update(mediaKey).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
