import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { readEvents } from './events.js';
import { retrying } from './retrying.js';
import type { components, paths } from './schema.js';

export type { components, operations, paths } from './schema.js';

/** Something of the document by its name: `Schema<'Message'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
/** One kind of event: `EventOf<'message.received'>`. More types will come: have a `default` in every `switch`. */
export type Event = Schema<'Event'>;
export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;
export type Problem = Schema<'Problem'>;
export type Media = Schema<'MediaInfo'>;

export interface ColumbaOptions {
  /** Where Columba listens: `http://127.0.0.1:8066`. */
  url: string;
  /** An API key. */
  token: string;
  /** How often a request is repeated that met a closed door: no connection, 429, 503. */
  retries?: number;
  /** Instead of the runtime's own. */
  fetch?: typeof globalThis.fetch;
}

export interface EventOptions {
  /** Go on behind this one; without it: from now on. */
  cursor?: string;
  /** Only these types. */
  types?: readonly Event['type'][];
  /** Ends it. */
  signal?: AbortSignal;
}

/** An event, and where to go on after it. */
export interface Received {
  event: Event;
  cursor: string;
}

export interface Columba extends Client<paths> {
  /** Everything that happens, in order. Comes back by itself after a lost connection, and misses nothing. */
  events(options?: EventOptions): AsyncGenerator<Received, void, undefined>;
  /** Uploads bytes to be sent later, as `{ kind: 'upload', mediaId }`. */
  upload(session: string, bytes: Uint8Array | Blob, file?: { name?: string; type?: string }): Promise<Media>;
  /** The bytes of a file that was received. */
  download(session: string, mediaId: string): Promise<Uint8Array>;
}

/** Thrown by the helpers above. The calls themselves throw nothing: they answer `{ data, error }`. */
export class ColumbaError extends Error {
  override readonly name = 'ColumbaError';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  /** Decide by this. */
  get code(): Problem['code'] {
    return this.problem.code;
  }
}

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** One key for a call and for all its repetitions, so that nothing is done twice. */
const named: Middleware = {
  onRequest({ request }) {
    if (CHANGES.includes(request.method) && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', globalThis.crypto.randomUUID());
    return request;
  },
};

/** A client of one Columba. */
export function columba({ url, token, retries = 3, fetch = globalThis.fetch }: ColumbaOptions): Columba {
  const baseUrl = url.replace(/\/+$/, '');
  const headers = { 'X-Api-Key': token };
  const patient = retrying(fetch, retries);
  const client = createClient<paths>({ baseUrl, headers, fetch: patient });
  client.use(named);
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(baseUrl + path, { ...init, headers: { ...headers, ...init.headers } });
    const response = await patient(request);
    if (!response.ok) throw new ColumbaError((await response.json()) as Problem);
    return response;
  };
  return Object.assign(client, {
    events: (options: EventOptions = {}) => readEvents(fetch, `${baseUrl}/v1/events/stream`, headers, options, toError),
    async upload(session: string, bytes: Uint8Array | Blob, { name, type }: { name?: string; type?: string } = {}) {
      const own = {
        'Content-Type': type ?? 'application/octet-stream',
        ...(name !== undefined && { 'X-File-Name': encodeURIComponent(name) }),
      };
      const path = `/v1/sessions/${encodeURIComponent(session)}/media`;
      return (await (await ask(path, { method: 'POST', headers: own, body: bytes as BodyInit })).json()) as Media;
    },
    async download(session: string, mediaId: string) {
      const path = `/v1/sessions/${encodeURIComponent(session)}/media/${encodeURIComponent(mediaId)}/content`;
      return new Uint8Array(await (await ask(path)).arrayBuffer());
    },
  });
}

const toError = (problem: unknown): Error => new ColumbaError(problem as Problem);
