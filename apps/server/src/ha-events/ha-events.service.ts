import { type Clock, type Jid, type Logger, type Message, type MessageId } from '@columba/core';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import type { ConsumerReading } from '../relay/consumer-directory.js';
import { Relay, type RelayStatus } from '../relay/relay.js';
import { type ConsumerStorage, storedSubscription } from '../relay/stored-subscription.js';
import { CoreStateGate } from './core-state.gate.js';
import { GajosuEventEncoder } from './gajosu-event.encoder.js';
import type { HaEvent } from './ha-event.js';
import { HaEventsConfig, targetOf } from './ha-events.config.js';
import { HomeAssistantClient } from './home-assistant.client.js';
import { HomeAssistantSink } from './home-assistant.sink.js';

const CONSUMER = 'home-assistant';

/** What the relay to Home Assistant needs of the storage. */
export interface HaEventsStorage extends ConsumerStorage {
  sessions: { get(name: string): { account?: { id: Jid } } | undefined };
  messages: { get(session: string, chat: Jid, id: MessageId): Message | undefined };
}

export type HaEventsStatus = { enabled: false; reason: string } | ({ enabled: true } & RelayStatus);

/** Fires what happens in WhatsApp on Home Assistant's event bus, once it listens and whatever it missed meanwhile. */
@Injectable()
export class HaEventsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private client: HomeAssistantClient | undefined;
  private relay: Relay<HaEvent> | undefined;

  constructor(
    private readonly config: HaEventsConfig,
    @Inject(STORAGE) private readonly storage: HaEventsStorage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const target = targetOf(this.config);
    if ('missing' in target) {
      this.logger.info('No events are fired in Home Assistant', { reason: target.missing });
      return;
    }
    this.client = new HomeAssistantClient({ ...target, timeoutMs: this.config.requestTimeoutMs }, this.clock);
    this.relay = this.relayTo(this.client);
    this.relay.start();
  }

  /** Finishes the delivery in flight; everything else waits in the log for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.relay?.stop();
    await this.client?.close();
  }

  status(): HaEventsStatus {
    if (this.relay) return { enabled: true, ...this.relay.status() };
    const target = targetOf(this.config);
    return { enabled: false, reason: 'missing' in target ? target.missing : 'It has not started yet' };
  }

  /** How this consumer stands, for whoever watches all of them; empty while it is switched off. */
  readings(): ConsumerReading[] {
    if (!this.relay) return [];
    const { state, lag, parked, lastError } = this.relay.status();
    const { position, ...attempts } = this.relay.metrics();
    const isFailing = state === 'backing_off' || state === 'unauthorised';
    return [
      {
        id: CONSUMER,
        kind: 'home_assistant',
        name: 'Home Assistant',
        state: isFailing ? 'failing' : 'active',
        cursorPos: position,
        lag,
        parked,
        attempts,
        ...(lastError === undefined ? {} : { lastError }),
      },
    ];
  }

  private relayTo(client: HomeAssistantClient): Relay<HaEvent> {
    const { config, storage, clock, logger } = this;
    const pollMs = config.startingPollMs;
    const gate = new CoreStateGate(client, clock, {
      readyDelayMs: config.readyDelayMs,
      trustMs: config.trustMs,
      pollMs,
    });
    const encoder = new GajosuEventEncoder({
      account: (session) => storage.sessions.get(session)?.account?.id,
      message: (session, chat, id) => storage.messages.get(session, chat, id),
    });
    return new Relay({
      name: CONSUMER,
      subscription: storedSubscription(storage, CONSUMER, 'ha'),
      encoder,
      sink: new HomeAssistantSink(client, gate),
      gate,
      clock,
      logger,
      idleCheckMs: config.idleCheckMs,
    });
  }
}
