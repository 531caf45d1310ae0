import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CoreSockets, type Command } from './stand-in-core-sockets.js';

/** `down`: the port is closed. While `starting` and `stopping`, events get their 200 and nobody hears them. */
export type CoreState = 'down' | 'starting' | 'running' | 'stopping';

/**
 * `error`: 500. `refuse`: 400, as for bad event data. `non_admin`: reads work, firing is 401. `hang`: no answer until
 * {@link StandInHomeAssistant.release}. `cut`: the event is fired and the connection dies before the answer.
 * `supervisor_not_ready`: the Supervisor's own 400.
 */
export type Misbehaviour = 'error' | 'refuse' | 'non_admin' | 'hang' | 'cut' | 'supervisor_not_ready';

export interface FiredEvent {
  name: string;
  body: Record<string, unknown>;
  at: Date;
  /** Size of the body on the wire. */
  bytes: number;
}

export interface SeenRequest {
  method: string;
  path: string;
  /** Whether the token was right. */
  authorised: boolean;
  status: number | 'cut' | 'hanging' | 'ok' | 'error';
}

export interface RestAnswer {
  status?: number;
  body: string | object;
  type?: string;
}

export interface StandInOptions {
  token?: string;
  /** As an add-on sees it: below `/core/api`, and 502 unless Home Assistant runs. */
  supervisor?: boolean;
  /** `false`: the WebSocket interface is not there, as behind a proxy that cannot pass it on. */
  websocket?: boolean;
  now?: () => Date;
}

/**
 * As much of Home Assistant as an event relay meets: its state, its bus, its bad days. Everything that was fired is
 * kept in order: in `fired` what an automation would have seen, in `lost` what got a 200 and was heard by nobody.
 */
export class StandInHomeAssistant {
  readonly token: string;
  readonly fired: FiredEvent[] = [];
  readonly lost: FiredEvent[] = [];
  readonly requests: SeenRequest[] = [];
  /** Decides how each fired event is answered; `undefined` is well-behaved. */
  misbehave: (event: FiredEvent) => Misbehaviour | undefined = () => undefined;

  /** Answers commands that this stand-in does not know by itself; nothing: `unknown_command`. */
  commands: (command: Command) => object | undefined = () => undefined;
  /** Answers REST requests that this stand-in does not know by itself. */
  routes: (method: string, path: string, body: Buffer) => RestAnswer | undefined = () => undefined;

  private state: CoreState = 'down';
  private readonly sockets: CoreSockets;
  private server: Server | undefined;
  private port = 0;
  private readonly hanging = new Set<ServerResponse>();
  private readonly watchers = new Set<() => void>();

  private constructor(private readonly options: StandInOptions) {
    this.token = options.token ?? 'stand-in-token';
    this.sockets = new CoreSockets(this.token, (command) => this.obey(command));
  }

  /** Logins over the WebSocket, with the right token and with wrong ones. */
  get logins(): readonly boolean[] {
    return this.sockets.logins;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Something else fires an event: whoever subscribed hears it. */
  raise(type: string, data: object, context?: string): void {
    this.sockets.tell(type, data, context);
  }

  /** Ends all connections without a word. */
  cutConnections(): void {
    this.sockets.cut();
  }

  /** Reserves a port and leaves it closed. */
  static async create(options: StandInOptions = {}): Promise<StandInHomeAssistant> {
    const made = new StandInHomeAssistant(options);
    await made.open();
    await made.close();
    return made;
  }

  /** What a user would write into `HA_BASE_URL`. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}${this.options.supervisor ? '/core' : ''}`;
  }

  /** Resolves when the port is open or closed accordingly. Behind a Supervisor, the port is always open. */
  async become(state: CoreState): Promise<void> {
    const before = this.state;
    this.state = state;
    if (state === 'running' && before === 'starting') this.sockets.tell('homeassistant_started', {});
    if (state === 'stopping') this.sockets.tell('homeassistant_stop', {});
    // The Supervisor's proxy ends connections to what does not run.
    if (this.options.supervisor && state !== 'running') this.sockets.cut();
    const open = state !== 'down' || this.options.supervisor === true;
    if (open && !this.server) await this.open();
    if (!open) await this.close();
  }

  /** Resolves as soon as the condition holds; it is asked again after every request. */
  async until(condition: (standIn: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((tell) => this.watchers.add(tell));
  }

  /** Resolves with the first `count` events that were heard. */
  async heard(count: number): Promise<FiredEvent[]> {
    await this.until(() => this.fired.length >= count);
    return this.fired.slice(0, count);
  }

  /** Lets go of every request that hangs. */
  release(): void {
    for (const response of this.hanging) response.destroy();
    this.hanging.clear();
    this.sockets.cut();
  }

  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    this.hanging.clear();
    this.sockets.cut();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  private async open(): Promise<void> {
    const server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (part: Buffer) => body.push(part));
      request.on('end', () => this.handle(request, response, Buffer.concat(body)));
    });
    this.server = server;
    if (this.options.websocket !== false)
      server.on('upgrade', (request, socket, head) => {
        const expected = this.options.supervisor ? '/core/websocket' : '/api/websocket';
        const status = request.url !== expected ? 404 : this.options.supervisor && this.state !== 'running' ? 502 : 101;
        if (status === 101) return this.sockets.take(request, socket, head);
        this.seen({ method: 'GET', path: request.url ?? '', authorised: false, status });
        socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
  }

  private handle(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const path = request.url ?? '/';
    const method = request.method ?? 'GET';
    const authorised = request.headers.authorization === `Bearer ${this.token}`;
    // Here nobody upgrades: that is no request that a test wants to see.
    if (request.headers.upgrade) return void send(response, 404, '404: Not Found');
    const status = this.answer(response, method, path, authorised, body);
    this.seen({ method, path, authorised, status });
  }

  private seen(request: SeenRequest): void {
    this.requests.push(request);
    for (const tell of this.watchers) tell();
    this.watchers.clear();
  }

  /** A command over the WebSocket: its answer, or nothing where there is none. */
  private obey(command: Command): object | undefined {
    const result = this.carryOut(command);
    const status = result === undefined ? 'hanging' : 'success' in result && result.success === false ? 'error' : 'ok';
    this.seen({ method: 'WS', path: command.type, authorised: true, status });
    return result;
  }

  private carryOut(command: Command): object | undefined {
    if (command.type === 'ping') return { type: 'pong' };
    if (command.type === 'get_config') return { result: { state: this.state.toUpperCase() } };
    if (command.type === 'subscribe_events') return { result: null };
    if (command.type !== 'fire_event') {
      const result = this.commands(command);
      return result ?? failure('unknown_command', 'Unknown command.');
    }
    const body = objectIn(Buffer.from(JSON.stringify(command['event_data'] ?? {})));
    const name = command['event_type'];
    if (!body || typeof name !== 'string') return failure('invalid_format', 'expected a dictionary');
    const bytes = Buffer.byteLength(JSON.stringify(body));
    const event: FiredEvent = { name, body, at: this.options.now?.() ?? new Date(), bytes };
    const misbehaviour = this.misbehave(event);
    if (misbehaviour === 'error') return failure('unknown_error', 'Unknown error');
    if (misbehaviour === 'refuse') return failure('invalid_format', 'expected a dictionary');
    if (misbehaviour === 'non_admin') return failure('unauthorized', 'Unauthorized');
    if (misbehaviour === 'hang') return undefined;
    (this.state === 'running' ? this.fired : this.lost).push(event);
    this.sockets.tell(name, body);
    if (misbehaviour === 'cut') this.sockets.cut();
    return { result: { context: { id: 'c' } } };
  }

  private answer(
    response: ServerResponse,
    method: string,
    path: string,
    authorised: boolean,
    body: Buffer,
  ): SeenRequest['status'] {
    const prefix = this.options.supervisor ? '/core/api' : '/api';
    if (!path.startsWith(`${prefix}/`)) return send(response, 404, '404: Not Found');
    if (!authorised) return send(response, 401, '401: Unauthorized');
    if (this.options.supervisor && this.state !== 'running') return send(response, 502, '502: Bad Gateway');
    const route = `${method} ${path.slice(prefix.length)}`;
    if (route === 'GET /config') return send(response, 200, { state: this.state.toUpperCase(), components: ['api'] });
    if (route === 'GET /core/state') return send(response, 200, { state: this.state.toUpperCase() });
    const name = /^POST \/events\/([^/]+)$/.exec(route)?.[1];
    if (!name) {
      const own = this.routes(method, path.slice(prefix.length), body);
      return own ? send(response, own.status ?? 200, own.body, own.type) : send(response, 404, '404: Not Found');
    }
    return this.fire(response, decodeURIComponent(name), body);
  }

  private fire(response: ServerResponse, name: string, raw: Buffer): SeenRequest['status'] {
    const body = objectIn(raw);
    if (!body) return send(response, 400, { message: 'Event data should be a JSON object' });
    const event: FiredEvent = { name, body, at: this.options.now?.() ?? new Date(), bytes: raw.length };
    const misbehaviour = this.misbehave(event);
    if (misbehaviour === 'error') return send(response, 500, '500: Internal Server Error');
    if (misbehaviour === 'refuse') return send(response, 400, { message: 'Event data should be valid JSON' });
    if (misbehaviour === 'non_admin') return send(response, 401, '401: Unauthorized');
    if (misbehaviour === 'supervisor_not_ready')
      return send(response, 400, { result: 'error', message: 'System is not ready with state: setup' });
    if (misbehaviour === 'hang') {
      this.hanging.add(response);
      return 'hanging';
    }
    (this.state === 'running' ? this.fired : this.lost).push(event);
    if (misbehaviour !== 'cut') return send(response, 200, { message: `Event ${name} fired.` });
    response.destroy();
    return 'cut';
  }
}

function send(response: ServerResponse, status: number, body: string | object, type?: string): number {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': type ?? (raw ? 'text/plain' : 'application/json') });
  response.end(raw ? body : JSON.stringify(body));
  return status;
}

const failure = (code: string, message: string) => ({ success: false, error: { code, message } });

function objectIn(raw: Buffer): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(raw.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
