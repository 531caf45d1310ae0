import type { Clock, Logger } from '@columba/core';
import type { Storage, WebhookRecord } from '@columba/storage';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import { WebhookEgress } from '../egress/egress.module.js';
import { ConsumerDirectory, type ConsumerReading } from '../relay/consumer-directory.js';
import type { HealthChange } from '../relay/endpoint-health.js';
import { LaneRelay } from '../relay/lane-relay.js';
import { StoredLaneQueue } from '../relay/stored-lane-queue.js';
import { laneFilter } from './webhook-filter.js';
import { WebhookSink } from './webhook.sink.js';

/** The running side of webhooks: one relay for each that may be tried. */
@Injectable()
export class WebhookRelays implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly relays = new Map<string, LaneRelay>();
  private readonly stopping = new Set<Promise<void>>();
  private isOver = false;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly egress: WebhookEgress,
    directory: ConsumerDirectory,
  ) {
    directory.add(() => this.storage.webhooks.list().map((webhook) => this.reading(webhook)));
  }

  onApplicationBootstrap(): void {
    for (const webhook of this.storage.webhooks.list()) this.start(webhook);
  }

  /** Takes up nothing new; everything that is not in flight waits in the log for the next start. */
  onModuleDestroy(): void {
    this.isOver = true;
    for (const id of this.relays.keys()) void this.end(id);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stopping);
  }

  /** Goes on with what is stored now, or not at all. Resolves when older settings are no longer used. */
  async apply(id: string): Promise<void> {
    await this.end(id);
    const webhook = this.storage.webhooks.get(id);
    if (webhook) this.start(webhook);
  }

  /** Resolves when nothing is sent any more. */
  end(id: string): Promise<void> {
    const relay = this.relays.get(id);
    if (!relay) return Promise.resolve();
    this.relays.delete(id);
    const stopped = relay.stop().finally(() => this.stopping.delete(stopped));
    this.stopping.add(stopped);
    return stopped;
  }

  /** Something was put back into its queue. */
  reload(id: string): void {
    this.relays.get(id)?.reload();
  }

  sinkOf({ id, url }: Pick<WebhookRecord, 'id' | 'url'>): WebhookSink {
    const secrets = () => this.storage.webhooks.secrets(id);
    return new WebhookSink({ id, url, secrets }, this.egress, this.logger, () => this.clock.now());
  }

  lastError(id: string): string | undefined {
    return this.relays.get(id)?.status().lastError;
  }

  private start(webhook: WebhookRecord): void {
    const { id, state, filter, maxAttempts, failingSince } = webhook;
    if (this.isOver || this.relays.has(id) || (state !== 'active' && state !== 'failing')) return;
    const { storage, clock, logger } = this;
    const relay: LaneRelay = new LaneRelay({
      name: id,
      queue: new StoredLaneQueue(storage, id, laneFilter(filter, storage.people), clock),
      sink: this.sinkOf(webhook),
      maxAttempts,
      failingSince,
      onHealth: (change) => this.note(id, relay, change),
      clock,
      logger,
    });
    this.relays.set(id, relay);
    relay.start();
  }

  /** Called in the middle of a delivery: what cannot be stored now must not disturb that. */
  private note(id: string, relay: LaneRelay, change: HealthChange): void {
    // One that was ended still hears from what was in flight: how the webhook stands now is not for it to say.
    if (this.relays.get(id) !== relay) return;
    const { webhooks } = this.storage;
    try {
      if (change.to === 'active') webhooks.setState(id, 'active');
      if (change.to === 'failing') webhooks.setState(id, 'failing', { failingSince: change.since });
      if (change.to === 'paused')
        webhooks.setState(id, 'paused', { reason: 'failing_too_long', failingSince: change.since });
      if (change.to === 'gone') webhooks.setState(id, 'disabled', { reason: 'gone' });
    } catch (error) {
      this.logger.error('The state of a webhook could not be stored', { webhook: id, error });
      return;
    }
    if (change.to !== 'active') this.logger.warn('A webhook is in trouble', { webhook: id, state: change.to });
    if (change.to === 'paused' || change.to === 'gone') void this.end(id);
  }

  private reading({ id, name, state, stateReason, filter }: WebhookRecord): ConsumerReading {
    const { consumers, deliveries } = this.storage;
    const status = this.relays.get(id)?.status();
    const spans = deliveries.backlog(id, filter);
    const [oldest] = spans.map(({ oldestAt }) => oldestAt).toSorted((a, b) => a.getTime() - b.getTime());
    return {
      id,
      kind: 'webhook',
      name,
      state,
      ...(stateReason === undefined ? {} : { stateReason }),
      ...(filter.sessions && { sessions: filter.sessions }),
      cursorPos: consumers.get(id)?.cursorPos ?? 0,
      lag: spans.reduce((sum, { count }) => sum + count, 0),
      ...(oldest && { oldestWaitingAt: oldest }),
      parked: deliveries.count(id, 'parked'),
      attempts: { delivered: status?.delivered ?? 0, failed: status?.failed ?? 0 },
      ...(status?.lastError === undefined ? {} : { lastError: status.lastError }),
    };
  }
}
