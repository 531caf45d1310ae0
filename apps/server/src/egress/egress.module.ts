import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Clock } from '@columba/core';
import { EgressGuard, type EgressOptions } from './egress-guard.js';

/** Fetches what a caller names: at most 3 redirects. */
export class MediaEgress extends EgressGuard implements OnModuleDestroy {
  onModuleDestroy(): Promise<void> {
    return this.close();
  }
}

/** Delivers webhooks: never redirected, and with an allow-list of its own. */
export class WebhookEgress extends EgressGuard implements OnApplicationShutdown {
  constructor(options: EgressOptions, clock: Clock) {
    super({ ...options, maxRedirects: 0 }, clock);
  }

  /** Not sooner: deliveries in flight are allowed to end. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

export interface EgressSettings {
  media?: EgressOptions;
  webhooks?: EgressOptions;
  clock: Clock;
}

const SETTINGS = Symbol('EgressSettings');

@Module({})
export class EgressModule {
  /** The composition root says where the settings come from. */
  static registerAsync(settings: Pick<FactoryProvider<EgressSettings>, 'inject' | 'useFactory'>): DynamicModule {
    return {
      module: EgressModule,
      providers: [
        { provide: SETTINGS, ...settings },
        {
          provide: MediaEgress,
          inject: [SETTINGS],
          useFactory: ({ media, clock }: EgressSettings) => new MediaEgress(media ?? {}, clock),
        },
        {
          provide: WebhookEgress,
          inject: [SETTINGS],
          useFactory: ({ webhooks, clock }: EgressSettings) => new WebhookEgress(webhooks ?? {}, clock),
        },
      ],
      exports: [MediaEgress, WebhookEgress],
    };
  }
}
