import { accountOf, isSharedChat, type DeviceId } from '../../world/ids.js';
import type { QueueItem } from '../../world/model.js';
import type { WebContext } from '../context.js';
import type { PageEventName, PageEvents } from '../facts.js';
import type { PageConnection } from '../transport/page-connection.js';
import { newsOf } from './errands.js';
import { loginFact } from './login.js';

/** A linked browser whose page is open: tells it what waits, in order, and takes its confirmations. */
export class DeviceSession {
  /** Newest item that waited at the login; undefined once the page has caught up. */
  #backlog: number | undefined;

  constructor(
    private readonly context: WebContext,
    private readonly page: PageConnection,
    readonly device: DeviceId,
  ) {}

  begin(): void {
    const { deliveries } = this.context.world;
    deliveries.rewind(this.device);
    this.#backlog = deliveries.queue(this.device).at(-1)?.seq ?? 0;
    this.page.tell('login', loginFact(this.context, this.device));
    this.pump();
  }

  /** Tells everything that was not told on this page yet. */
  pump(): void {
    const { deliveries } = this.context.world;
    for (let item = deliveries.nextUnsent(this.device); item; item = deliveries.nextUnsent(this.device))
      this.#tell(item);
    this.#checkCaughtUp();
  }

  /** The page confirmed: recording it is the first thing that happens. */
  confirm(seq: number): void {
    const { deliveries } = this.context.world;
    const item = deliveries.find(this.device, (candidate) => candidate.seq === seq);
    if (!item) return;
    deliveries.settle(this.device, item);
    this.#receipt(item);
    this.#checkCaughtUp();
  }

  #tell(item: QueueItem): void {
    const { deliveries } = this.context.world;
    const news = newsOf(this.context, this.device, item);
    deliveries.markSent(this.device, item, this.#backlog !== undefined);
    if (news) this.#say(news.event, news.data, item.seq);
    else deliveries.settle(this.device, item);
  }

  #say<N extends PageEventName>(event: N, data: PageEvents[N], item: number): void {
    this.page.tell(event, data, item);
  }

  #checkCaughtUp(): void {
    const last = this.#backlog;
    if (last === undefined) return;
    if (this.context.world.deliveries.find(this.device, ({ seq }) => seq <= last)) return;
    this.#backlog = undefined;
    this.page.tell('caughtUp', {});
  }

  /** A browser confirms to the sender, as every device does. */
  #receipt({ errand }: QueueItem): void {
    const { world, receiptDelayMs } = this.context;
    if (errand.kind !== 'message') return;
    const { key } = errand;
    const addressing = world.messages.find(key)?.addressing;
    if (addressing === undefined || key.sender === accountOf(this.device)) return;
    const chat = isSharedChat(key.chat) ? { chat: key.chat } : {};
    world.clock.after(receiptDelayMs, () =>
      world.receipts.post({ by: this.device, type: 'delivered', to: key.sender, ids: [key.id], ...chat, addressing }),
    );
  }
}
