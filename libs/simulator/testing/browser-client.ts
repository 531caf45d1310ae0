import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import wwebjs, { type Client as LibraryClient, type ClientOptions, type Message } from 'whatsapp-web.js';
import type { Simulator } from '../src/simulator.js';

const { Client, LocalAuth, NoAuth } = wwebjs;

const PATIENCE_MS = 45_000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The first Chromium on the path, or what CHROMIUM_PATH names. */
export function chromium(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file));
  if (!found) throw new Error(`none of ${NAMES.join(', ')} is on the PATH; set CHROMIUM_PATH`);
  return found;
}

export interface BrowserOptions {
  /** Folder for a profile that outlives the browser; a fresh one otherwise. */
  profile?: string;
  /** Whether the owner scans what is shown. */
  scans?: boolean;
  client?: ClientOptions;
}

interface Seen {
  event: string;
  args: unknown[];
}

/** The unmodified library in a real browser. Keeps every event, so that waiting never misses one. */
export class BrowserClient {
  readonly client: LibraryClient;
  readonly events: Seen[] = [];
  readonly #heard = new EventEmitter();

  constructor(
    readonly sim: Simulator,
    readonly number: string,
    { profile, scans = true, client = {} }: BrowserOptions = {},
  ) {
    this.client = new Client({
      authStrategy: profile === undefined ? new NoAuth() : new LocalAuth({ dataPath: profile }),
      webVersionCache: { type: 'none' },
      ...client,
      puppeteer: {
        executablePath: chromium(),
        headless: true,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...(sim.webDoor?.launchArguments ?? [])],
      },
    });
    this.#record();
    if (scans) this.client.on('qr', (qr) => void sim.device.scan({ qr, pn: number }));
  }

  get wid(): string {
    return `${this.number}@c.us`;
  }

  /** Starts the browser and resolves when the library is ready. */
  async open(): Promise<this> {
    const ready = this.wait('ready');
    await this.client.initialize();
    await ready;
    return this;
  }

  /** Resolves with the arguments of the first event, of the past too, that matches. */
  async wait<A extends unknown[] = unknown[]>(event: string, match: (...args: A) => boolean = () => true): Promise<A> {
    const find = () =>
      this.events.find((seen) => seen.event === event && match(...(seen.args as A)))?.args as A | undefined;
    const limit = new AbortController();
    const late = delay(PATIENCE_MS, undefined, { signal: limit.signal, ref: false }).then(() => 'late' as const);
    late.catch(() => undefined);
    try {
      for (let found = find(); ; found = find()) {
        if (found) return found;
        const told = once(this.#heard, 'event', { signal: limit.signal });
        told.catch(() => undefined);
        if ((await Promise.race([told, late])) === 'late')
          throw new Error(`${this.number}: no ${event} that matches within ${PATIENCE_MS} ms`);
      }
    } finally {
      limit.abort();
    }
  }

  /** The message with this text, in whichever direction. */
  async text(body: string): Promise<Message> {
    const [message] = await this.wait<[Message]>('message_create', (candidate) => candidate.body === body);
    return message;
  }

  /**
   * Resolves when the library has attached everything to a page that was loaded. Ending the browser in the middle of
   * that makes the library throw where nobody can catch it.
   */
  async attached(): Promise<void> {
    await this.client.pupPage?.waitForFunction(
      `window.require?.('WAWebCmd').Cmd.entries.get('logout_from_bridge')?.length > 0`,
    );
  }

  get process(): ChildProcess | undefined {
    return this.client.pupBrowser?.process() ?? undefined;
  }

  /** Ends the browser, politely first. */
  async dispose(): Promise<void> {
    const { process: browser } = this;
    await this.client.destroy().catch(() => undefined);
    if (!browser || browser.exitCode !== null || browser.signalCode !== null) return;
    const gone = once(browser, 'exit');
    browser.kill('SIGKILL');
    await gone;
  }

  /** Listens to everything the library says, whatever its name. */
  #record(): void {
    const original = this.client.emit.bind(this.client);
    this.client.emit = (event: string | symbol, ...args: unknown[]) => {
      this.events.push({ event: String(event), args });
      this.#heard.emit('event');
      return original(event, ...args);
    };
  }
}
