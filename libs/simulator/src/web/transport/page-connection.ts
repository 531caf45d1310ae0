import type { WebSocket } from 'ws';
import type { DeviceId } from '../../world/ids.js';
import type { PageEventName, PageEvents } from '../facts.js';
import type { Answer, Ask, Done, FromPage, ToPage } from './protocol.js';

export interface PageHandlers {
  onAsk(page: PageConnection, ask: Ask): void;
  onDone(page: PageConnection, done: Done): void;
  /** May hold back, repeat, lose or spoil what is about to be written. */
  onTell(page: PageConnection, event: PageEventName, data: unknown, write: (data: unknown) => void): void;
  onClosed(page: PageConnection): void;
}

/** One open page. `device` is set while it is logged in. */
export class PageConnection {
  device: DeviceId | undefined;
  #silent = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly handlers: PageHandlers,
  ) {
    socket.on('message', (data: Buffer) => this.#heard(JSON.parse(data.toString()) as FromPage));
    socket.on('close', () => handlers.onClosed(this));
    socket.on('error', () => socket.terminate());
  }

  tell<N extends PageEventName>(event: N, data: PageEvents[N], item?: number): void {
    const write = (told: unknown) =>
      this.#write({ tell: event, data: told as PageEvents[N], ...(item === undefined ? {} : { item }) });
    this.handlers.onTell(this, event, data, write);
  }

  answer(answer: Answer): void {
    this.#write(answer);
  }

  /** The socket stays open and nothing passes any more. */
  silence(): void {
    this.#silent = true;
  }

  terminate(): void {
    this.socket.terminate();
  }

  #heard(said: FromPage): void {
    if (this.#silent) return;
    if ('done' in said) this.handlers.onDone(this, said);
    else this.handlers.onAsk(this, said);
  }

  #write(message: ToPage): void {
    if (!this.#silent && this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
