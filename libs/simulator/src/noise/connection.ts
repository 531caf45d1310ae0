import { decodeBinaryNode } from 'baileys-codec/lib/WABinary/decode.js';
import { encodeBinaryNode } from 'baileys-codec/lib/WABinary/encode.js';
import type { WebSocket } from 'ws';
import type { Clock } from '../world/clock.js';
import type { DeviceId } from '../world/ids.js';
import type { ServerIdentity } from './certificate.js';
import { FrameReader, frameOf } from './framing.js';
import { Responder, type Finished, type Transport } from './handshake.js';
import { stanza, type Stanza } from './stanza.js';

/** Time for a last stanza to be read before the socket closes. */
const LINGER_MS = 100;

export interface ConnectionHandlers {
  onLogin(connection: Connection, finished: Finished): void;
  /** Sees every decrypted stanza before the routes do, and decides what happens to it. */
  onInbound(connection: Connection, node: Stanza): void;
  /** Sees every stanza before it is sealed; calls `write` as often as the stanza is to be sent. */
  onOutbound(connection: Connection, node: Stanza, write: (node: Stanza) => void): void;
  onClosed(connection: Connection): void;
  onError(connection: Connection, error: unknown): void;
}

export interface ConnectionSettings {
  identity: ServerIdentity;
  /** Paces frames; always a real clock. */
  network: Clock;
  latencyMs: number;
}

/** One client socket: handshake, then sealed stanzas both ways. Knows no WhatsApp. */
export class Connection {
  /** Set once the client proved which device it is. */
  device: DeviceId | undefined;
  /** Whether the client asked for live traffic after login. */
  active = false;
  /** Queue numbers up to here are sent as "offline" stanzas; undefined when that is over. */
  backlog: { lastSeq: number; count: number } | undefined;
  clientStatic: Buffer = Buffer.alloc(0);
  #transport: Transport | undefined;
  #silent = false;
  #tail: Promise<void> = Promise.resolve();
  readonly #reader = new FrameReader();
  readonly #responder: Responder;

  constructor(
    private readonly socket: WebSocket,
    private readonly settings: ConnectionSettings,
    private readonly handlers: ConnectionHandlers,
  ) {
    this.#responder = new Responder(settings.identity);
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('close', () => handlers.onClosed(this));
    socket.on('error', () => socket.terminate());
  }

  send(node: Stanza): void {
    this.handlers.onOutbound(this, node, (final) => this.#write(final));
  }

  /** Sends a last stanza, then closes. */
  farewell(node: Stanza): void {
    this.send(node);
    this.settings.network.after(LINGER_MS + this.settings.latencyMs, () => this.socket.close());
  }

  streamError(attrs: Record<string, string>, reason?: Stanza): void {
    this.farewell(stanza('stream:error', attrs, reason ? [reason] : undefined));
  }

  /** Cuts the TCP connection without a word. */
  terminate(): void {
    this.socket.terminate();
  }

  /** From now on nothing is read or written, while the socket stays open. */
  silence(): void {
    this.#silent = true;
  }

  #write(node: Stanza): void {
    // Sealed only when written: the cipher counts frames in the order of the wire.
    this.settings.network.after(this.settings.latencyMs, () => {
      if (this.#silent || !this.#transport || this.socket.readyState !== this.socket.OPEN) return;
      this.socket.send(frameOf(this.#transport.seal(encodeBinaryNode(node))));
    });
  }

  #receive(data: Buffer): void {
    this.#tail = this.#tail
      .then(() => this.#read(data))
      .catch((error: unknown) => {
        this.handlers.onError(this, error);
        this.terminate();
      });
  }

  async #read(data: Buffer): Promise<void> {
    for (const frame of this.#reader.push(data)) {
      if (this.#silent) continue;
      if (this.#transport) {
        this.handlers.onInbound(this, await decodeBinaryNode(this.#transport.open(frame)));
      } else if (this.#responder.greeted) {
        const finished = this.#responder.readFinish(frame);
        this.#transport = finished.transport;
        this.clientStatic = finished.clientStatic;
        this.handlers.onLogin(this, finished);
      } else {
        this.socket.send(frameOf(this.#responder.answerHello(frame)));
      }
    }
  }
}
