import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MediaAction } from '../../faults/media-faults.js';
import type { HostParts } from './host-parts.js';

/** `/mms/<type>/<token>`; the token is the hash of the encrypted file. */
const PATH = /^\/mms\/([a-z-]+)\/([\w-]+)$/;

/** Takes a file in, checks that it is the one that was announced, and says where it lies. */
export function serveUpload(
  host: HostParts,
  request: IncomingMessage,
  response: ServerResponse,
  action: MediaAction | undefined,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'https://media');
  const [, type = '', token = ''] = PATH.exec(pathname) ?? [];
  const refused = token === '' ? 404 : searchParams.get('auth') === host.auth ? undefined : 401;
  if (refused !== undefined) {
    request.resume();
    response.writeHead(refused).end();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (action) interrupt(request, action, size);
  });
  request.on('end', () => {
    // A small file is there as a whole before it can be stopped on its way.
    if (action?.type === 'stall') return;
    const bytes = Buffer.concat(chunks);
    if (createHash('sha256').update(bytes).digest('base64url') !== token) {
      response.writeHead(400).end();
      return;
    }
    const path = `/v/${type}/${token}.enc?ccb=sim`;
    host.blobs.put(path, bytes);
    host.log.append('media.uploaded', { path, size });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ url: host.url(path), direct_path: path }));
  });
  if (action) interrupt(request, action, 0);
}

function interrupt(request: IncomingMessage, action: MediaAction, size: number): void {
  if (action.type === 'stall' && size >= action.afterBytes) request.pause();
  if (action.type === 'cut' && size >= action.afterBytes) request.socket.destroy();
}
