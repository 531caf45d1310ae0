import { WorldError } from '../../world/errors.js';
import type { DeviceId, PhoneNumber } from '../../world/ids.js';
import type { Timer } from '../../world/timers.js';
import type { World } from '../../world/world.js';
import type { PageConnection } from '../transport/page-connection.js';
import type { Credentials } from './credentials.js';

/** How many references a page gets before it must ask for more, and how long each is good for (world time). */
const REFS = 6;
const REF_MS = 20_000;
/** Without the characters that people mix up. */
const CODE_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTVWXYZ';
const CODE_LENGTH = 8;

interface Waiting {
  /** References shown so far; an older one may just have been scanned. */
  refs: string[];
  timer?: Timer;
  code?: { text: string; account: PhoneNumber };
}

/** Links browsers: hands out the references inside their QR codes, and the codes to be typed instead. */
export class WebLinking {
  readonly #waiting = new Map<PageConnection, Waiting>();
  #made = 0;

  constructor(
    private readonly world: World,
    private readonly credentials: Credentials,
  ) {}

  /** The page is not linked: it gets references, one after the other. */
  begin(page: PageConnection): void {
    this.end(page);
    const waiting: Waiting = { refs: [] };
    this.#waiting.set(page, waiting);
    this.#next(page, waiting);
    this.world.log.append('link.requested', { method: 'qr' });
  }

  end(page: PageConnection): void {
    this.#waiting.get(page)?.timer?.cancel();
    this.#waiting.delete(page);
  }

  shows(qr: string): boolean {
    return this.#find(qr) !== undefined;
  }

  /** @throws WorldError not_found when no page shows this code */
  scan(qr: string, account: PhoneNumber): DeviceId {
    const page = this.#find(qr);
    if (!page) throw new WorldError('not_found', 'no waiting page shows this QR code');
    return this.#link(page, account);
  }

  /** The page wants a code that the owner of `account` types. */
  code(page: PageConnection, account: PhoneNumber): string {
    const waiting = this.#waiting.get(page);
    if (!waiting) throw new WorldError('conflict', 'only a page that is not linked can show a code');
    const stream = this.world.random.for('web-code', ++this.#made);
    let text = '';
    while (text.length < CODE_LENGTH) text += CODE_ALPHABET.charAt(stream.int(CODE_ALPHABET.length));
    waiting.code = { text, account };
    this.world.log.append('link.requested', { account, method: 'code' });
    return text;
  }

  isRequested(account: PhoneNumber): boolean {
    return [...this.#waiting.values()].some(({ code }) => code?.account === account);
  }

  /** The owner types a code; a wrong one is only told to the world, as the phone says it and the page hears nothing. */
  enter(account: PhoneNumber, code: string): DeviceId | undefined {
    const found = [...this.#waiting].find(([, { code: shown }]) => shown?.account === account && shown.text === code);
    if (found) return this.#link(found[0], account);
    this.world.log.append('link.failed', { account });
    return undefined;
  }

  #find(qr: string): PageConnection | undefined {
    const [ref = ''] = (qr.split('#').pop() ?? '').split(',');
    return [...this.#waiting].find(([, { refs }]) => refs.includes(ref))?.[0];
  }

  #next(page: PageConnection, waiting: Waiting): void {
    if (waiting.refs.length >= REFS) return page.tell('idle', {});
    const ref = `2@${this.world.random.for('web-ref', ++this.#made).hex(64)}`;
    waiting.refs.push(ref);
    page.tell('ref', { ref });
    waiting.timer = this.world.clock.after(REF_MS, () => this.#next(page, waiting));
  }

  #link(page: PageConnection, account: PhoneNumber): DeviceId {
    const { directory } = this.world;
    this.end(page);
    directory.ensure(account);
    const device = directory.reserveDevice(account);
    directory.link(device, 'web');
    page.tell('linked', this.credentials.issue(device));
    return device;
  }
}
