import {
  initAuthCreds,
  makeWASocket,
  type AuthenticationState,
  type BaileysEventMap,
  type UserFacingSocketConfig,
  type WAMessage,
  type WASocket,
  type proto,
} from '@whiskeysockets/baileys';
import { loosenTimers } from './loose-timers.js';
import { silentLogger } from '../src/noise/phone/silent-logger.js';
import { memoryKeyStore } from '../src/noise/phone/signal-store.js';
import type { Simulator } from '../src/simulator.js';
import { RealClock } from '../src/world/real-clock.js';

loosenTimers();

type Update = Partial<BaileysEventMap['connection.update']>;

const RESTART_REQUIRED = 515;
const PATIENCE_MS = 25_000;

export const closeCode = (update: Update): number | undefined =>
  (update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;

export const textIn = (message: proto.IMessage | null | undefined): string | undefined =>
  message?.conversation ?? message?.extendedTextMessage?.text ?? undefined;

interface Waiter {
  event: keyof BaileysEventMap;
  offer(data: unknown): void;
}

/** The unmodified client with memory credentials. Keeps every event, so that waiting never misses one. */
export class RealClient {
  readonly auth: AuthenticationState = { creds: initAuthCreds(), keys: memoryKeyStore({}) };
  readonly events: { event: keyof BaileysEventMap; data: unknown }[] = [];
  readonly upserts: { type: string; message: WAMessage }[] = [];
  readonly #sent = new Map<string, proto.IMessage>();
  readonly #waiters = new Set<Waiter>();
  readonly #clock = new RealClock();
  socket!: WASocket;

  constructor(
    readonly sim: Simulator,
    readonly number: string,
    readonly config: Partial<UserFacingSocketConfig> = {},
    readonly scans = true,
  ) {}

  get jid(): string {
    return `${this.number}@s.whatsapp.net`;
  }

  /** Connects (linking by QR when new, following 515) and resolves when the connection is open. */
  async open(): Promise<this> {
    const opened = this.wait('connection.update', (update) => update.connection === 'open');
    this.connect();
    await opened;
    return this;
  }

  connect(): void {
    this.socket = makeWASocket({
      auth: this.auth,
      logger: silentLogger,
      waWebSocketUrl: this.sim.waUrl,
      getMessage: (key) => Promise.resolve(this.#sent.get(key.id ?? '')),
      ...this.config,
    });
    const { ev } = this.socket;
    ev.on('creds.update', (update) => Object.assign(this.auth.creds, update));
    ev.process((events) => {
      for (const [event, data] of Object.entries(events)) this.#seen(event as keyof BaileysEventMap, data);
    });
  }

  /** Resolves with the first event from now on that matches. */
  wait<E extends keyof BaileysEventMap>(
    event: E,
    match: (data: BaileysEventMap[E]) => boolean = () => true,
  ): Promise<BaileysEventMap[E]> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        event,
        offer: (data) => {
          if (!match(data as BaileysEventMap[E])) return;
          this.#waiters.delete(waiter);
          limit.cancel();
          resolve(data as BaileysEventMap[E]);
        },
      };
      const limit = this.#clock.after(PATIENCE_MS, () => {
        this.#waiters.delete(waiter);
        reject(new Error(`${this.number}: no ${event} that matches within ${PATIENCE_MS} ms`));
      });
      this.#waiters.add(waiter);
    });
  }

  closed(): Promise<Update> {
    return this.wait('connection.update', (update) => update.connection === 'close');
  }

  async text(text: string): Promise<{ type: string; message: WAMessage }> {
    const find = () => this.upserts.find(({ message }) => textIn(message.message) === text);
    if (!find()) await this.wait('messages.upsert', () => find() !== undefined);
    return find() as { type: string; message: WAMessage };
  }

  /** Every text that arrived, in order, repeats included. */
  texts(): string[] {
    return this.upserts.flatMap(({ message }) => textIn(message.message) ?? []);
  }

  /** Resolves when a message of this client is reported with the status: 0 error, 2 on the server, 3 delivered, 4 read. */
  status(id: string, status: number): Promise<BaileysEventMap['messages.update']> {
    return this.wait('messages.update', (updates) =>
      updates.some(({ key, update }) => key.id === id && Number(update.status) === status),
    );
  }

  async send(to: string, text: string): Promise<string> {
    const sent = await this.socket.sendMessage(to, { text });
    const id = sent?.key.id ?? '';
    if (sent?.message) this.#sent.set(id, sent.message);
    return id;
  }

  /** Until its first sync is over the library holds events back, and melts some of them into others. */
  async synced(): Promise<this> {
    if (this.auth.creds.accountSyncCounter === 0)
      await this.wait('creds.update', ({ accountSyncCounter = 0 }) => accountSyncCounter > 0);
    return this;
  }

  /** Ends the connection from the client's side, without unlinking. */
  end(): void {
    void this.socket.end(undefined);
  }

  /** Ends everything, so that the test process can exit. */
  dispose(): void {
    this.end();
    this.#clock.stop();
  }

  #seen(event: keyof BaileysEventMap, data: unknown): void {
    this.events.push({ event, data });
    if (event === 'messages.upsert') {
      const { type, messages } = data as BaileysEventMap['messages.upsert'];
      for (const message of messages) this.upserts.push({ type, message });
    }
    if (event === 'connection.update') this.#connection(data as Update);
    for (const waiter of this.#waiters) if (waiter.event === event) waiter.offer(data);
  }

  #connection(update: Update): void {
    if (update.qr !== undefined && this.scans) void this.sim.device.scan({ qr: update.qr, pn: this.number });
    if (update.connection === 'close' && closeCode(update) === RESTART_REQUIRED) this.connect();
  }
}
