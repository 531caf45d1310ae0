import type { IncomingMessage } from 'node:http';
import { type Clock, DomainError, InvalidInputError, type Logger } from '@columba/core';
import { Inject } from '@nestjs/common';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import type { RawData, WebSocket } from 'ws';
import { Authentication, SECRET_IN_QUERY } from '../auth/authentication.js';
import type { Caller } from '../auth/caller.js';
import { ingressCallerOf } from '../auth/ingress-arrivals.js';
import { allowsHost, allowsIngressOrigin, allowsOrigin } from '../common/http/host-check.js';
import { CLOCK, CONFIG, LOGGER } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { CLOSE, EventSocket } from './event-socket.js';
import { readHello, type SocketWishes } from './event-socket.hello.js';
import { EventsService } from './events.service.js';

/** So long a stranger may stay silent. */
const HELLO_MS = 10_000;

/**
 * The log over a WebSocket. Whoever can set headers gives the key there; a browser cannot, and gives it in its first
 * message, with where to go on.
 */
@WebSocketGateway({ path: '/v1/events/socket', maxPayload: 16_384, perMessageDeflate: false })
export class EventSocketGateway implements OnGatewayConnection {
  constructor(
    private readonly authentication: Authentication,
    private readonly events: EventsService,
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  handleConnection(client: WebSocket, request: IncomingMessage): void {
    client.on('error', (error) => this.logger.debug('A socket failed', { error }));
    try {
      this.checkDoor(request);
      const query = wishesIn(request);
      const inside = ingressCallerOf(request);
      if (inside) return this.follow(client, inside, query);
      const key = keyIn(request);
      const address = request.socket.remoteAddress;
      if (key !== undefined) return this.follow(client, this.authentication.callerOf(key, address), query);
      this.awaitHello(client, (text) => {
        const { token, ...wishes } = readHello(text);
        this.follow(client, this.authentication.callerOf(token, address), { ...query, ...wishes });
      });
    } catch (error) {
      this.refuse(client, error);
    }
  }

  private awaitHello(client: WebSocket, hello: (text: string) => void): void {
    const cancel = this.clock.after(HELLO_MS, () => client.close(CLOSE.unauthorized, 'no key'));
    client.once('close', cancel);
    client.once('message', (data: RawData) => {
      cancel();
      try {
        hello(textOf(data));
      } catch (error) {
        this.refuse(client, error);
      }
    });
  }

  private follow(client: WebSocket, caller: Caller, { resume, session, afterSeq, types }: SocketWishes): void {
    if (!caller.may('read')) throw new DomainError('forbidden', "This key lacks the scope 'read'");
    if (session !== undefined) caller.requireSession(session);
    const place =
      session !== undefined && afterSeq !== undefined
        ? this.events.placeAfter(session, afterSeq)
        : this.events.placeOf(resume, 'now');
    const filter = { ...(session !== undefined && { session }), ...(types && { types }) };
    const socket = new EventSocket(client, this.events, (who) => this.authentication.renew(who), this.clock);
    void socket.follow(caller, place, filter).catch((error: unknown) => this.refuse(client, error));
  }

  /** What every request passes before its route; an upgrade does not come by there. */
  private checkDoor(request: IncomingMessage): void {
    const { allowedHosts, corsOrigins } = this.config.http;
    const isAllowed = ingressCallerOf(request)
      ? allowsIngressOrigin(request)
      : allowsHost(request.headers.host, allowedHosts) && allowsOrigin(request, corsOrigins);
    if (!isAllowed) throw new DomainError('forbidden', 'This host name or origin is not allowed here');
  }

  private refuse(client: WebSocket, error: unknown): void {
    if (error instanceof DomainError) return client.close(CLOSE_OF[error.code] ?? CLOSE.invalid, error.code);
    this.logger.error('A socket was closed', { error });
    client.close(CLOSE.internal, 'internal');
  }
}

const CLOSE_OF: Partial<Record<DomainError['code'], number>> = {
  unauthorized: CLOSE.unauthorized,
  rate_limited: CLOSE.rateLimited,
  forbidden: CLOSE.forbidden,
  not_found: CLOSE.notFound,
  cursor_expired: CLOSE.expired,
};

function keyIn({ headers }: IncomingMessage): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const [key] = [headers['x-api-key'], headers['x-auth-token'], bearer].flatMap((value) => value ?? []);
  return key;
}

/** @throws InvalidInputError also for a key in the address, which would end in logs. */
function wishesIn(request: IncomingMessage): SocketWishes {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const query = Object.fromEntries(searchParams);
  if (Object.keys(query).some((name) => SECRET_IN_QUERY.test(name)))
    throw new InvalidInputError('A key in the address ends in logs: send it in a header or the first message');
  const { token: _token, ...wishes } = readHello(JSON.stringify({ token: '-', ...query }));
  return wishes;
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
