import type { IncomingMessage, ServerResponse } from 'node:http';
import { damaged, type MediaAction } from '../../faults/media-faults.js';
import type { HostParts } from './host-parts.js';

type Drip = Extract<MediaAction, { type: 'drip' }>;

const ENDLESS_BYTES = 64 * 1024;
const RANGE = /^bytes=(\d+)-(\d*)$/;

/** Gives a file out, or the part of it that was asked for. */
export function serveDownload(
  host: HostParts,
  request: IncomingMessage,
  response: ServerResponse,
  action: MediaAction | undefined,
): void {
  const path = request.url ?? '';
  const blob = host.blobs.find(path);
  if (!blob || request.method !== 'GET') {
    response.writeHead(host.blobs.hasExpired(path) ? 410 : blob ? 405 : 404).end();
    return;
  }
  const whole = blob.bytes.length;
  const [, first, last] = RANGE.exec(request.headers.range ?? '') ?? [];
  const start = Number(first ?? 0);
  const end = last ? Math.min(Number(last) + 1, whole) : whole;
  if (start >= end && whole > 0) {
    response.writeHead(416, { 'content-range': `bytes */${whole}` }).end();
    return;
  }
  const bytes = action?.type === 'corrupt' ? damaged(blob.bytes) : blob.bytes;
  const part = bytes.subarray(start, end);
  if (action?.type === 'endless') return endlessly(response, part);
  response.writeHead(first === undefined ? 200 : 206, {
    'content-type': blob.mimeType,
    'content-length': part.length,
    'accept-ranges': 'bytes',
    ...(first === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${whole}` }),
  });
  if (action?.type === 'stall') return void response.write(part.subarray(0, action.afterBytes));
  if (action?.type === 'cut')
    return void response.write(part.subarray(0, action.afterBytes), () => response.socket?.destroy());
  if (action?.type === 'drip') return drip(host, response, part, action);
  response.on('finish', () => host.log.append('media.downloaded', { path, start, size: part.length }));
  response.end(part);
}

/** The length is not said, and there is none. */
function endlessly(response: ServerResponse, part: Uint8Array): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  const more = Buffer.alloc(ENDLESS_BYTES);
  const pour = () => {
    while (response.writable && response.write(more));
  };
  response.on('drain', pour);
  response.write(part);
  pour();
}

function drip(host: HostParts, response: ServerResponse, part: Uint8Array, { bytes, everyMs }: Drip): void {
  const next = (at: number): void => {
    if (at >= part.length) return void response.end();
    if (!response.writable) return;
    response.write(part.subarray(at, at + bytes));
    host.network.after(everyMs, () => next(at + bytes));
  };
  next(0);
}
