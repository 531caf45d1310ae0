import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MediaAction } from './media-faults.js';
import type { HostParts } from './host-parts.js';

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
  response.writeHead(first === undefined ? 200 : 206, {
    'content-type': blob.mimeType,
    'content-length': part.length,
    'accept-ranges': 'bytes',
    ...(first === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${whole}` }),
  });
  if (action?.type === 'stall') return void response.write(part.subarray(0, action.afterBytes));
  if (action?.type === 'cut')
    return void response.write(part.subarray(0, action.afterBytes), () => response.socket?.destroy());
  response.on('finish', () => host.log.append('media.downloaded', { path, start, size: part.length }));
  response.end(part);
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
