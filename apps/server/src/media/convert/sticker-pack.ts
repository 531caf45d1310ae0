import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { DomainError } from '@columba/core';

/** What WhatsApp shows below a sticker when it is touched. */
export interface StickerPack {
  name?: string;
  author?: string;
  /** Emojis under which it is found. */
  emojis?: readonly string[];
}

/** TIFF, little endian, with one entry of a tag that only WhatsApp reads; its length stands at 14. */
const EXIF_HEAD = Buffer.from('49492a00080000000100415707000000000016000000', 'hex');
const LENGTH_AT = 14;
const HAS_EXIF = 0x08;
const HAS_ALPHA = 0x10;
const EDGE = 512;

interface Chunk {
  name: string;
  data: Buffer;
}

/** Writes into a WebP of 512 × 512 whose it is. @throws DomainError `media_failed` when it is no WebP */
export async function signSticker(file: string, pack: StickerPack): Promise<void> {
  const chunks = chunksOf(await readFile(file)).filter(({ name }) => name !== 'EXIF');
  const exif = { name: 'EXIF', data: exifOf(pack) };
  await writeFile(file, riff([extended(chunks), ...chunks.filter(({ name }) => name !== 'VP8X'), exif]), {
    mode: 0o600,
  });
}

function exifOf({ name = '', author = '', emojis = [] }: StickerPack): Buffer {
  const id = createHash('sha256').update(`${name}\n${author}`).digest('hex').slice(0, 32);
  const told = { 'sticker-pack-id': id, 'sticker-pack-name': name, 'sticker-pack-publisher': author, emojis };
  const json = Buffer.from(JSON.stringify(told));
  const head = Buffer.from(EXIF_HEAD);
  head.writeUInt32LE(json.length, LENGTH_AT);
  return Buffer.concat([head, json]);
}

function chunksOf(webp: Buffer): Chunk[] {
  if (webp.toString('latin1', 0, 4) !== 'RIFF' || webp.toString('latin1', 8, 12) !== 'WEBP')
    throw new DomainError('media_failed', 'The sticker is no WebP');
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= webp.length;) {
    const size = webp.readUInt32LE(at + 4);
    chunks.push({ name: webp.toString('latin1', at, at + 4), data: webp.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** The chunk that says what else there is; a plain picture has none. */
function extended(chunks: readonly Chunk[]): Chunk {
  const known = chunks.find(({ name }) => name === 'VP8X');
  const data = Buffer.alloc(10);
  if (known) known.data.copy(data);
  else {
    // A lossless picture may have transparent parts, and this is where readers look for it.
    data.writeUInt8(chunks.some(({ name }) => name === 'VP8L') ? HAS_ALPHA : 0, 0);
    data.writeUIntLE(EDGE - 1, 4, 3);
    data.writeUIntLE(EDGE - 1, 7, 3);
  }
  data.writeUInt8(data.readUInt8(0) | HAS_EXIF, 0);
  return { name: 'VP8X', data };
}

function riff(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.map(({ name, data }) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  });
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
