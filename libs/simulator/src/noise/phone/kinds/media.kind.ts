import type { proto } from 'baileys-codec/WAProto/index.js';
import type { MediaType } from 'baileys-codec/lib/Defaults/index.js';
import type { MediaFile } from '../../../world/files.js';
import type { WireFile } from '../../media/phone-media.js';
import { numberOf, type Kind, type Scene } from './kind.js';

/** The fields that media of all kinds have in common. */
interface WireMedia extends WireFile {
  mimetype?: string | null;
  fileLength?: unknown;
  fileName?: string | null;
  width?: number | null;
  height?: number | null;
  seconds?: number | null;
  jpegThumbnail?: Uint8Array | null;
  pngThumbnail?: Uint8Array | null;
  viewOnce?: boolean | null;
}

const given = <T extends object>(fields: T) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== false),
  ) as { [K in keyof T]?: NonNullable<T[K]> };

function write(type: MediaType, file: MediaFile, { media, key }: Scene) {
  const { mimeType, size, fileName, width, height, seconds, thumbnail } = file;
  return {
    ...media.upload(key, type, file),
    mimetype: mimeType,
    fileLength: size,
    mediaKeyTimestamp: 1,
    ...given({ fileName, width, height, seconds }),
    ...(thumbnail === undefined ? {} : { jpegThumbnail: Buffer.from(thumbnail, 'base64') }),
  };
}

function read(type: MediaType, wire: WireMedia, { media, key }: Scene): MediaFile {
  const { mimetype, fileLength, fileName, width, height, seconds, jpegThumbnail, fileSha256 } = wire;
  return {
    mimeType: mimetype ?? '',
    sha256: Buffer.from(fileSha256 ?? []).toString('hex'),
    size: numberOf(fileLength),
    ...given({ fileName: fileName || undefined, width: width || undefined, height: height || undefined }),
    ...given({ seconds: seconds || undefined }),
    ...(jpegThumbnail?.length ? { thumbnail: Buffer.from(jpegThumbnail).toString('base64') } : {}),
    ...media.receive(key, type, wire),
  };
}

export const image: Kind<'image'> = {
  encode: ({ file, caption }, scene) => ({ imageMessage: { ...write('image', file, scene), ...given({ caption }) } }),
  decode({ imageMessage: found }, scene) {
    if (!found) return undefined;
    const { caption, viewOnce } = found;
    return { kind: 'image', file: read('image', found, scene), ...given({ caption: caption || null, viewOnce }) };
  },
};

export const video: Kind<'video'> = {
  encode({ file, caption, style }, scene) {
    const said = { ...write('video', file, scene), ...given({ caption, gifPlayback: style === 'gif' }) };
    return style === 'note' ? { ptvMessage: said } : { videoMessage: said };
  },
  decode({ videoMessage, ptvMessage }, scene) {
    const found = ptvMessage ?? videoMessage;
    if (!found) return undefined;
    const { caption, viewOnce, gifPlayback } = found;
    const style = ptvMessage ? 'note' : gifPlayback ? 'gif' : 'normal';
    const file = read('video', found, scene);
    return { kind: 'video', file, style, ...given({ caption: caption || null, viewOnce }) };
  },
};

export const audio: Kind<'audio'> = {
  encode: ({ file }, scene) => ({ audioMessage: write('audio', file, scene) }),
  decode({ audioMessage: found }, scene) {
    return found && !found.ptt ? { kind: 'audio', file: read('audio', found, scene) } : undefined;
  },
};

export const voice: Kind<'voice'> = {
  encode: ({ file, waveform }, scene) => ({
    audioMessage: {
      ...write('audio', file, scene),
      ptt: true,
      ...(waveform ? { waveform: Uint8Array.from(waveform) } : {}),
    },
  }),
  decode({ audioMessage: found }, scene) {
    if (!found?.ptt) return undefined;
    const { waveform, viewOnce } = found;
    return {
      kind: 'voice',
      file: read('audio', found, scene),
      ...(waveform?.length ? { waveform: [...waveform] } : {}),
      ...given({ viewOnce }),
    };
  },
};

export const document: Kind<'document'> = {
  encode({ file, caption }, scene) {
    const { fileName } = file;
    const said = { ...write('document', file, scene), ...given({ title: fileName, caption }) };
    if (caption === undefined) return { documentMessage: said };
    return { documentWithCaptionMessage: { message: { documentMessage: said } } };
  },
  decode({ documentMessage: found }, scene) {
    if (!found) return undefined;
    return { kind: 'document', file: read('document', found, scene), ...given({ caption: found.caption || null }) };
  },
};

export const sticker: Kind<'sticker'> = {
  encode: ({ file, animated }, scene) => ({
    stickerMessage: { ...write('sticker', file, scene), isAnimated: animated },
  }),
  decode({ stickerMessage: found }, scene) {
    if (!found) return undefined;
    return { kind: 'sticker', file: read('sticker', found, scene), animated: found.isAnimated ?? false };
  },
};

/** The words below a picture, as an edit of them spells it. */
export const captionIn = ({ imageMessage, videoMessage, documentMessage }: proto.IMessage): string | undefined =>
  (imageMessage ?? videoMessage ?? documentMessage)?.caption ?? undefined;

/** The part of an edited message of this kind that carries its new caption. */
export function captioned(kind: 'image' | 'video' | 'document', caption: string): proto.IMessage {
  if (kind === 'image') return { imageMessage: { caption } };
  return kind === 'video' ? { videoMessage: { caption } } : { documentMessage: { caption } };
}
