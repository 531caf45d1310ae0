import { type IncomingHttpHeaders, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export interface IngressUser {
  id: string;
  name: string;
  displayName: string;
}

interface Target {
  /** Of the add-on's ingress listener. */
  port: number;
  /** The address that the add-on sees. */
  from: string;
  /** What the browser has before the path, and the add-on does not see. */
  prefix: string;
}

/** Without the prefix, and with the headers that only the Supervisor may set. */
export function proxyIngress(
  target: Target,
  user: IngressUser,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const inner = ask(optionsOf(target, user, request), (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  inner.on('error', () => {
    response.writeHead(502);
    response.end();
  });
  request.pipe(inner);
}

export function proxyIngressUpgrade(
  target: Target,
  user: IngressUser,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const options = optionsOf(target, user, request);
  const upgrade = { connection: 'Upgrade', upgrade: request.headers.upgrade };
  const inner = ask({ ...options, headers: { ...options.headers, ...upgrade } });
  inner.on('error', () => socket.destroy());
  inner.on('response', (reply) => socket.end(`HTTP/1.1 ${reply.statusCode} No\r\nconnection: close\r\n\r\n`));
  inner.on('upgrade', (reply, other, rest) => {
    const headers = Object.entries(reply.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
    socket.write(rest);
    other.write(head);
    other.pipe(socket).pipe(other);
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
  });
  inner.end();
}

function optionsOf({ port, from, prefix }: Target, user: IngressUser, request: IncomingMessage) {
  const path = (request.url ?? '').replace(/^\/ingress\/[^/]+/, '');
  return {
    host: '127.0.0.1',
    port,
    path,
    method: request.method,
    localAddress: from,
    headers: {
      ...withoutIdentity(request.headers),
      'x-ingress-path': prefix,
      'x-hass-source': 'core.ingress',
      'x-forwarded-for': '192.0.2.10',
      'x-remote-user-id': user.id,
      'x-remote-user-name': user.name,
      'x-remote-user-display-name': user.displayName,
    },
  };
}

/** What a browser says about itself is not believed. */
const withoutIdentity = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(x-remote-user|x-ingress|x-hass)/.test(name)));
