import { InvalidInputError } from '@columba/core';
import { tooLarge } from '../disk/write-file.js';

/** Decoded at a time; a multiple of 4. */
const SLICE = 1 << 20;
const DATA_URL = /^data:([^,;]{0,200})((?:;[^,;]{0,200}){0,5}?);base64,/i;

export interface Base64Text {
  /** Base64 in the standard or the URL-safe alphabet, without white space. */
  text: string;
  /** From a `data:` address. */
  mimeType?: string;
}

/**
 * Reads base64, bare or as a `data:` address, and checks it before a byte is decoded.
 * @throws InvalidInputError when it is not base64; DomainError `too_large`
 */
export function readBase64(data: string, maxBytes: number): Base64Text {
  if (data.length > maxBytes * 1.4 + 1_000) throw tooLarge(maxBytes);
  const address = DATA_URL.exec(data.slice(0, 1_500));
  if (!address && /^data:/i.test(data)) throw notBase64();
  const text = data.slice(address?.[0].length ?? 0).replace(/\s+/g, '');
  const body = text.replace(/={1,2}$/, '');
  const hasRightLength = body.length > 0 && body.length % 4 !== 1 && (text === body || text.length % 4 === 0);
  if (!hasRightLength || !/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(body)) throw notBase64();
  if (Math.floor((body.length * 3) / 4) > maxBytes) throw tooLarge(maxBytes);
  return { text: body, ...(address?.[1] && { mimeType: address[1] }) };
}

export function* decodeBase64({ text }: Base64Text): Generator<Uint8Array> {
  for (let at = 0; at < text.length; at += SLICE) yield Buffer.from(text.slice(at, at + SLICE), 'base64');
}

const notBase64 = (): InvalidInputError => new InvalidInputError('The data is not valid base64');
