import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { MediaType } from 'baileys-codec/lib/Defaults/index.js';
import { hkdf } from 'baileys-codec/lib/Utils/crypto.js';
import { hkdfInfoKey } from 'baileys-codec/lib/Utils/messages-media.js';

const MAC_BYTES = 10;

interface Keys {
  iv: Buffer;
  cipher: Buffer;
  mac: Buffer;
}

function keysOf(mediaKey: Uint8Array, type: MediaType): Keys {
  const all = Buffer.from(hkdf(mediaKey, 112, { info: hkdfInfoKey(type) }));
  return { iv: all.subarray(0, 16), cipher: all.subarray(16, 48), mac: all.subarray(48, 80) };
}

const macOf = ({ mac, iv }: Keys, ciphertext: Uint8Array): Buffer =>
  createHmac('sha256', mac).update(iv).update(ciphertext).digest().subarray(0, MAC_BYTES);

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The file as it lies at the media host: ciphertext, then the beginning of its MAC. */
export function sealFile(bytes: Uint8Array, mediaKey: Uint8Array, type: MediaType): Buffer {
  const keys = keysOf(mediaKey, type);
  const cipher = createCipheriv('aes-256-cbc', keys.cipher, keys.iv);
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([ciphertext, macOf(keys, ciphertext)]);
}

/** The plain bytes; `undefined` when the file was changed on its way or another key made it. */
export function openFile(sealed: Uint8Array, mediaKey: Uint8Array, type: MediaType): Buffer | undefined {
  const keys = keysOf(mediaKey, type);
  const ciphertext = sealed.subarray(0, -MAC_BYTES);
  if (!macOf(keys, ciphertext).equals(sealed.subarray(-MAC_BYTES))) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', keys.cipher, keys.iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
