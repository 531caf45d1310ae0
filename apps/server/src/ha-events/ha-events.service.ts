import { type Clock, type Jid, type Logger, type Message, type MessageId, tryParseJid } from '@columba/core';
import {
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import { HaLink } from '../home-assistant/link/ha-link.js';
import { HomeAssistantClient } from '../home-assistant/link/home-assistant.client.js';
import type { ConsumerReading } from '../relay/consumer-directory.js';
import { Relay, type RelayStatus } from '../relay/relay.js';
import { type ConsumerStorage, storedSubscription } from '../relay/stored-subscription.js';
import { CoreStateGate } from './core-state.gate.js';
import { GajosuEventEncoder } from './gajosu-event.encoder.js';
import type { HaEvent } from './ha-event.js';
import { HaEventsConfig, idleReason } from './ha-events.config.js';
import { LinkGate } from './link.gate.js';
import { LinkSink } from './link.sink.js';
import type { HaContext } from './message-facts.js';
import { NativeEventEncoder } from './native-event.encoder.js';
import { RestSink } from './rest.sink.js';

const CONSUMER = 'home-assistant';

/** What the relay to Home Assistant needs of the storage. */
export interface HaEventsStorage extends ConsumerStorage {
  sessions: { get(name: string): { account?: { id: Jid }; engine?: string } | undefined };
  messages: { get(session: string, chat: Jid, id: MessageId): Message | undefined };
}

export type HaEventsStatus = { enabled: false; reason: string } | ({ enabled: true } & RelayStatus);

/** Fires what happens in WhatsApp on Home Assistant's event bus, once it listens and whatever it missed meanwhile. */
@Injectable()
export class HaEventsService implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private relay: Relay<HaEvent> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly config: HaEventsConfig,
    private readonly link: HaLink,
    private readonly client: HomeAssistantClient,
    @Inject(STORAGE) private readonly storage: HaEventsStorage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const reason = idleReason(this.config);
    if (reason !== undefined) {
      this.logger.info('No events are fired in Home Assistant', { reason });
      return;
    }
    this.relay = this.makeRelay();
    this.relay.start();
  }

  /** Finishes the deliveries in flight; everything else waits in the log for the next start. */
  onModuleDestroy(): void {
    this.stopping ??= this.relay?.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.onModuleDestroy();
    await this.stopping;
  }

  status(): HaEventsStatus {
    if (this.relay) return { enabled: true, ...this.relay.status() };
    return { enabled: false, reason: idleReason(this.config) ?? 'It has not started yet' };
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

  private makeRelay(): Relay<HaEvent> {
    const { config, storage, clock, logger, link, client } = this;
    const restGate = new CoreStateGate(client, clock, {
      readyDelayMs: config.readyDelayMs,
      trustMs: config.trustMs,
      pollMs: config.startingPollMs,
    });
    const Dialect = config.mode === 'native' ? NativeEventEncoder : GajosuEventEncoder;
    return new Relay({
      name: CONSUMER,
      subscription: storedSubscription(storage, CONSUMER, 'ha'),
      encoder: new Dialect(this.context()),
      sink: new LinkSink(link, new RestSink(client, restGate)),
      gate: new LinkGate(link, restGate, clock),
      clock,
      logger,
      // Only one connection keeps the order of what is in flight.
      window: () => (link.state.kind === 'rest_only' ? 1 : config.window),
      perSecond: config.perSecond,
      idleCheckMs: config.idleCheckMs,
      unauthorisedRetryMs: config.unauthorisedRetryMs,
    });
  }

  private context(): HaContext {
    const { storage } = this;
    const { allowedSenders } = this.config;
    const allowed = new Set(allowedSenders.flatMap((text) => tryParseJid(text) ?? []));
    return {
      account: (session) => storage.sessions.get(session)?.account?.id,
      message: (session, chat, id) => storage.messages.get(session, chat, id),
      engine: (session) => storage.sessions.get(session)?.engine,
      allows: ({ id, phone, lid }) =>
        allowedSenders.length === 0 ||
        [id, lid, phone && tryParseJid(phone)].some((jid) => jid !== undefined && jid !== '' && allowed.has(jid)),
    };
  }
}
