import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  status: number | 'cut' | 'hanging';
}

export interface StandInOptions {
  token?: string;
  /** As an add-on sees it: below `/core/api`, and 502 unless Home Assistant runs. */
  supervisor?: boolean;
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

  private state: CoreState = 'down';
  private server: Server | undefined;
  private port = 0;
  private readonly hanging = new Set<ServerResponse>();
  private readonly watchers = new Set<() => void>();

  private constructor(private readonly options: StandInOptions) {
    this.token = options.token ?? 'stand-in-token';
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
    this.state = state;
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
  }

  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    this.hanging.clear();
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
    const status = this.answer(response, method, path, authorised, body);
    this.requests.push({ method, path, authorised, status });
    for (const tell of this.watchers) tell();
    this.watchers.clear();
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
    if (!name) return send(response, 404, '404: Not Found');
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

function send(response: ServerResponse, status: number, body: string | object): number {
  const json = typeof body !== 'string';
  response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/plain' });
  response.end(json ? JSON.stringify(body) : body);
  return status;
}

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
