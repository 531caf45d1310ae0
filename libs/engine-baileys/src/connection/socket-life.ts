import type { BinaryNode, ConnectionState, WASocket } from '@whiskeysockets/baileys';
import { type Clock, within } from '@columba/core';
import type { Guard } from '../journal/guard.js';
import { toDisconnect } from './disconnect.mapper.js';
import type { Disconnect } from './disconnects.js';
import { SilenceWatch } from './silence-watch.js';

export interface LifeTimes {
  connectTimeoutMs: number;
  queryTimeoutMs: number;
  /** The library asks for a sign of life so often. */
  keepAliveMs: number;
}

export interface LifeListener {
  qr(text: string): void;
  /** A phone has accepted this device; WhatsApp now wants a new connection. */
  paired(): void;
  opened(life: SocketLife): void;
  credentialsChanged(): void;
  /** WhatsApp limits new chats, or no longer does. */
  restricted(limited: boolean, until: Date | undefined): void;
}

/** Time for the closing handshake of a connection before it is cut. */
const FAREWELL_MS = 1000;
/** Two signs of life missed, and a half: with the usual time between them that is 50 s. */
const SILENT_AFTER_BEATS = 2.5;
/** What the library says when a connection is no more. */
const CONNECTION_CLOSED = 428;

/** One socket from its making to its end. After its end nothing of it is heard. */
export class SocketLife {
  readonly ended: Promise<Disconnect>;
  private over = false;
  private openSince: number | undefined;
  private cancelDeadline: () => void;
  private silence: SilenceWatch | undefined;
  private settle: (end: Disconnect) => void = () => {};

  constructor(
    readonly socket: WASocket,
    readonly guard: Guard,
    private readonly clock: Clock,
    private readonly times: LifeTimes,
    private readonly listener: LifeListener,
    /** Resolves when everything that the library has written has left. */
    readonly left: () => Promise<void>,
  ) {
    this.ended = new Promise((resolve) => (this.settle = resolve));
    this.cancelDeadline = this.deadline(times.connectTimeoutMs + times.queryTimeoutMs);
    socket.ev.on('connection.update', (update) => this.updated(update));
    socket.ev.on('creds.update', () => this.heard(() => listener.credentialsChanged()));
  }

  /** Really open: WhatsApp has answered since the login. */
  get isOpen(): boolean {
    return !this.over && this.openSince !== undefined;
  }

  /** Milliseconds since it opened; `undefined` when it never did. */
  get openMs(): number | undefined {
    return this.openSince === undefined ? undefined : this.clock.monotonic() - this.openSince;
  }

  /** Listens to stanzas of a kind, `CB:…` in the library's spelling, until the end. */
  on(event: string, hear: (node: BinaryNode) => void): void {
    this.socket.ws.on(event, (node: BinaryNode) => this.heard(() => hear(node)));
  }

  /** Ends it for the given reason; the first reason counts. */
  end(reason: Disconnect): void {
    if (this.over) return;
    this.over = true;
    this.cancelDeadline();
    this.silence?.stop();
    this.guard.shut();
    this.settle(reason);
    void this.socket.end(undefined).catch(() => {}); // nobody is left to be told
    // The library leaves its open questions and its connect timer running; an error ends them all.
    this.socket.ws.emit('error', Object.assign(new Error('The connection has ended'), { data: CONNECTION_CLOSED }));
    this.cutSoon();
  }

  /** The library is closing the socket by itself; it tells why only after the closing handshake. */
  closing(): void {
    this.guard.shut();
    this.cutSoon();
  }

  private updated(update: Partial<ConnectionState>): void {
    this.heard(() => {
      const { connection, qr, isNewLogin, lastDisconnect, reachoutTimeLock } = update;
      if (qr) {
        this.cancelDeadline();
        this.listener.qr(qr);
      }
      if (isNewLogin) {
        this.cancelDeadline = this.deadline(this.times.queryTimeoutMs);
        this.listener.paired();
      }
      if (reachoutTimeLock) {
        this.listener.restricted(reachoutTimeLock.isActive ?? false, reachoutTimeLock.timeEnforcementEnds);
      }
      if (connection === 'open') void this.confirm();
      if (connection === 'close') this.end(toDisconnect(lastDisconnect?.error));
    });
  }

  /** The library also says "open" when nothing was answered; a ping tells the truth. */
  private async confirm(): Promise<void> {
    const ping = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' }, content: [PING] };
    try {
      const answer: unknown = await within(this.clock, this.times.queryTimeoutMs, this.socket.query(ping));
      if (!answer) throw new Error('no answer');
    } catch {
      return this.end(SILENT);
    }
    this.heard(() => {
      this.cancelDeadline();
      this.openSince = this.clock.monotonic();
      this.watchSilence();
      this.listener.opened(this);
    });
  }

  /** From here on every frame is a sign of life, also the answer to a ping; without any, it is not connected any more. */
  private watchSilence(): void {
    const silence = new SilenceWatch(this.clock, SILENT_AFTER_BEATS * this.times.keepAliveMs, () => this.end(SILENT));
    this.socket.ws.on('frame', () => silence.heard());
    this.silence = silence;
  }

  private heard(react: () => void): void {
    if (!this.over) react();
  }

  private deadline(ms: number): () => void {
    return this.clock.after(ms, () => this.end({ code: 408, message: 'No answer in time', attrs: {} }));
  }

  private cutSoon(): void {
    this.clock.after(FAREWELL_MS, () => {
      const raw: unknown = Reflect.get(this.socket.ws, 'socket');
      if (isTerminable(raw)) raw.terminate();
    });
  }
}

const PING: BinaryNode = { tag: 'ping', attrs: {} };
const SILENT: Disconnect = { code: 408, message: 'Connection was lost', attrs: {} };

const isTerminable = (value: unknown): value is { terminate(): void } =>
  typeof value === 'object' && value !== null && 'terminate' in value && typeof value.terminate === 'function';
