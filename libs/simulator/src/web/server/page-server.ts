import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ServerKey } from './certificate.js';

/** Messages carry media as base64. */
const MAX_PAYLOAD = 256 << 20;

/** Answers GET requests by path; undefined is a 404. */
export type Documents = (path: string) => { type: string; body: string } | undefined;

/** The HTTPS side of the door. Like a real host it can go away and come back on the same port. */
export class PageServer {
  #server: Server | undefined;
  readonly #upgrade = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_PAYLOAD });
  readonly #sockets = new Set<Socket>();
  #port: number;

  constructor(
    private readonly host: string,
    port: number,
    private readonly key: ServerKey,
    private readonly documents: Documents,
    private readonly onSocket: (socket: WebSocket) => void,
  ) {
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const { key, cert } = this.key;
    const server = createServer({ key, cert }, (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket, head) =>
      this.#upgrade.handleUpgrade(request, socket, head, (ws) => this.onSocket(ws)),
    );
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.host, resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'https://page');
    const found = request.method === 'GET' ? this.documents(pathname) : undefined;
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': `${found.type}; charset=utf-8`, 'cache-control': 'no-store' });
    response.end(found.body);
  }
}
