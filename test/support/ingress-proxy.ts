import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** What Home Assistant's ingress does to requests: it takes a prefix away, adds its headers, and passes WebSockets on. */
export class IngressProxy {
  readonly prefix = '/api/hassio_ingress/Xn3kQ0c9T1r7';
  private readonly lines = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  static async start(target: number): Promise<IngressProxy> {
    const server = createServer();
    const proxy = new IngressProxy(server, target);
    server.on('request', (request, response) => {
      const inner = proxy.innerOf(request);
      if (inner === undefined) {
        response.writeHead(404).end();
        return;
      }
      const { method } = request;
      const headers = proxy.headersOf(request);
      const forward = httpRequest({ host: '127.0.0.1', port: target, path: inner, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forward.on('error', () => response.destroy());
      request.pipe(forward);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => proxy.passLine(request, socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.prefix}/`;
  }

  /** As when Home Assistant restarts. */
  cutLines(): void {
    for (const line of this.lines) line.destroy();
  }

  get openLines(): number {
    return this.lines.size;
  }

  async stop(): Promise<void> {
    this.cutLines();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private innerOf({ url = '' }: IncomingMessage): string | undefined {
    return url.startsWith(`${this.prefix}/`) ? url.slice(this.prefix.length) : undefined;
  }

  private headersOf({ headers }: IncomingMessage): Record<string, string | string[]> {
    const passed = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return {
      ...(Object.fromEntries(passed) as Record<string, string | string[]>),
      'x-ingress-path': this.prefix,
      'x-forwarded-host': String(headers.host),
      'x-remote-user-name': 'anna',
    };
  }

  private passLine(request: IncomingMessage, socket: Socket): void {
    const inner = this.innerOf(request);
    const line = connect(this.target, '127.0.0.1', () => {
      const headers = Object.entries(this.headersOf(request)).map(([name, value]) => `${name}: ${String(value)}`);
      line.write([`GET ${inner ?? '/'} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      socket.pipe(line).pipe(socket);
    });
    this.lines.add(socket);
    for (const end of [socket, line]) {
      end.on('error', () => end.destroy());
      end.on('close', () => {
        socket.destroy();
        line.destroy();
        this.lines.delete(socket);
      });
    }
  }
}
