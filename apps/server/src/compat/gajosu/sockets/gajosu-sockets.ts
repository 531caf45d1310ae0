import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { LoggedEvent, Logger } from '@columba/core';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { toDataURL } from 'qrcode';
import { Server, type Socket } from 'socket.io';
import { Authentication } from '../../../auth/authentication.js';
import type { Caller } from '../../../auth/caller.js';
import { allowsHost, allowsOrigin } from '../../../common/http/host-check.js';
import { CONFIG, LOGGER } from '../../../common/tokens.js';
import type { HttpConfig } from '../../../config/http.config.js';
import { LogWatch } from '../../../events/log-watch.js';
import type { EventContext } from '../events/gajosu-happenings.js';
import { GajosuFace } from '../gajosu.face.js';
import { GajosuReads } from '../gajosu-reads.js';
import { GajosuSession } from '../gajosu-session.js';
import { topicsOf } from './gajosu-topics.js';
import { keepUpgrades } from './keep-upgrades.js';

const PATH = '/socket.io';
/** Whoever scans the QR first links an account of theirs: only these see it. */
const OWNERS = 'owners';
const QR_PIXELS = 300;
/** Who has opened a connection has this long to say who they are. */
const KNOWN_WITHIN_MS = 10_000;
const LARGEST_MESSAGE = 10_000;

interface Viewer {
  caller: Caller;
}

/** The socket.io side of this dialect: tells viewers what happens, and those who come late how things stand. */
@Injectable()
export class GajosuSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server?: Server;
  private closed = false;
  private unsubscribe = () => {};
  private readonly context: EventContext;

  constructor(
    @Inject(CONFIG) private readonly config: { http: HttpConfig },
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly host: HttpAdapterHost,
    private readonly authentication: Authentication,
    private readonly face: GajosuFace,
    private readonly session: GajosuSession,
    private readonly watch: LogWatch,
    reads: GajosuReads,
  ) {
    this.context = {
      account: () => session.account?.id,
      message: (_session, chat, id) => reads.message(reads.resolve(chat), id),
    };
  }

  onApplicationBootstrap(): void {
    const { allowedHosts, corsOrigins } = this.config.http;
    const http = this.host.httpAdapter.getHttpServer() as HttpServer;
    keepUpgrades(http, PATH);
    this.server = new Server(http, {
      path: PATH,
      // Other paths have their own listeners.
      destroyUpgrade: false,
      serveClient: false,
      connectTimeout: KNOWN_WITHIN_MS,
      maxHttpBufferSize: LARGEST_MESSAGE,
      allowRequest: (request, decide) => decide(null, isOurs(request, allowedHosts, corsOrigins)),
      ...(corsOrigins.length > 0 && { cors: { origin: corsOrigins } }),
    });
    this.server.use((socket, next) => next(this.refusal(socket)));
    this.server.on('connection', (socket) => this.welcome(socket));
    this.unsubscribe = this.watch.subscribe((events) => events.forEach((event) => this.tell(event)));
  }

  /** Before the listener closes: an open connection would hold it up. The listener itself is not ours to close. */
  beforeApplicationShutdown(): void {
    this.unsubscribe();
    this.closed = true;
    this.server?.disconnectSockets(true);
    this.server?.engine.close();
  }

  private mayStay(socket: Socket): boolean {
    const caller = this.authentication.renew((socket.data as Viewer).caller);
    return caller !== undefined && caller.may('read') && caller.sees(this.session.name);
  }

  /** A browser cannot set headers on a WebSocket, so the token may stand in the handshake too. */
  private refusal(socket: Socket): Error | undefined {
    const caller = this.callerOf(socket) ?? this.face.anonymous('/api/status');
    if (!caller) return new Error('Unauthorized');
    socket.data = { caller } satisfies Viewer;
    return this.mayStay(socket) ? undefined : new Error('Forbidden');
  }

  private callerOf({ handshake: { headers, auth, address } }: Socket): Caller | undefined {
    const token = (auth as { token?: unknown }).token;
    try {
      return this.authentication.recognise(headers, address, typeof token === 'string' ? token : undefined);
    } catch {
      return undefined; // no key, a wrong one, or too many of those: all the same to a stranger
    }
  }

  private welcome(socket: Socket): void {
    socket.emit('state.change', { state: this.session.state });
    if (this.session.connected) socket.emit('authenticated');
    if (!(socket.data as Viewer).caller.may('admin')) return;
    void socket.join(OWNERS);
    this.showQr(socket);
  }

  private tell(event: LoggedEvent): void {
    if (event.session !== this.session.name || !this.server) return;
    for (const socket of this.server.sockets.sockets.values()) if (!this.mayStay(socket)) socket.disconnect(true);
    if (event.type === 'session.pairing_changed') return this.showQr(this.server.to(OWNERS));
    for (const [name, payload] of topicsOf(event, this.context))
      this.server.emit(name, ...(payload === undefined ? [] : [payload]));
  }

  private showQr(to: { emit(name: 'qr_code', payload: { data: string }): unknown }): void {
    const { qr } = this.session;
    if (qr === undefined) return;
    toDataURL(qr, { width: QR_PIXELS }).then(
      // Drawing takes a moment, in which another code may have come, or the end of the process.
      (data) => void (!this.closed && this.session.qr === qr && to.emit('qr_code', { data })),
      (error: unknown) => this.logger.warn('the QR cannot be drawn', { error }),
    );
  }
}

/** The same check of host and origin that every request passes. */
function isOurs(request: IncomingMessage, hosts: readonly string[], origins: readonly string[]): boolean {
  return allowsHost(request.headers.host, hosts) && allowsOrigin(request, origins);
}
