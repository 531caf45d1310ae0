import { TimeoutError, type EngineContext, within } from '@columba/core';
import { BrowserLife } from '../browser/browser-life.js';
import type { Profile } from '../browser/profile.js';
import { isGone, type Bridge } from '../page/bridge.js';
import type { SocketView } from '../page/facets/session.page.js';
import type { Batch, PagePerson } from '../page/page-scope.js';
import type { WwebjsOptions } from '../wwebjs.options.js';
import { DeadlineSlot } from './deadline-slot.js';
import type { End } from './ends.js';
import { ViewOrder } from './view-order.js';

/** Told of all that happens in a page; nothing is told after its end. */
export interface PageListener {
  qr(text: string): void;
  /** The phone has accepted, or the page takes up its link. */
  connecting(): void;
  connected(account: PagePerson): Promise<void>;
  /** The page lost its connection and tries by itself to come back. */
  reconnecting(): void;
  /** The page was loaded anew in the middle of everything. */
  reloaded(): void;
  /** Resolves when all of it is stored; until then the page keeps it. */
  store(batch: Batch): Promise<void>;
}

const RETRY_MS = 100;
/** How long a page may be away, as while it is loaded anew. */
const MOST_RETRIES = 100;

/** One browser from its start to its end: the states of its page, each with its deadline, and the news from it. */
export class PageLife {
  readonly ended: Promise<End>;
  private readonly browser: BrowserLife;
  private readonly slot: DeadlineSlot;
  private readonly views = new ViewOrder();
  private resolve: (end: End) => void = () => {};
  private over: End | undefined;
  private open = false;
  /** A QR is there to be scanned. */
  private linking = false;
  private openedAt: number | undefined;

  constructor(
    private readonly context: EngineContext,
    private readonly options: WwebjsOptions,
    profile: Profile,
    /** Whether a phone has accepted this device, as far as we know. */
    private readonly linked: () => boolean,
    private readonly listener: PageListener,
  ) {
    this.ended = new Promise((resolve) => (this.resolve = resolve));
    this.slot = new DeadlineSlot(context.clock);
    this.browser = new BrowserLife(context.clock, context.logger, options, profile, {
      qr: (text) => {
        if (this.over !== undefined) return;
        // Whoever is shown a QR has its time from then on, whatever else is looked at meanwhile.
        if (!this.linking && !this.linked()) this.waitForPhone();
        this.listener.qr(text);
      },
      equipped: () => void this.look(),
      injected: () => void this.injected(),
      ended: (how, error) => {
        if (error) context.logger.warn('The browser ended', { how, error });
        this.end(how === 'crashed' ? 'page_crashed' : 'browser_lost');
      },
    });
  }

  get isOpen(): boolean {
    return this.open && this.over === undefined;
  }

  get bridge(): Bridge {
    return this.browser.bridge;
  }

  /** How long it was connected; `undefined` when it never was. */
  get openMs(): number | undefined {
    return this.openedAt === undefined ? undefined : this.context.clock.monotonic() - this.openedAt;
  }

  /** Never rejects: what fails is told by {@link ended}. */
  async begin(): Promise<void> {
    try {
      await Promise.race([this.browser.open(), this.ended]);
      if (this.over !== undefined) return;
      if (!this.linking) this.slot.arm(this.options.connectTimeoutMs, () => this.end('not_ready'));
      // A call to a page that is gone may hang for minutes; nobody waits for it.
      await Promise.race([this.listen(), this.ended]);
    } catch (error) {
      if (this.over !== undefined) return;
      this.context.logger.warn('The page could not be begun', { error });
      this.end(error instanceof TimeoutError ? 'not_ready' : 'browser_lost');
    }
  }

  end(how: End): void {
    if (this.over !== undefined) return;
    this.over = how;
    this.slot.disarm();
    this.resolve(how);
  }

  async close(): Promise<void> {
    this.end('stopped');
    await this.browser.close();
  }

  /** A code to be typed on the phone. */
  async requestCode(phone: string): Promise<string> {
    const NEVER_AGAIN_MS = 2 ** 31 - 1;
    return this.browser.client.requestPairingCode(phone, true, NEVER_AGAIN_MS);
  }

  /** Takes entry after entry out of the page, as long as there is one. */
  private async listen(): Promise<void> {
    let after = { epoch: '', seq: 0 };
    for (let failures = 0; this.over === undefined;) {
      const batch = await this.nextBatch(after);
      if (!batch) {
        failures += 1;
        if (failures > MOST_RETRIES) return this.end('silent');
        await new Promise<void>((resolve) => this.context.clock.after(RETRY_MS, resolve));
        continue;
      }
      failures = 0;
      if (this.over !== undefined) return;
      this.began(batch.epoch);
      await this.take(batch);
      after = { epoch: batch.epoch, seq: batch.entries.at(-1)?.seq ?? after.seq };
    }
  }

  private async take(batch: Batch): Promise<void> {
    await this.listener.store(batch);
    for (const { type, data } of batch.entries) {
      if (type === 'socket') await this.moved(data as SocketView);
      else if (type === 'logout') this.end('unlinked');
    }
  }

  /** @returns `undefined` when there is no page to ask at this moment */
  private async nextBatch(after: { epoch: string; seq: number }): Promise<Batch | undefined> {
    const { clock } = this.context;
    const { heartbeatMs, probeTimeoutMs } = this.options;
    try {
      return await within(clock, heartbeatMs + probeTimeoutMs, this.bridge.next(after, heartbeatMs));
    } catch (error) {
      if (error instanceof TimeoutError) await this.probe();
      else if (!isGone(error)) throw error;
      return undefined;
    }
  }

  /** A deadline may have passed because time jumped (a machine that slept); so the page gets a second chance. */
  private async probe(): Promise<void> {
    try {
      await within(this.context.clock, this.options.probeTimeoutMs, this.bridge.run('session.view', null));
    } catch (error) {
      if (!isGone(error)) this.end('silent');
    }
  }

  private began(epoch: string): void {
    if (this.views.begins(epoch) !== 'anew') return;
    if (this.open) this.listener.reloaded();
    this.open = false;
    this.linking = false;
    this.slot.arm(this.options.connectTimeoutMs, () => this.end('not_ready'));
  }

  private async look(): Promise<void> {
    try {
      await this.moved(await this.bridge.run('session.view', null));
    } catch (error) {
      if (!isGone(error)) this.context.logger.warn('The page could not be looked at', { error });
    }
  }

  private async moved(view: SocketView): Promise<void> {
    if (this.over !== undefined) return;
    // A page that was loaded anew may be looked at before it has told anything.
    this.began(view.epoch);
    if (!this.views.isNews(view)) return;
    switch (view.state) {
      case 'UNPAIRED':
        return this.unpaired();
      case 'UNPAIRED_IDLE':
        return this.end(this.linked() ? 'unlinked' : 'qr_expired');
      case 'CONNECTED':
        return view.synced && view.equipped ? this.connected() : this.waitUntilReady(view.synced);
      case 'PAIRING':
        return this.waitUntilReady(false);
      case 'TIMEOUT':
      case 'PROXYBLOCK':
      // Of a page that was connected: it connects again, whether or not it said that it lost the connection.
      case 'OPENING':
        return this.lost();
      case 'CONFLICT':
        return this.end('conflict');
      case 'TOS_BLOCK':
      case 'SMB_TOS_BLOCK':
        return this.end('banned');
      case 'DEPRECATED_VERSION':
        return this.end('outdated');
      default:
        // What leads to OPENING: the deadline that runs is the right one.
        return undefined;
    }
  }

  /** A page that had synced before the library listened would be waited for in vain. */
  private async injected(): Promise<void> {
    if (this.over !== undefined) return;
    try {
      const view = await this.bridge.run('session.view', null);
      await this.moved(view);
      if (view.state === 'CONNECTED' && view.synced && !view.equipped) await this.rescue();
    } catch (error) {
      this.context.logger.debug('The page could not be looked at', { error });
    }
  }

  private unpaired(): void {
    if (this.linked()) return this.end('unlinked');
    this.waitForPhone();
  }

  private waitForPhone(): void {
    this.linking = true;
    this.slot.arm(this.options.linkTimeoutMs, () => this.end('qr_expired'));
  }

  private waitUntilReady(synced: boolean): void {
    if (!this.open) this.listener.connecting();
    this.slot.arm(this.options.readyTimeoutMs, () => this.end('not_ready'));
    if (synced) this.context.clock.after(this.options.rescueAfterMs, () => void this.rescue());
  }

  /** The library waits for an event that it may have missed; the state tells the same. */
  private async rescue(): Promise<void> {
    if (this.over !== undefined || this.open) return;
    const acted = await this.bridge.run('session.rescue', null).catch(() => false);
    if (acted) this.context.logger.info('The library had missed that the page is ready');
  }

  private async connected(): Promise<void> {
    if (this.open) return;
    const account = await this.bridge.run('session.account', null);
    if (this.over !== undefined || this.open) return;
    this.slot.disarm();
    this.open = true;
    this.openedAt ??= this.context.clock.monotonic();
    try {
      await this.listener.connected(account);
    } catch (error) {
      if (this.over !== undefined) return;
      this.context.logger.warn('What the page is connected as could not be taken in', { error });
      this.open = false;
      this.end('browser_lost');
    }
  }

  private lost(): void {
    if (!this.open) return;
    this.open = false;
    this.listener.reconnecting();
    this.slot.arm(this.options.reconnectTimeoutMs, () => this.end('not_reconnected'));
  }
}
