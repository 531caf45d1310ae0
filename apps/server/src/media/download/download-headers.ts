import type { Media } from '@columba/core';
import { cleanFileName } from '../types/file-name.js';
import { extensionOf, isListed, normalType, UNKNOWN_TYPE } from '../types/media-types.js';
import type { ByteRange } from './byte-range.js';

/** Types that a browser could run; they leave as plain bytes. */
const ACTIVE = /^(text\/(html|xml|javascript)|image\/svg|application\/(xml|xhtml|javascript|x-shockwave))/;

/**
 * Headers under which a stranger's file can do nothing but be saved.
 * @param range the part that is sent (206); without it the whole file (200)
 */
export function downloadHeaders(media: Media, sizeBytes: number, range?: ByteRange): Record<string, string> {
  const length = range ? range.end - range.start + 1 : sizeBytes;
  return {
    'Content-Type': safeType(media.mimeType),
    'Content-Length': String(length),
    'Content-Disposition': attachment(media),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-transform',
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    ...(media.sha256 && { ETag: `"${media.sha256}"` }),
    ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${sizeBytes}` }),
  };
}

export function safeType(mimeType: string): string {
  const type = normalType(mimeType);
  return type !== undefined && isListed(type) && !ACTIVE.test(type) ? type : UNKNOWN_TYPE;
}

/** RFC 6266: a plain name for everybody, the true one in RFC 5987 form. */
function attachment({ fileName, mediaId, mimeType }: Media): string {
  const name = cleanFileName(fileName) ?? `${mediaId}.${extensionOf(mimeType)}`;
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%;]/g, '_')
    .trim();
  const fallback = /^[^.]/.test(plain) ? plain : `file${plain}`;
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${fallback}"; filename*=UTF-8''${encoded}`;
}
