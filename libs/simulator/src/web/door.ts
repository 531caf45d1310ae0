import { z } from 'zod';
import type { WebSocket } from 'ws';
import type { FaultRules } from '../faults/fault-rules.js';
import type { MediaFaults } from '../faults/media-faults.js';
import type { Clock } from '../world/clock.js';
import { WorldError } from '../world/errors.js';
import { accountOf, type DeviceId, type PhoneNumber } from '../world/ids.js';
import { Refusals } from '../world/refusals.js';
import type { World } from '../world/world.js';
import { answering, perform } from './answering.js';
import type { WebContext } from './context.js';
import { AckBook, type AckState } from './device/acks.js';
import { DeviceSession } from './device/device-session.js';
import { PageFiles } from './device/page-files.js';
import { WidBook } from './device/wids.js';
import { PageFaultGate } from './fault-gate.js';
import type { PageEventName } from './facts.js';
import { Journal } from './journal.js';
import { Credentials, type CredentialsState } from './link/credentials.js';
import { WebLinking } from './link/linking.js';
import { pageDocument } from './page-document.js';
import { makeServerKey, type ServerKey } from './server/certificate.js';
import { PageServer } from './server/page-server.js';
import { pageScript } from './server/page-script.js';
import { DEFAULT_SETTINGS, type PageSettings } from './settings.js';
import { PageConnection, type PageHandlers } from './transport/page-connection.js';
import type { Ask, Done } from './transport/protocol.js';
import { followWorld } from './world-follower.js';

const BANNED = '403';

/** The one name the page is served under. */
export const PAGE_HOST = 'web.whatsapp.com';

export interface WebDoorOptions {
  host: string;
  port: number;
  /** Host that a browser finds the door at, when it differs from `host`. */
  publicHost?: string | undefined;
  faults: FaultRules;
  /** The media host's: its trouble is the pages' as well. */
  mediaFaults: MediaFaults;
  network: Clock;
  receiptDelayMs: number;
}

export interface WebDoorState {
  credentials: CredentialsState;
  acks: AckState;
}

const report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknownModule'), name: z.string() }),
  z.strictObject({ kind: z.literal('error'), where: z.string(), text: z.string() }),
]);
const credential = z.strictObject({ device: z.string(), secret: z.string() }).nullable();

/** WhatsApp Web for the world: a page for real browsers, and the devices that are linked through it. */
export class WebDoor implements PageHandlers {
  readonly settings: PageSettings = structuredClone(DEFAULT_SETTINGS);
  readonly journal = new Journal();
  readonly refusals = new Refusals();
  readonly linking: WebLinking;
  readonly server: PageServer;
  readonly context: WebContext;
  readonly #key: ServerKey;
  readonly #credentials = new Credentials();
  readonly #gate: PageFaultGate;
  readonly #pages = new Set<PageConnection>();
  readonly #sessions = new Map<DeviceId, { page: PageConnection; session: DeviceSession }>();
  readonly #stopped: (() => void)[] = [];
  #script = '';

  constructor(
    private readonly world: World,
    private readonly options: WebDoorOptions,
  ) {
    const { host, port, faults, mediaFaults, network, receiptDelayMs } = options;
    this.context = {
      world,
      settings: this.settings,
      wids: new WidBook(world.directory, this.settings),
      files: new PageFiles(),
      mediaFaults,
      acks: new AckBook(world.log, world.messages, world.groups),
      journal: this.journal,
      network,
      receiptDelayMs,
      pageOf: (device) => this.#sessions.get(device)?.page,
    };
    this.#key = makeServerKey(PAGE_HOST, world.clock.now());
    this.linking = new WebLinking(world, this.#credentials);
    this.#gate = new PageFaultGate(faults, network);
    const documents = (path: string) => this.#document(path);
    this.server = new PageServer(host, port, this.#key, documents, (socket) => this.#accept(socket));
  }

  async start(): Promise<void> {
    this.#script = await pageScript();
    this.#stopped.push(
      this.world.log.on('queue.added', ({ device }) => this.#sessions.get(device)?.session.pump()),
      ...followWorld(this.context),
    );
    await this.server.open();
  }

  async stop(): Promise<void> {
    for (const page of this.#pages) page.terminate();
    await this.server.close();
    for (const undo of this.#stopped.splice(0)) undo();
  }

  /**
   * Arguments for Chromium: the page's host is found here and nothing else is found at all, and this door's key is
   * excused from having a certificate that anybody vouches for.
   */
  launchArguments(): string[] {
    const { publicHost, host } = this.options;
    const rules = [
      `MAP ${PAGE_HOST} ${publicHost ?? host}:${this.server.port}`,
      'MAP * ~NOTFOUND',
      'EXCLUDE 127.0.0.1',
    ];
    const found = publicHost === undefined ? rules : [...rules, `EXCLUDE ${publicHost}`];
    return [`--host-resolver-rules=${found.join(',')}`, `--ignore-certificate-errors-spki-list=${this.#key.pin}`];
  }

  snapshot(): WebDoorState {
    return { credentials: this.#credentials.snapshot(), acks: this.context.acks.snapshot() };
  }

  restore(state: WebDoorState): void {
    this.#credentials.restore(state.credentials);
    this.context.acks.restore(state.acks);
  }

  /** @throws WorldError offline when the device's page is not open */
  live(device: DeviceId): PageConnection {
    const found = this.#sessions.get(device);
    if (!found) throw new WorldError('offline', `${device} has no open page`);
    return found.page;
  }

  online(): DeviceId[] {
    return [...this.#sessions.keys()];
  }

  /** The device is no longer linked; its page, if it is open, learns so at once. */
  unlink(device: DeviceId): void {
    this.#credentials.remove(device);
    this.#sessions.get(device)?.page.tell('unlinked', {});
    this.world.unlink(device);
  }

  /** The account was banned: pages that are open hear of it. */
  banned(account: PhoneNumber): void {
    for (const [device, { page }] of this.#sessions)
      if (accountOf(device) === account) page.tell('refused', { code: BANNED });
  }

  onAsk(page: PageConnection, ask: Ask): void {
    this.#gate.inbound(page, ask, (refusal) => {
      const answer = answering(this.context, ask, () => this.#perform(page, ask, refusal));
      if (answer) page.answer(answer);
    });
  }

  onDone(page: PageConnection, { done }: Done): void {
    if (page.device !== undefined) this.#sessions.get(page.device)?.session.confirm(done);
  }

  onTell(page: PageConnection, event: PageEventName, data: unknown, write: (data: unknown) => void): void {
    this.#gate.outbound(page, event, data, write);
  }

  onClosed(page: PageConnection): void {
    this.#pages.delete(page);
    this.linking.end(page);
    const { device } = page;
    if (device === undefined || this.#sessions.get(device)?.page !== page) return;
    this.#sessions.delete(device);
    this.world.deliveries.rewind(device);
    this.world.directory.setOnline(device, false);
  }

  /** What pages may ask that are not logged in, then everything else. */
  #perform(page: PageConnection, ask: Ask, refusal?: string): unknown {
    const { operation, input } = ask;
    switch (operation) {
      case 'report':
        return this.#reported(report.parse(input));
      case 'ping':
        return undefined;
      case 'hello':
        return this.#hello(page, credential.parse(input.credential));
      case 'refreshRef':
        return this.linking.begin(page);
      case 'pairingCode':
        return this.linking.code(page, String(input.number).replaceAll(/\D/g, ''));
      case 'logout':
        return this.#loggedOut(page);
      default:
        return perform(this.context, page, ask, refusal);
    }
  }

  #reported(said: z.output<typeof report>): void {
    if (said.kind === 'unknownModule') this.journal.unknownModule(said.name);
    else this.journal.pageError({ where: said.where, text: said.text });
  }

  #hello(page: PageConnection, shown: z.output<typeof credential>): void {
    if (!shown) return this.linking.begin(page);
    const { device } = shown;
    const banned = this.world.directory.find(accountOf(device))?.standing === 'banned' ? BANNED : undefined;
    const code = this.#credentials.accepts(shown) ? (banned ?? this.refusals.take(device)) : '401';
    if (code !== undefined) {
      this.world.log.append('login.refused', { device, code });
      page.tell('refused', { code });
      if (code === '401') this.linking.begin(page);
      return;
    }
    this.#login(page, device);
  }

  /** A second page of the same browser takes over; the first one is told so. */
  #login(page: PageConnection, device: DeviceId): void {
    this.#sessions.get(device)?.page.tell('state', { state: 'CONFLICT' });
    const session = new DeviceSession(this.context, page, device);
    page.device = device;
    this.#sessions.set(device, { page, session });
    this.world.directory.setOnline(device, true);
    session.begin();
  }

  #loggedOut(page: PageConnection): void {
    const { device } = page;
    if (device === undefined) return;
    page.device = undefined;
    this.#credentials.remove(device);
    this.#sessions.delete(device);
    this.world.directory.setOnline(device, false);
    this.world.unlink(device);
  }

  #accept(socket: WebSocket): void {
    this.#pages.add(new PageConnection(socket, this));
  }

  #document(path: string): { type: string; body: string } | undefined {
    if (path === '/') return { type: 'text/html', body: pageDocument(this.settings) };
    return path === '/page.js' ? { type: 'text/javascript', body: this.#script } : undefined;
  }
}
