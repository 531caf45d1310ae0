import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatorParts } from '../parts.js';
import { WorldError, type WorldErrorCode } from '../world/errors.js';
import { isOperation, perform } from './operations.js';

const MAX_BODY = 8 << 20;
const PREFIX = '/control/';

const STATUS: Record<WorldErrorCode, number> = {
  invalid_input: 400,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  offline: 409,
  timeout: 408,
};

/** `POST /control/<operation>` with a JSON body and `Authorization: Bearer <token>`; answers JSON. */
export class ControlServer {
  readonly #server: Server;

  constructor(
    private readonly parts: SimulatorParts,
    private readonly token: string,
  ) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      reply(response, 200, (await this.#answer(request)) ?? { ok: true });
    } catch (error) {
      const failure = describe(error);
      reply(response, failure.status, { error: { code: failure.code, message: failure.message } });
    }
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname } = new URL(request.url ?? '/', 'http://control');
    if (!this.#authorised(request)) throw new HttpError(401, 'unauthorized', 'missing or wrong bearer token');
    const name = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : '';
    if (!isOperation(name)) throw new HttpError(404, 'not_found', `no operation "${name}"`);
    if (request.method !== 'POST') throw new HttpError(405, 'method_not_allowed', 'use POST');
    return perform(this.parts, name, await readJson(request));
  }

  #authorised({ headers }: IncomingMessage): boolean {
    const given = Buffer.from(headers.authorization ?? '');
    const expected = Buffer.from(`Bearer ${this.token}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof HttpError) return error;
  if (error instanceof WorldError) return { status: STATUS[error.code], code: error.code, message: error.message };
  return { status: 500, code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new HttpError(413, 'too_large', `a body has at most ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WorldError('invalid_input', 'the body is not JSON');
  }
}
