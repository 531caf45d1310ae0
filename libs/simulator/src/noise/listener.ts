import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** The TCP side of the door. It can be closed and reopened on the same port, to refuse connections for a while. */
export class Listener {
  #server: Server | undefined;
  readonly #upgrade = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 << 20 });
  readonly #sockets = new Set<Socket>();
  #port: number;

  constructor(
    private readonly host: string,
    port: number,
    private readonly onSocket: (socket: WebSocket) => void,
  ) {
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer((_request, response) => response.writeHead(404).end());
    server.on('upgrade', (request, socket, head) =>
      this.#upgrade.handleUpgrade(request, socket, head, (ws) => this.onSocket(ws)),
    );
    server.on('connection', (socket) => {
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

  /** Stops listening and cuts every connection. New ones are refused by the system. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
