import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { DomainError } from '@columba/core';
import { EgressRefusal, toEgressError } from './egress-refusal.js';

/** Decoded bytes may be this many times the bytes on the wire; below `RATIO_FREE_BYTES` nobody counts. */
const MAX_EXPANSION = 4;
const RATIO_FREE_BYTES = 1 << 20;

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

export interface Bounds {
  maxBytes: number;
  /** The `Content-Encoding` of the answer; unknown ones are refused. */
  encoding?: string;
  /** Called once, however the body ends. */
  onClose: () => void;
}

/** The decoded body of an answer, cut off with `too_large` as soon as it exceeds its bounds in either form. */
export function boundedBody(raw: Readable, { maxBytes, encoding, onClose }: Bounds): Readable {
  const wire = { bytes: 0 };
  const chunks = decoded(counted(raw, wire, maxBytes), encoding);
  const iterator = capped(chunks, wire, maxBytes);
  const body = new Readable({
    read() {
      iterator.next().then(
        ({ value, done }) => this.push(done ? null : value),
        (error: unknown) => this.destroy(toEgressError(error)),
      );
    },
    destroy(error, callback) {
      raw.destroy();
      chunks.destroy();
      onClose();
      callback(error);
    },
  });
  // Whoever reads the body sees its error; with no reader left it must not end the process.
  body.on('error', () => {});
  raw.on('error', () => {});
  return body;
}

async function* counted(raw: Readable, wire: { bytes: number }, maxBytes: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of raw as AsyncIterable<Uint8Array>) {
    wire.bytes += chunk.byteLength;
    if (wire.bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

function decoded(wire: AsyncGenerator<Uint8Array>, encoding = 'identity'): Readable {
  const source = Readable.from(wire, { objectMode: false });
  source.on('error', () => {});
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return source;
  const decoder = DECODERS[name]?.();
  if (!decoder) throw new EgressRefusal('content encoding not known');
  return pipeline(source, decoder, () => {});
}

async function* capped(chunks: Readable, wire: { bytes: number }, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    const expanded = bytes > RATIO_FREE_BYTES && bytes > wire.bytes * MAX_EXPANSION;
    if (bytes > maxBytes || expanded) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError('too_large', `The file is larger than the limit of ${Math.floor(maxBytes / 1_000_000)} MB`);
