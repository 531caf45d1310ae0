/** Just enough of DER to spell a certificate. */

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

export function tagged(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => tagged(SEQUENCE, ...parts);
export const set = (...parts: Uint8Array[]): Buffer => tagged(SET, ...parts);
export const octets = (content: Uint8Array): Buffer => tagged(OCTET_STRING, content);
export const bits = (content: Uint8Array): Buffer => tagged(BIT_STRING, Buffer.from([0]), content);
export const text = (content: string): Buffer => tagged(UTF8_STRING, Buffer.from(content));
/** `YYYYMMDDHHMMSSZ` */
export const time = (content: string): Buffer => tagged(GENERALIZED_TIME, Buffer.from(content));

/** A positive number, as big-endian bytes without leading zeros. */
export const integer = (bytes: Uint8Array): Buffer =>
  (bytes[0] ?? 0) > 0x7f ? tagged(INTEGER, Buffer.from([0]), bytes) : tagged(INTEGER, bytes);

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(OBJECT_ID, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
