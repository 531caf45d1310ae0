/** Every type that Columba names, with the ending of its files. What is not here is `application/octet-stream`. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/tiff': 'tiff',
  'image/bmp': 'bmp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-matroska': 'mkv',
  'video/x-msvideo': 'avi',
  'video/mpeg': 'mpg',
  'video/3gpp': '3gp',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/aiff': 'aiff',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'application/x-7z-compressed': '7z',
  'application/json': 'json',
  'application/rtf': 'rtf',
  'application/epub+zip': 'epub',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/html': 'html',
  'image/svg+xml': 'svg',
  'application/xml': 'xml',
};

/** Other spellings of the same types, as servers, phones and libraries write them. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/x-m4v': 'video/mp4',
  'video/matroska': 'video/x-matroska',
  'video/vnd.avi': 'video/x-msvideo',
  'text/xml': 'application/xml',
  'application/xhtml+xml': 'text/html',
  'application/x-zip-compressed': 'application/zip',
};

const TYPES = new Map(Object.entries(EXTENSIONS).map(([type, extension]) => [extension, type]));
TYPES.set('jpeg', 'image/jpeg').set('htm', 'text/html').set('opus', 'audio/ogg').set('oga', 'audio/ogg');

export const UNKNOWN_TYPE = 'application/octet-stream';

/** What servers say when they do not know: no information. */
const GENERIC = new Set([
  UNKNOWN_TYPE,
  'binary/octet-stream',
  'application/binary',
  'application/unknown',
  'text/plain',
]);
const MIME_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** `Image/JPG; q=1` → `image/jpeg`; `undefined` when it is no media type at all. */
export function normalType(text: string | undefined): string | undefined {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase();
  if (!type || !MIME_TYPE.test(type)) return undefined;
  return ALIASES[type] ?? type;
}

/** Like {@link normalType}, but `undefined` also for the types that mean "some bytes". */
export function specificType(text: string | undefined): string | undefined {
  const type = normalType(text);
  return type === undefined || GENERIC.has(type) ? undefined : type;
}

export const extensionOf = (type: string): string => EXTENSIONS[normalType(type) ?? ''] ?? 'bin';
export const isListed = (type: string): boolean => EXTENSIONS[type] !== undefined;

export function typeOfName(fileName: string | undefined): string | undefined {
  return TYPES.get(/\.([a-z0-9]{1,5})$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '');
}
