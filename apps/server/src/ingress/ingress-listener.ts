import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '@columba/core';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { admitThroughIngress, ingressUserOf } from '../auth/ingress-arrivals.js';
import { isPublic } from '../auth/public-routes.js';
import { PROBLEMS, type ProblemCode } from '../common/problem/problem.js';
import { CONFIG, LOGGER } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { ingressPort } from './ingress-settings.js';
import { IngressUsers } from './ingress-users.js';

const PAGE = '/ui';
const SOCKET = '/v1/events/socket';

const REFUSALS = {
  unauthorized: 'This port is for Home Assistant only',
  not_found: 'There is nothing here',
  forbidden: 'This page is for administrators of Home Assistant; see the option other_users',
  unavailable: 'Home Assistant has not said yet who its administrators are',
} as const satisfies Partial<Record<ProblemCode, string>>;
type Refused = keyof typeof REFUSALS;

/**
 * The door for Home Assistant: the page at `/` and the API beside it, without a key. What opens it is the address at the
 * other end of the connection and nothing else. Only behind it do the headers of the Supervisor count: whoever is an
 * administrator of Home Assistant may do everything, others what the settings say.
 */
@Injectable()
export class IngressListener implements BeforeApplicationShutdown {
  private readonly trusted: ReadonlySet<string>;
  private server?: Server;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly host: HttpAdapterHost,
    private readonly users: IngressUsers,
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
    if (!this.trusts(request)) return refuse(response, 'unauthorized');
    request.url = innerPath(request.url);
    void this.admit(request).then((refused) => {
      if (refused) return refuse(response, refused);
      const serve = this.host.httpAdapter.getInstance<RequestListener>();
      return serve(request, response);
    });
  }

  /** The page's own line, and no other. */
  private upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (!this.trusts(request)) return hangUp(socket, 'unauthorized');
    request.url = innerPath(request.url);
    if (pathOf(request.url) !== SOCKET) return hangUp(socket, 'not_found');
    const gone = () => socket.destroy();
    socket.on('error', gone);
    void this.admit(request).then((refused) => {
      socket.off('error', gone);
      if (refused) return hangUp(socket, refused);
      const main: Server = this.host.httpAdapter.getHttpServer();
      return main.emit('upgrade', request, socket, head);
    });
  }

  /** @returns why not. The files of the page hold nothing and are for everybody; they tell why the rest stays away. */
  private async admit(request: IncomingMessage): Promise<Refused | undefined> {
    const isOpen = isPublic(request.method ?? '', pathOf(request.url ?? ''));
    const scopes = isOpen ? [] : await this.users.scopesOf(ingressUserOf(request).id);
    if (!scopes) return 'unavailable';
    if (scopes.length === 0 && !isOpen) return 'forbidden';
    admitThroughIngress(request, scopes);
    return undefined;
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

function refuse(response: ServerResponse, code: Refused): void {
  const { status, title } = PROBLEMS[code];
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  const problem = { type: `urn:columba:error:${code}`, code, status, title, detail: REFUSALS[code] };
  response.end(JSON.stringify(problem));
}

function hangUp(socket: Socket, code: Refused): void {
  const { status } = PROBLEMS[code];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}
