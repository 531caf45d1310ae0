import type { Clock, Logger } from '@columba/core';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER } from '../../../common/tokens.js';
import type { FaserfConfig } from '../../../config/faserf.config.js';
import type { StorageConfig } from '../../../config/storage.config.js';
import { WebhookEgress } from '../../../egress/egress.module.js';
import { LogWatch } from '../../../events/log-watch.js';
import { Relay } from '../../../relay/relay.js';
import type { Subscription } from '../../../relay/subscription.js';
import type { FaserfEvent } from '../events/faserf-event.presenter.js';
import { FaserfQueue } from '../events/faserf-queue.js';
import { FaserfReads } from '../faserf-reads.js';
import { invalid } from '../faserf-refusal.js';
import { FaserfSessions } from '../session/faserf-sessions.js';
import { FaserfWebhookFile, type FaserfWebhookSettings } from './faserf-webhook-file.js';
import { FaserfWebhookSink } from './faserf-webhook.sink.js';

const CONSUMER = 'faserf:webhook';

/** The one webhook of this dialect: the events of all sessions, in order, from the moment on that it was switched on. */
@Injectable()
export class FaserfWebhook implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly file: FaserfWebhookFile;
  private readonly enabled: boolean;
  private relay?: Relay<FaserfEvent>;
  /** Never rejects. */
  private tail: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) { storage, faserf }: { storage: StorageConfig; faserf: FaserfConfig },
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly egress: WebhookEgress,
    private readonly reads: FaserfReads,
    private readonly sessions: FaserfSessions,
    private readonly queue: FaserfQueue,
    private readonly watch: LogWatch,
  ) {
    this.file = new FaserfWebhookFile(storage.directory);
    this.enabled = faserf.enabled;
  }

  onApplicationBootstrap(): void {
    const settings = this.enabled ? this.file.read() : undefined;
    if (settings?.enabled) this.start(settings);
  }

  onModuleDestroy(): void {
    this.tail = this.tail.then(() => this.relay?.stop());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.tail;
  }

  /** What came while it was off is not news. @throws InvalidInputError when nothing is posted to such an address; StorageError */
  configure(wanted: FaserfWebhookSettings): Promise<void> {
    if (wanted.enabled && this.egress.refuses(wanted.url))
      throw invalid('url', 'must be a public http or https address, or one that COLUMBA_WEBHOOK_ALLOW opens');
    this.file.write(wanted);
    const done = this.tail.then(() => this.apply(wanted));
    // Whoever asked hears of an error; the next one begins after it all the same.
    this.tail = done.catch(() => {});
    return done;
  }

  private async apply(wanted: FaserfWebhookSettings): Promise<void> {
    const wasOff = this.relay === undefined;
    await this.relay?.stop();
    this.relay = undefined;
    const { consumers, events } = this.reads.storage;
    if (wanted.enabled && wasOff) consumers.advance(CONSUMER, events.lastPos());
    if (wanted.enabled) this.start(wanted);
  }

  private start(settings: FaserfWebhookSettings): void {
    this.relay = new Relay({
      name: CONSUMER,
      subscription: this.subscription(),
      encoder: {
        encode: (event) => {
          const payload = this.queue.present(event, this.sessions.idOf(event.session));
          return payload ? [payload] : [];
        },
      },
      sink: new FaserfWebhookSink(settings, this.egress),
      clock: this.clock,
      logger: this.logger,
    });
    this.relay.start();
  }

  private subscription(): Subscription {
    const { consumers, events } = this.reads.storage;
    return {
      position: () => consumers.ensure({ id: CONSUMER, kind: 'pull', startPos: events.lastPos() }).cursorPos,
      read: (afterPos, limit) => events.list({ afterPos, limit }),
      advance: (pos) => consumers.advance(CONSUMER, pos),
      lag: () => consumers.lag(CONSUMER),
      onAppended: (callback) => this.watch.subscribe(() => callback()),
    };
  }
}
