import type { PageEventName, PageEvents } from '../facts.js';
import type { Answer, FromPage, ToPage } from '../transport/protocol.js';
import { ServerStatusCodeError } from './base/errors.js';

/** Real milliseconds. */
const RECONNECT_MS = 500;
const PING_EVERY_MS = 10_000;
const PATIENCE_MS = 10_000;

export interface DoorListener {
  opened(): void;
  closed(): void;
  told<N extends PageEventName>(event: N, data: PageEvents[N]): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The page's one connection. It comes back by itself, and notices when the other side fell silent. */
export class DoorLink {
  #socket: WebSocket | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();
  /** Reports from before the connection. */
  #unsaid: Record<string, unknown>[] = [];

  constructor(private readonly listener: DoorListener) {}

  open(): void {
    const socket = new WebSocket(`wss://${location.host}/ws/chat`);
    this.#socket = socket;
    let ping: number | undefined;
    socket.addEventListener('open', () => {
      for (const input of this.#unsaid.splice(0)) this.report(input);
      this.listener.opened();
      ping = window.setInterval(() => this.#ping(socket), PING_EVERY_MS);
    });
    socket.addEventListener('message', ({ data }) => this.#heard(JSON.parse(String(data)) as ToPage));
    socket.addEventListener('close', () => {
      clearInterval(ping);
      if (this.#socket !== socket) return;
      this.#lost();
    });
  }

  /** @throws ServerStatusCodeError when the service says no */
  ask<T = null>(operation: string, input: Record<string, unknown> = {}): Promise<T> {
    const ask = ++this.#asked;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject });
      if (!this.#write({ ask, operation, input }))
        this.#settle({ answer: ask, error: { status: 503, text: 'not connected' } });
    });
  }

  /** Something to be known whatever happens next; nobody waits for it. */
  report(input: Record<string, unknown>): void {
    if (!this.#write({ ask: ++this.#asked, operation: 'report', input })) this.#unsaid.push(input);
  }

  #heard(message: ToPage): void {
    if ('answer' in message) return this.#settle(message);
    this.listener.told(message.tell, message.data as never);
    // Confirmed at once, like the real page, which has it in its database by then.
    if (message.item !== undefined) this.#write({ done: message.item });
  }

  #settle({ answer, value, error }: Answer): void {
    const waiting = this.#waiting.get(answer);
    this.#waiting.delete(answer);
    if (error) waiting?.reject(new ServerStatusCodeError(error.status, error.text));
    else waiting?.resolve(value);
  }

  #ping(socket: WebSocket): void {
    const patience = window.setTimeout(() => {
      if (this.#socket !== socket) return;
      socket.close();
      // A half-open connection would take its time to close.
      this.#lost();
    }, PATIENCE_MS);
    void this.ask('ping').then(
      () => clearTimeout(patience),
      () => clearTimeout(patience),
    );
  }

  #lost(): void {
    this.#socket = undefined;
    for (const answer of this.#waiting.keys())
      this.#settle({ answer, error: { status: 503, text: 'connection lost' } });
    this.listener.closed();
    window.setTimeout(() => this.open(), RECONNECT_MS);
  }

  #write(message: FromPage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }
}
