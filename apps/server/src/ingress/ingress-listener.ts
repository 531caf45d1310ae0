import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '@columba/core';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { admitThroughIngress } from '../auth/ingress-arrivals.js';
import { PROBLEMS } from '../common/problem/problem.js';
import { CONFIG, LOGGER } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { ingressPort } from './ingress-settings.js';

const PAGE = '/ui';
const SOCKET = '/v1/events/socket';

/**
 * The door for Home Assistant: the page at `/` and the API beside it, without a key. What opens it is the address at the
 * other end of the connection and nothing else; a header that says who somebody is means nothing here.
 */
@Injectable()
export class IngressListener implements BeforeApplicationShutdown {
  private readonly trusted: ReadonlySet<string>;
  private server?: Server;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly host: HttpAdapterHost,
  ) {
    this.trusted = new Set(config.ingress.trustedAddresses);
  }

  /** Listens where there is a Home Assistant in front. */
  async listen(): Promise<AddressInfo | undefined> {
    const port = ingressPort(this.config);
    if (port === undefined) return undefined;
    const server = createServer((request, response) => this.serve(request, response));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.upgrade(request, socket as Socket, head),
    );
    server.listen(port, this.config.http.host);
    await once(server, 'listening');
    this.server = server;
    const address = server.address() as AddressInfo;
    this.logger.info('the page is open to Home Assistant', { port: address.port });
    return address;
  }

  beforeApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    if (!this.trusts(request)) return refuse(response);
    admitThroughIngress(request);
    request.url = innerPath(request.url);
    const serve = this.host.httpAdapter.getInstance<RequestListener>();
    serve(request, response);
  }

  /** The page's own line, and no other. */
  private upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (!this.trusts(request)) return void socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    request.url = innerPath(request.url);
    if (pathOf(request.url) !== SOCKET) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    admitThroughIngress(request);
    const main: Server = this.host.httpAdapter.getHttpServer();
    main.emit('upgrade', request, socket, head);
  }

  private trusts({ socket }: IncomingMessage): boolean {
    return this.trusted.has((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
  }
}

/** Home Assistant has taken its prefix away; the page lies at the root here, the native API where it always is. */
function innerPath(url = '/'): string {
  const path = url.replace(/^\/+/, '/');
  return /^\/v1(\/|$|\?)/.test(path) ? path : PAGE + path;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

function refuse(response: ServerResponse): void {
  const { status, title } = PROBLEMS.unauthorized;
  const problem = { type: 'urn:columba:error:unauthorized', code: 'unauthorized', status, title };
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  response.end(JSON.stringify({ ...problem, detail: 'This port is for Home Assistant only' }));
}
