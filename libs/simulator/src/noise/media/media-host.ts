import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../world/clock.js';
import type { EventLog } from '../../world/event-log.js';
import type { World } from '../../world/world.js';
import { Blobs, type BlobsState } from './blobs.js';
import type { HostParts } from './host-parts.js';
import { serveDownload } from './download.js';
import { MediaFaults, type MediaAction } from '../../faults/media-faults.js';
import { selfSigned, type Certificate } from '../../tls/self-signed.js';
import { serveUpload } from './upload.js';

export interface MediaHostOptions {
  host: string;
  port: number;
  /** Host to name to clients, when it differs. */
  publicHost?: string;
  /** Real time. */
  network: Clock;
}

export interface MediaHostState {
  identity: Certificate;
  blobs: BlobsState;
}

/**
 * Where encrypted files lie: an HTTPS server that signs its own certificate. It knows no keys. Clients that are to trust
 * it get {@link certificate}.
 */
export class MediaHost implements HostParts {
  readonly log: EventLog;
  readonly blobs = new Blobs();
  readonly faults = new MediaFaults();
  readonly auth: string;
  #identity: Certificate | undefined;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  #port: number;

  constructor(
    world: World,
    private readonly options: MediaHostOptions,
  ) {
    this.log = world.log;
    this.auth = world.random.for('media-auth').hex(40);
    this.#port = options.port;
  }

  /** `host:port`, as clients are told. */
  get address(): string {
    return `${this.#name}:${this.#port}`;
  }

  get network(): Clock {
    return this.options.network;
  }

  /** PEM; for the one client's agent that is to trust this host. */
  get certificate(): string {
    return this.#own.certificate;
  }

  url(path: string): string {
    return `https://${this.address}${path}`;
  }

  async open(): Promise<void> {
    const { certificate: cert, privateKey: key } = this.#own;
    const server = createServer({ cert, key }, (request, response) => this.#serve(request, response));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.options.host, resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  snapshot(): MediaHostState {
    return { identity: this.#own, blobs: this.blobs.snapshot() };
  }

  restore({ identity, blobs }: MediaHostState): void {
    // One that is listening already keeps the face that its clients know.
    if (!this.#server) this.#identity = identity;
    this.blobs.restore(blobs);
  }

  get #name(): string {
    return this.options.publicHost ?? this.options.host;
  }

  get #own(): Certificate {
    return (this.#identity ??= selfSigned(this.#name, this.options.network.now()));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const direction = request.method === 'POST' ? 'upload' : 'download';
    const action = this.faults.take(direction);
    if (action) this.log.append('media.fault', { direction, path: request.url ?? '', action: action.type });
    const go = () => this.#transfer(request, response, action?.type === 'delay' ? undefined : action);
    if (action?.type === 'delay') this.options.network.after(action.ms, go);
    else go();
  }

  #transfer(request: IncomingMessage, response: ServerResponse, action: MediaAction | undefined): void {
    if (action?.type === 'refuse') {
      request.resume();
      response.writeHead(action.status).end();
    } else if (request.method === 'POST') serveUpload(this, request, response, action);
    else serveDownload(this, request, response, action);
  }
}
