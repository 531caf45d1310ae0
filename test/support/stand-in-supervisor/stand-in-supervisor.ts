import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { proxyIngress, proxyIngressUpgrade, type IngressUser } from './ingress.js';
import { pipeCore, refuseUpgrade } from './core-pipe.js';

export const SUPERVISOR_TOKEN = 'supervisor-token';

export interface MqttService {
  host: string;
  port: number;
  ssl: boolean;
  username?: string;
  password?: string;
  protocol: string;
}

export interface Core {
  /** Without `/api`. */
  baseUrl: string;
  /** What Home Assistant itself takes; an add-on never sees it. */
  token: string;
}

/** The Supervisor answers these paths with 400, whatever they are for. */
const FILTERED = /(\.\.\/|<script|union.*select.*\(|concat.*\(|proc\/self\/environ|[a-z0-9_]=\/([a-z0-9_.]\/?)+)/i;

/**
 * As much of Home Assistant's Supervisor as an add-on meets: the proxy to the core that answers 502 unless it runs and
 * exchanges the token, the services, and ingress from its one address.
 */
export class StandInSupervisor {
  /** The broker that is registered; nothing: none. */
  mqtt: MqttService | undefined;
  /** What add-ons announced. */
  readonly discovered: unknown[] = [];
  /** Paths under which it was asked. */
  readonly asked: string[] = [];
  ingressUser: IngressUser = { id: 'user-1', name: 'olivia', displayName: 'Olivia Owner' };

  private constructor(
    private readonly core: Core,
    private readonly server: Server,
    /** From where ingress knocks: 172.30.32.2 in a real one. */
    readonly ingressAddress: string,
    private readonly ingressPort: number,
  ) {}

  static async start(
    core: Core,
    { ingressAddress = '127.0.0.32', ingressPort = 8099 } = {},
  ): Promise<StandInSupervisor> {
    const server = createServer();
    const made = new StandInSupervisor(core, server, ingressAddress, ingressPort);
    server.on('request', (request, response) => void made.handle(request, response));
    server.on('upgrade', (request, socket, head) => {
      if (made.ingressPath(request) !== undefined)
        return proxyIngressUpgrade(made.ingressTarget, made.ingressUser, request, socket, head);
      made.asked.push(`UPGRADE ${request.url}`);
      if (request.url !== '/core/websocket') return refuseUpgrade(socket, 404);
      void made
        .coreRuns()
        .then((runs) => (runs ? pipeCore(core, SUPERVISOR_TOKEN, request, socket, head) : refuseUpgrade(socket, 502)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What stands in `HA_BASE_URL` of an add-on, in place of `http://supervisor/core`. */
  get coreUrl(): string {
    return `${this.url}/core`;
  }

  /** Where a browser reaches the page of the add-on. */
  get ingressUrl(): string {
    return `${this.url}/ingress/${INGRESS_TOKEN}/`;
  }

  /** As the user fills in the add-on's form. */
  writeOptions(file: string, options: Record<string, unknown>): void {
    writeFileSync(file, JSON.stringify(options));
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private get ingressTarget() {
    return { port: this.ingressPort, from: this.ingressAddress, prefix: `/api/hassio_ingress/${INGRESS_TOKEN}` };
  }

  private ingressPath(request: IncomingMessage): string | undefined {
    return request.url?.startsWith(`/ingress/${INGRESS_TOKEN}/`) ? request.url : undefined;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    this.asked.push(`${request.method} ${path}`);
    if (FILTERED.test(decodeURIComponent(path))) return answer(response, 400, 'Bad Request');
    if (this.ingressPath(request) !== undefined)
      return proxyIngress(this.ingressTarget, this.ingressUser, request, response);
    if (request.headers.authorization !== `Bearer ${SUPERVISOR_TOKEN}`)
      return answer(response, 401, '401: Unauthorized');
    if (path === '/services/mqtt') return this.answerMqtt(response);
    if (path === '/discovery' && request.method === 'POST') {
      this.discovered.push(JSON.parse((await bodyOf(request)).toString()) as unknown);
      return answer(response, 200, { result: 'ok', data: { uuid: 'd-1' } });
    }
    if (path.startsWith('/core/api/hassio')) return answer(response, 403, '403: Forbidden');
    if (path.startsWith('/core/api/')) return this.proxyCore(request, response, path.slice('/core'.length));
    return answer(response, 403, '403: Forbidden');
  }

  private answerMqtt(response: ServerResponse): void {
    if (!this.mqtt) return answer(response, 400, { result: 'error', message: 'Service not enabled' });
    answer(response, 200, { result: 'ok', data: { addon: 'core_mosquitto', ...this.mqtt } });
  }

  private async proxyCore(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (!(await this.coreRuns())) return answer(response, 502, '502: Bad Gateway');
    const body = await bodyOf(request);
    const type = request.headers['content-type'];
    const reply = await fetch(this.core.baseUrl + path, {
      method: request.method ?? 'GET',
      headers: { authorization: `Bearer ${this.core.token}`, ...(type && { 'content-type': type }) },
      ...(body.length > 0 && { body }),
    }).catch(() => undefined);
    if (!reply) return answer(response, 502, '502: Bad Gateway');
    response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await reply.arrayBuffer()));
  }

  /** Asked anew for every request, as the real one does. */
  private async coreRuns(): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.core.token}` };
    const reply = await fetch(`${this.core.baseUrl}/api/core/state`, { headers }).catch(() => undefined);
    return reply?.ok === true && ((await reply.json()) as { state?: string }).state === 'RUNNING';
  }
}

const INGRESS_TOKEN = 'Zk3h7Vw1x9';

function answer(response: ServerResponse, status: number, body: string | object): void {
  response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
