import { createHash } from 'node:crypto';
import type { MediaContent } from '../../world/content.js';
import type { MediaFile } from '../../world/files.js';
import type { MessageFields } from '../facts.js';
import { optionalText, present, type ContentOf, type Kind } from './kind.js';

const FOLDER = '/simulated/';

/** Where a page finds the file with this hash. */
export const pathOf = (sha256: string): string => FOLDER + sha256;

/** The hash in such a path; undefined when it is none. */
export const hashIn = (path: string): string | undefined =>
  path.startsWith(FOLDER) ? path.slice(FOLDER.length).split('?')[0] : undefined;

/** What goes with a file wherever it is uploaded. There is no encryption between page and door: these are labels. */
export const sealOf = (sha256: string): { directPath: string; mediaKey: string; encFilehash: string } => {
  const label = (what: string) => createHash('sha256').update(what).update(sha256).digest('base64');
  return { directPath: pathOf(sha256), mediaKey: label('key'), encFilehash: label('sealed') };
};

const toBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

function fileFields({ mimeType, sha256, size, fileName, width, height, seconds, thumbnail }: MediaFile) {
  return {
    ...sealOf(sha256),
    filehash: toBase64(sha256),
    mimetype: mimeType,
    size,
    body: thumbnail ?? '',
    ...(fileName === undefined ? {} : { filename: fileName }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(seconds === undefined ? {} : { duration: String(seconds) }),
  };
}

const count = (value: unknown): number | undefined => {
  const number = Math.round(Number(value));
  return Number.isFinite(number) && number > 0 ? number : undefined;
};

function fileIn(fields: MessageFields): MediaFile {
  return present({
    mimeType: optionalText(fields.mimetype) ?? 'application/octet-stream',
    sha256: Buffer.from(optionalText(fields.filehash) ?? '', 'base64').toString('hex'),
    size: Number(fields.size ?? 0),
    fileName: optionalText(fields.filename),
    width: count(fields.width),
    height: count(fields.height),
    seconds: count(fields.duration),
  });
}

/** A linked device is told that it exists, and gets nothing to open. */
const ONCE = { type: 'ciphertext', subtype: 'view_once_unavailable_fanout' };

/** @param types the page's names of the kind */
function media<K extends MediaContent['kind']>(
  types: readonly string[],
  encode: (content: ContentOf<K>) => MessageFields,
  decode: (file: MediaFile, fields: MessageFields) => ContentOf<K>,
): Kind<K> {
  return {
    encode(content) {
      // Of a type parameter the compiler does not see that each of its kinds has a file.
      const { file, viewOnce }: { file: MediaFile; viewOnce?: boolean | undefined } = content as MediaContent;
      return viewOnce ? ONCE : { ...fileFields(file), ...encode(content) };
    },
    decode: (fields) =>
      types.includes(fields.type) && fields.directPath !== undefined ? decode(fileIn(fields), fields) : undefined,
  };
}

const words = (caption: string | undefined) => (caption === undefined ? {} : { caption });
const once = ({ isViewOnce }: MessageFields) => (isViewOnce === true ? { viewOnce: true } : {});
const captionIn = ({ caption }: MessageFields) => words(optionalText(caption));

export const image = media<'image'>(
  ['image'],
  ({ caption }) => ({ type: 'image', ...words(caption) }),
  (file, fields) => ({ kind: 'image', file, ...captionIn(fields), ...once(fields) }),
);

export const video = media<'video'>(
  ['video', 'ptv'],
  ({ style, caption }) => ({ type: style === 'note' ? 'ptv' : 'video', isGif: style === 'gif', ...words(caption) }),
  (file, fields) => ({
    kind: 'video',
    file,
    style: fields.type === 'ptv' ? 'note' : fields.isGif === true ? 'gif' : 'normal',
    ...captionIn(fields),
    ...once(fields),
  }),
);

export const audio = media<'audio'>(
  ['audio'],
  () => ({ type: 'audio' }),
  (file) => ({ kind: 'audio', file }),
);

export const voice = media<'voice'>(
  ['ptt'],
  ({ waveform }) => ({ type: 'ptt', ...(waveform ? { waveform } : {}) }),
  (file, fields) => ({
    kind: 'voice',
    file,
    ...(Array.isArray(fields.waveform) ? { waveform: fields.waveform as number[] } : {}),
    ...once(fields),
  }),
);

export const document = media<'document'>(
  ['document'],
  ({ caption }) => ({ type: 'document', ...words(caption) }),
  (file, fields) => ({ kind: 'document', file, ...captionIn(fields) }),
);

export const sticker = media<'sticker'>(
  ['sticker'],
  ({ animated }) => ({ type: 'sticker', isAnimated: animated }),
  (file, fields) => ({ kind: 'sticker', file, animated: fields.isAnimated === true }),
);
