import { once } from 'node:events';
import { TimeoutError, type Clock, type Logger, within } from '@columba/core';
import type { Page } from 'puppeteer';
import { Bridge } from '../page/bridge.js';
import { pageScript } from '../page/page-script.js';
import type { WwebjsOptions } from '../wwebjs.options.js';
import { findChromium, headlessMode } from './find-chromium.js';
import { GuardedClient, KeptProfile } from './guarded-client.js';
import type { Profile } from './profile.js';

/** How a browser ended, without our doing. */
export type BrowserEnd = 'lost' | 'crashed';

export interface BrowserListener {
  qr(text: string): void;
  /** The library has equipped a page; once per load of the page, sometimes more. */
  equipped(): void;
  /** The library listens to the page; it does not look at what has happened before. */
  injected(): void;
  ended(how: BrowserEnd, error?: unknown): void;
}

const LOOK_EVERY_MS = 50;
/** Processes are looked through once in so many looks. */
const SELDOM = 10;

const ARGUMENTS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
];

/** One run of a browser with one page of WhatsApp's. */
export class BrowserLife {
  readonly client: GuardedClient;
  private page: Page | undefined;
  /** There is none without a page; it may be there before we look. */
  private readonly shownQr: Promise<void>;
  private hasQr: () => void = () => {};
  private isBeginning = false;
  private isOver = false;
  private wasSeen = false;
  private missed = 0;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: WwebjsOptions,
    private readonly profile: Profile,
    private readonly listener: BrowserListener,
  ) {
    this.shownQr = new Promise((resolve) => (this.hasQr = resolve));
    this.client = new GuardedClient(this.clientOptions(profile), {
      injected: () => {
        this.watch();
        if (!this.isOver) this.listener.injected();
      },
      troubled: (error) => this.logger.warn('The library had trouble with its page', { error }),
    });
    this.client.on('qr', (text: string) => this.showQr(text));
    this.client.on('ready', () => !this.isOver && this.listener.equipped());
  }

  get bridge(): Bridge {
    if (!this.page) throw new Error('There is no page yet');
    return new Bridge(this.page);
  }

  /** Resolves when the page is there and our code in it; the library goes on by itself. @throws TimeoutError */
  async open(): Promise<void> {
    this.isBeginning = true;
    const begun = this.client.initialize().finally(() => (this.isBeginning = false));
    const shown = this.pageShown(begun);
    // A browser may be left hanging in the middle: the page is enough for us, our deadlines are elsewhere.
    begun.catch((error: unknown) => this.failed(error));
    const { launchTimeoutMs } = this.options;
    const there = Promise.race([shown, this.shownQr]);
    await within(this.clock, launchTimeoutMs, there, () => new TimeoutError('The browser did not start'));
  }

  /** Ends the browser, politely first. */
  async close(): Promise<void> {
    this.isOver = true;
    await this.launched();
    const { client, clock, options } = this;
    const closed = client.pupBrowser?.close() ?? Promise.resolve();
    await within(clock, options.closeTimeoutMs, closed).catch(() => undefined);
    const left = client.pupBrowser?.process();
    if (left?.exitCode === null && left.signalCode === null) {
      const gone = once(left, 'exit');
      left.kill('SIGKILL');
      await gone;
    }
    await this.profile.reap();
  }

  private showQr(text: string): void {
    if (this.isOver) return;
    this.watch();
    this.hasQr();
    this.listener.qr(text);
  }

  /** A browser that is being started cannot be ended before it is there. */
  private async launched(): Promise<void> {
    const patience = this.options.closeTimeoutMs / LOOK_EVERY_MS;
    for (let looks = 0; this.isBeginning && !this.client.pupBrowser; looks += 1) {
      // It is there, or was; the library may wait for an answer from it for minutes.
      if (this.wasSeen && looks > patience) return;
      if (looks % SELDOM === 0) await this.lookForProcess();
      await this.pause();
    }
  }

  /** @returns whether there is no reason to give up: a browser that dies in its beginning is not noticed by the library */
  private async lookForProcess(): Promise<boolean> {
    const isThere = this.client.pupBrowser !== null || (await this.profile.isInUse());
    this.wasSeen ||= isThere;
    // Twice, because a process that replaces itself has no name for a moment.
    this.missed = isThere || !this.wasSeen ? 0 : this.missed + 1;
    return this.missed < 2;
  }

  private pause(): Promise<void> {
    return new Promise<void>((resolve) => this.clock.after(LOOK_EVERY_MS, resolve));
  }

  private async pageShown(begun: Promise<void>): Promise<void> {
    let failure: { error: unknown } | undefined;
    begun.catch((error: unknown) => (failure = { error }));
    for (let looks = 0; !this.isOver; looks += 1) {
      if (failure) throw failure.error;
      if (looks % SELDOM === 0 && !(await this.lookForProcess())) throw new Error('The browser ended in its beginning');
      this.watch();
      if (this.page && (await this.hasKit(this.page))) return;
      await this.pause();
    }
  }

  private async hasKit(page: Page): Promise<boolean> {
    return page.evaluate('window.columba !== undefined && window.Debug !== undefined').then(Boolean, () => false);
  }

  /** As soon as the library has them: browser and page tell of their ends. */
  private watch(): void {
    const { pupBrowser, pupPage } = this.client;
    if (this.page || !pupBrowser || !pupPage) return;
    this.page = pupPage;
    pupBrowser.on('disconnected', () => this.end('lost'));
    pupPage.on('error', (error: unknown) => this.end('crashed', error));
    pupPage.on('close', () => this.end('lost'));
    // It may have been too quick for us.
    if (!pupBrowser.connected) this.end('lost');
  }

  private failed(error: unknown): void {
    if (this.isOver) return;
    this.logger.warn('The library could not prepare the page', { error });
    this.end('lost', error);
  }

  private end(how: BrowserEnd, error?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.ended(how, error);
  }

  private clientOptions(profile: Profile) {
    const { options } = this;
    const executablePath = findChromium(options.executablePath);
    return {
      authStrategy: new KeptProfile(),
      webVersionCache: { type: 'none' as const },
      evalOnNewDoc: pageScript() as unknown as () => void,
      puppeteer: {
        executablePath,
        headless: headlessMode(executablePath),
        userDataDir: profile.directory,
        timeout: options.launchTimeoutMs,
        // Each call has its own deadline; this one is the last resort.
        protocolTimeout: 2 * options.launchTimeoutMs,
        // Not over a port, which every process of this machine could use; and who loses its pipe ends by itself.
        pipe: true,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        defaultViewport: null,
        args: [...ARGUMENTS, ...(options.sandbox ? [] : ['--no-sandbox']), ...options.browserArguments],
      },
    };
  }
}
