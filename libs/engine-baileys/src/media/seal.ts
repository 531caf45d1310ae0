import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { getMediaKeys, type MediaType } from '@whiskeysockets/baileys';
import { DomainError } from '@columba/core';

const MAC_BYTES = 10;

/** A file as WhatsApp's media host gets it, and what the recipient needs to open and check it. */
export interface SealedFile {
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  /** Bytes of the plain file. */
  fileLength: number;
}

async function keysOf(mediaKey: Uint8Array, type: MediaType) {
  const { macKey, ...keys } = await getMediaKeys(mediaKey, type);
  if (!macKey) throw new DomainError('media_failed', 'Files of this kind cannot be checked');
  return { ...keys, macKey };
}

/** Encrypts `source` into the new file `target`, chunk by chunk. @throws the system's error when one of them fails */
export async function sealFile(source: string, target: string, type: MediaType): Promise<SealedFile> {
  const mediaKey = randomBytes(32);
  const { cipherKey, iv, macKey } = await keysOf(mediaKey, type);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  const plainHash = createHash('sha256');
  const sealedHash = createHash('sha256');
  let fileLength = 0;
  async function* sealed(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const out = (bytes: Buffer): Buffer => {
      mac.update(bytes);
      sealedHash.update(bytes);
      return bytes;
    };
    for await (const chunk of plain) {
      plainHash.update(chunk);
      fileLength += chunk.length;
      yield out(cipher.update(chunk));
    }
    yield out(cipher.final());
    const tag = mac.digest().subarray(0, MAC_BYTES);
    sealedHash.update(tag);
    yield tag;
  }
  await pipeline(createReadStream(source), sealed, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  return { mediaKey, fileSha256: plainHash.digest(), fileEncSha256: sealedHash.digest(), fileLength };
}

export interface ToOpen {
  mediaKey: Uint8Array;
  /** Of the plain bytes; not checked when absent. */
  fileSha256?: Uint8Array | null;
}

/**
 * The plain bytes of a sealed file, as they come. The last of them are given only when everything was right.
 * @throws DomainError `media_failed` when the file is not the one that the message names
 */
export async function* openSealed(
  source: AsyncIterable<Uint8Array>,
  { mediaKey, fileSha256 }: ToOpen,
  type: MediaType,
): AsyncGenerator<Uint8Array> {
  const { cipherKey, iv, macKey } = await keysOf(mediaKey, type);
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  const hash = createHash('sha256');
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    const all =
      held.length > 0 ? Buffer.concat([held, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const ready = all.subarray(0, Math.max(0, all.length - MAC_BYTES));
    held = Buffer.from(all.subarray(ready.length));
    mac.update(ready);
    const plain = decipher.update(ready);
    hash.update(plain);
    if (plain.length > 0) yield plain;
  }
  if (!mac.digest().subarray(0, MAC_BYTES).equals(held)) throw damaged();
  const last = finalOf(decipher);
  const digest = hash.update(last).digest();
  if (fileSha256?.length && !digest.equals(fileSha256)) throw damaged();
  yield last;
}

function finalOf(decipher: ReturnType<typeof createDecipheriv>): Buffer {
  try {
    return decipher.final();
  } catch (cause) {
    throw damaged(cause);
  }
}

const damaged = (cause?: unknown): DomainError =>
  new DomainError('media_failed', 'The file is not the one that was sent', cause === undefined ? {} : { cause });
