import type { proto } from '@whiskeysockets/baileys';
import type {
  AudioContent,
  DocumentContent,
  ImageContent,
  OutgoingContent,
  OutgoingMedia,
  StickerContent,
  VideoContent,
  VoiceContent,
} from '@columba/core';
import { toMedia, type MediaField } from '../../media/media-part.js';
import type { SealedFile } from '../../media/seal.js';
import type { Uploaded } from '../../media/upload.js';

type Once = { viewOnce?: boolean | null };
type Said = { caption?: string | null };

const once = ({ viewOnce }: Once) => (viewOnce ? { viewOnce: true } : {});
const said = ({ caption }: Said) => (caption ? { caption } : {});

export const readImage = (part: proto.Message.IImageMessage, id: string): ImageContent => ({
  kind: 'image',
  media: toMedia(part, id),
  ...said(part),
  ...once(part),
});

export const readVideo = (part: proto.Message.IVideoMessage, id: string): VideoContent => ({
  kind: 'video',
  media: toMedia(part, id),
  style: part.gifPlayback ? 'gif' : 'normal',
  ...said(part),
  ...once(part),
});

export const readVideoNote = (part: proto.Message.IVideoMessage, id: string): VideoContent => ({
  ...readVideo(part, id),
  style: 'note',
});

export const readAudio = (part: proto.Message.IAudioMessage, id: string): AudioContent | VoiceContent =>
  part.ptt ? { kind: 'voice', media: toMedia(part, id), ...once(part) } : { kind: 'audio', media: toMedia(part, id) };

export const readDocument = (part: proto.Message.IDocumentMessage, id: string): DocumentContent => ({
  kind: 'document',
  media: toMedia(part, id),
  ...said(part),
});

export const readSticker = (part: proto.Message.IStickerMessage, id: string): StickerContent => ({
  kind: 'sticker',
  media: toMedia(part, id),
  animated: part.isAnimated ?? false,
});

/** Content with a file. */
export type OutgoingFile = Extract<OutgoingContent, { media: OutgoingMedia }>;
export type FileKind = OutgoingFile['kind'];

export const isOutgoingFile = (content: OutgoingContent): content is OutgoingFile => 'media' in content;

/** In which field of a message each kind travels. */
export function fieldOf(content: OutgoingFile): MediaField {
  if (content.kind === 'video') return content.style === 'note' ? 'ptvMessage' : 'videoMessage';
  if (content.kind === 'voice') return 'audioMessage';
  return `${content.kind}Message`;
}

type Writer<K extends FileKind> = (content: Extract<OutgoingFile, { kind: K }>, file: object) => proto.IMessage;

/** The message of each kind, around what says where its file lies. */
const WRITERS: { [K in FileKind]: Writer<K> } = {
  image: (content, file) => wrapped({ imageMessage: { ...file, ...said(content), ...once(content) } }, content),
  video(content, file) {
    const part = { ...file, ...said(content), ...once(content), gifPlayback: content.style === 'gif' };
    return wrapped({ [fieldOf(content)]: part }, content);
  },
  audio: (_content, file) => ({ audioMessage: { ...file, ptt: false } }),
  voice: ({ durationSeconds, waveform }, file) => ({
    audioMessage: {
      ...file,
      ptt: true,
      ...(durationSeconds === undefined ? {} : { seconds: Math.round(durationSeconds) }),
      ...(waveform ? { waveform: Uint8Array.from(waveform) } : {}),
    },
  }),
  document(content, file) {
    const documentMessage = { ...file, title: content.media.fileName ?? null, ...said(content) };
    return content.caption ? { documentWithCaptionMessage: { message: { documentMessage } } } : { documentMessage };
  },
  sticker: ({ animated = false }, file) => ({ stickerMessage: { ...file, isAnimated: animated } }),
};

export const FILE_KINDS = Object.keys(WRITERS) as FileKind[];

const wrapped = (message: proto.IMessage, { viewOnce }: Once): proto.IMessage =>
  viewOnce ? { viewOnceMessage: { message } } : message;

/** The message for a file that WhatsApp has. @param at when its key was made */
export function fromFile(content: OutgoingFile, place: SealedFile & Uploaded, at: Date): proto.IMessage {
  const { mimeType, fileName, width, height, durationSeconds, thumbnail } = content.media;
  const file = {
    ...place,
    mimetype: mimeType,
    mediaKeyTimestamp: Math.floor(at.getTime() / 1000),
    ...(fileName === undefined ? {} : { fileName }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(durationSeconds === undefined ? {} : { seconds: Math.round(durationSeconds) }),
    ...(thumbnail === undefined ? {} : { jpegThumbnail: Buffer.from(thumbnail, 'base64') }),
  };
  // The table pairs each kind with its writer; the compiler cannot follow the pair through an index.
  const writer = WRITERS[content.kind] as Writer<FileKind>;
  return writer(content, file);
}
