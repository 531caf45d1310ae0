import { BufferJSON } from '@whiskeysockets/baileys';

/** Values of the library, which hold byte arrays at any depth, as bytes and back. */
export const toBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value, BufferJSON.replacer), 'utf8');

/** @throws SyntaxError when the bytes are damaged. */
export const fromBytes = (bytes: Uint8Array): unknown =>
  JSON.parse(Buffer.from(bytes).toString('utf8'), BufferJSON.reviver) as unknown;
