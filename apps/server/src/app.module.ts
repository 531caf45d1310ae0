import type { Readable } from 'node:stream';
import { failpoint, type Clock, type Logger } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Global, Module, type DynamicModule, type OnApplicationShutdown, Inject } from '@nestjs/common';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { HttpModule } from './common/http/http.module.js';
import { OpenApiModule } from './common/openapi/openapi.module.js';
import { FaserfModule } from './compat/faserf/faserf.module.js';
import { GajosuModule } from './compat/gajosu/gajosu.module.js';
import { HealthSources } from './common/health-sources.js';
import { CallsModule } from './calls/calls.module.js';
import { ChannelsModule } from './channels/channels.module.js';
import { ChatsModule } from './chats/chats.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { IngressModule } from './ingress/ingress.module.js';
import { LabelsModule } from './labels/labels.module.js';
import { FilesModule } from './media/files.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ProfileModule } from './profile/profile.module.js';
import { StatusesModule } from './statuses/statuses.module.js';
import { ConsumersModule } from './consumers/consumers.module.js';
import { CLOCK, CONFIG, ENGINE_SOURCE, LOGGER, STDIN, STORAGE } from './common/tokens.js';
import type { ColumbaConfig } from './config/columba.config.js';
import type { EngineSource } from './engine/engine-source.js';
import { HaEventsConfig } from './ha-events/ha-events.config.js';
import { HaEventsModule } from './ha-events/ha-events.module.js';
import { HomeAssistantModule } from './home-assistant/home-assistant.module.js';
import { HaEventsService } from './ha-events/ha-events.service.js';
import { HaLink } from './home-assistant/link/ha-link.js';
import { healthNotes } from './ha-events/health-note.js';
import { ConsumerDirectory } from './relay/consumer-directory.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { ArrivalsModule } from './media/arrivals/arrivals.module.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { PageModule } from './page/page.module.js';
import { PacingModule } from './pacing/pacing.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';
import { SessionsModule } from './sessions/sessions.module.js';

/** What the outside gives to the application; a test gives other things than the command line. */
export interface Platform {
  config: ColumbaConfig;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  engines: EngineSource;
  /** Where the Supervisor of Home Assistant writes commands; absent: nowhere. */
  stdin?: Readable;
}

/** The composition root: the one list of everything. */
@Global()
@Module({
  imports: [
    HttpModule,
    AuditModule,
    AuthModule,
    OpenApiModule,
    SessionsModule,
    MessagesModule,
    ChatsModule,
    GroupsModule,
    ChannelsModule,
    ContactsModule,
    ProfileModule,
    CallsModule,
    LabelsModule,
    StatusesModule,
    FilesModule,
    ApiKeysModule,
    MetricsModule,
    PacingModule,
    SupervisionModule,
    ArrivalsModule,
    EventsModule,
    ConsumersModule,
    WebhooksModule,
    HaEventsModule,
    HomeAssistantModule,
    HealthModule,
    PageModule,
    IngressModule,
    GajosuModule,
    FaserfModule,
    HousekeepingModule,
  ],
})
export class AppModule implements OnApplicationShutdown {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    health: HealthSources,
    consumers: ConsumerDirectory,
    homeAssistant: HaEventsService,
    link: HaLink,
  ) {
    health.add(() => healthNotes(homeAssistant.status(), link.state));
    consumers.add(() => homeAssistant.readings());
  }

  static with({ config, storage, clock, logger, engines, stdin }: Platform): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: STORAGE, useValue: storage },
      { provide: CLOCK, useValue: clock },
      { provide: LOGGER, useValue: logger },
      { provide: ENGINE_SOURCE, useValue: engines },
      { provide: STDIN, useValue: stdin },
      { provide: HealthSources, useValue: new HealthSources() },
      { provide: HaEventsConfig, useValue: haEventsConfig(config) },
    ];
    return { module: AppModule, providers, exports: providers };
  }

  /** The last of all: everybody else may still have something to write. */
  onApplicationShutdown(): void {
    this.storage.close();
    failpoint('stop.stored');
  }
}

/** Without a token there is nobody to fire events at. */
function haEventsConfig({ homeAssistant }: ColumbaConfig): HaEventsConfig {
  const { events, baseUrl, allowedSenders } = homeAssistant;
  const token = homeAssistant.token ?? homeAssistant.tokenAlias;
  const mode = events ?? (token === undefined ? 'off' : 'gajosu');
  return new HaEventsConfig({ mode, baseUrl, token, allowedSenders });
}
