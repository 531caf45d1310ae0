import { fileURLToPath } from 'node:url';
import { NodeProcess, type Ending } from './node-process.js';

const ENTRY = fileURLToPath(new URL('../../dist/server/apps/server/src/main.js', import.meta.url));
export const TOKEN = 'a-token-that-is-only-for-tests-0123456789';

export interface WireEvent {
  eventId: string;
  seq: number;
  session: string;
  type: string;
  replayed: boolean;
  data: Record<string, unknown>;
}
export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** The gateway as a process of its own, used through its public API only. */
export class ServerProcess {
  private constructor(
    readonly process: NodeProcess,
    readonly url: string,
  ) {}

  static async start(dataDirectory: string, env: Record<string, string> = {}): Promise<ServerProcess> {
    const started = NodeProcess.start(ENTRY, [], {
      COLUMBA_DATA_DIR: dataDirectory,
      COLUMBA_PORT: '0',
      COLUMBA_API_TOKEN: TOKEN,
      ...env,
    });
    const line = await started.line((text) => /listening/i.test(text) && /http:\/\/[^\s"]+/.test(text));
    const url = /http:\/\/[^\s"]+/.exec(line)?.[0];
    if (!url) throw new Error(`no address in: ${line}`);
    return new ServerProcess(started, url);
  }

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        'x-api-key': TOKEN,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as T };
  }

  async picture(path: string): Promise<Buffer> {
    const response = await fetch(new URL(path, this.url), { headers: { 'x-api-key': TOKEN } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** All events of a session after a sequence number, page by page. */
  async events(session: string, afterSeq = 0): Promise<WireEvent[]> {
    const all: WireEvent[] = [];
    for (;;) {
      const from = all.at(-1)?.seq ?? afterSeq;
      const { body } = await this.call<{ data: WireEvent[] }>(
        'GET',
        `/v1/sessions/${session}/events?afterSeq=${from}&limit=200`,
      );
      if (body.data.length === 0) return all;
      all.push(...body.data);
    }
  }

  /** Long-polls until an event matches; the events before it are looked at too, from `afterSeq` on. */
  async event(session: string, match: (event: WireEvent) => boolean, afterSeq = 0, seconds = 60): Promise<WireEvent> {
    const deadline = performance.now() + seconds * 1000;
    let seen = afterSeq;
    while (performance.now() < deadline) {
      const path = `/v1/sessions/${session}/events?afterSeq=${seen}&limit=200&waitSeconds=5`;
      const { status, body } = await this.call<{ data: WireEvent[] }>('GET', path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      const found = body.data.find(match);
      if (found) return found;
      seen = body.data.at(-1)?.seq ?? seen;
    }
    throw new Error(
      `no such event in ${seconds} s; last lines of the server:\n${this.process.lines.slice(-30).join('\n')}`,
    );
  }

  /** Resolves when the session has reached a state. */
  async state(session: string, wanted: string, seconds?: number): Promise<void> {
    const { body } = await this.call<{ state: string }>('GET', `/v1/sessions/${session}`);
    if (body.state === wanted) return;
    const known = (await this.events(session)).at(-1)?.seq ?? 0;
    const again = await this.call<{ state: string }>('GET', `/v1/sessions/${session}`);
    if (again.body.state === wanted) return;
    await this.event(
      session,
      (event) => event.type === 'session.state_changed' && event.data['state'] === wanted,
      known,
      seconds,
    );
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    return this.process.stop(signal);
  }
}
