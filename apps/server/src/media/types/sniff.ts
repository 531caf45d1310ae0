import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { DomainError } from '@columba/core';
import { normalType, specificType, typeOfName, UNKNOWN_TYPE } from './media-types.js';

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

export interface TypeClaims {
  /** What the caller says it is. */
  declared?: string;
  /** The `Content-Type` it came with. */
  header?: string;
  fileName?: string;
}

/** Enough for every magic number, and never a whole archive or playlist to be walked through. */
const HEAD_BYTES = 16_384;

/** What the bytes themselves may be, for each kind of message. */
const FITTING: Record<MediaKind, RegExp> = {
  image: /^image\/(?!svg)/,
  sticker: /^image\/(?!svg)/,
  video: /^(video\/|image\/gif$)/,
  audio: /^(audio|video)\//,
  voice: /^(audio|video)\//,
  document: /./,
};

/**
 * The type of a file: as claimed by the caller or the header, else by its bytes, else by its name. Where the bytes decide
 * what can be shown or played, they must fit the kind, and then they are the type.
 * @throws DomainError `media_failed` for a web page or another thing that is not of this kind
 */
export async function sniff(file: string, kind: MediaKind, claims: TypeClaims = {}): Promise<string> {
  const head = await readHead(file);
  if (head.byteLength === 0) throw new DomainError('media_failed', 'The file is empty');
  const detected = normalType((await fileTypeFromBuffer(head).catch(() => undefined))?.mime);
  const claimed = specificType(claims.declared) ?? specificType(claims.header);
  if (isWebPage(head)) return webPage(kind, claims, claimed);
  if (kind === 'document') {
    const readable = normalType(claims.declared) ?? normalType(claims.header);
    return claimed ?? detected ?? typeOfName(claims.fileName) ?? readable ?? UNKNOWN_TYPE;
  }
  if (!detected || !FITTING[kind].test(detected))
    throw new DomainError('media_failed', `The file is not ${NAMES[kind]}`);
  return detected;
}

const NAMES: Record<MediaKind, string> = {
  image: 'an image',
  sticker: 'an image',
  video: 'a video',
  audio: 'a sound',
  voice: 'a sound',
  document: 'a document',
};

/** A login page in place of the file is the usual way in which a download goes wrong. */
function webPage(kind: MediaKind, { fileName }: TypeClaims, claimed: string | undefined): string {
  const wanted = typeOfName(fileName) ?? claimed ?? 'text/html';
  if (kind !== 'document' || wanted !== 'text/html')
    throw new DomainError('media_failed', 'There is a web page in place of the file');
  return 'text/html';
}

function isWebPage(head: Buffer): boolean {
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  const begin = withoutComments(text.trimStart().replace(/^<\?xml[^>]*>/, ''));
  return /^<(!doctype html|html|head|body|script|title|meta)[\s>]/i.test(begin);
}

/** One after the other by hand: an expression for it takes exponential time where comments follow each other. */
function withoutComments(text: string): string {
  let rest = text.trimStart();
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->');
    if (end < 0) return '';
    rest = rest.slice(end + 3).trimStart();
  }
  return rest;
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
