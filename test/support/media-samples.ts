import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, crc32 } from 'node:zlib';

/** Small media made on the spot: raw bytes where that is easy, ffmpeg's own test sources elsewhere. */

/** 16-bit mono WAV: `loud(t)` gives the loudness 0–1 of a 440 Hz tone at a time in seconds. */
export function wav(seconds: number, loud: (t: number) => number = () => 0.5, rate = 16_000): Buffer {
  const samples = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) {
    const t = i / rate;
    bytes.writeInt16LE(Math.round(Math.sin(t * 440 * 2 * Math.PI) * loud(t) * 32_767), 44 + i * 2);
  }
  return bytes;
}

/** What ffmpeg writes for `args` (inputs and codecs) in the container `format`. */
export function ffmpegSample(args: readonly string[], format: string, file: string): string {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, '-f', format, file]);
  return file;
}

export const testPicture = (size: string, seconds: number): string[] => [
  '-f',
  'lavfi',
  '-i',
  `testsrc=size=${size}:duration=${seconds}:rate=10`,
];

/** A second of video without sound. */
export function clip(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'columba-clip-'));
  try {
    const args = [...testPicture('64x48', 1), '-pix_fmt', 'yuv420p'];
    return readFileSync(ffmpegSample(args, 'mp4', join(folder, 'clip.mp4')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A PNG whose header promises `width` × `height`, with next to nothing behind it. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from([0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1])),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A ZIP with one file of zeroes, far larger unpacked than packed. */
export function zipBomb(unpackedBytes = 5_000_000): Buffer {
  const packed = deflateRawSync(Buffer.alloc(unpackedBytes));
  const name = Buffer.from('word/document.xml');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.byteLength, 18);
  header.writeUInt32LE(unpackedBytes, 22);
  header.writeUInt16LE(name.byteLength, 26);
  return Buffer.concat([header, name, packed]);
}

export const HTML = Buffer.from('\ufeff<!-- sign in -->\n<!DOCTYPE html><html><body>Please sign in</body></html>');

/** HLS playlist that makes a player read `file`, a path or a name beside it. */
export const playlist = (file: string): Buffer =>
  Buffer.from(`#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\n${file}\n#EXT-X-ENDLIST\n`);

/** ffmpeg's own script, which makes it read `file`, a name beside it. */
export const concatScript = (file: string): Buffer => Buffer.from(`ffconcat version 1.0\nfile '${file}'\n`);

export const SVG = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
);
