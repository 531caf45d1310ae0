import type { Clock } from '@columba/core';
import { Module } from '@nestjs/common';
import { CLOCK, CONFIG } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { parseAllowEntry } from '../egress/allow-list.js';
import { WebhookEgress } from '../egress/egress.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { WebhookRelays } from './webhook-relays.js';
import { WebhookSecretsController } from './webhook-secrets.controller.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Events for whoever wants them posted. */
@Module({
  controllers: [WebhooksController, WebhookSecretsController, DeliveriesController],
  providers: [
    {
      provide: WebhookEgress,
      inject: [CONFIG, CLOCK],
      useFactory: ({ consumers }: ColumbaConfig, clock: Clock) =>
        new WebhookEgress(
          {
            allow: consumers.webhookAllow.map((address) => parseAllowEntry(address)),
            timeoutMs: consumers.webhookTimeoutSeconds * 1000,
          },
          clock,
        ),
    },
    WebhookRelays,
    WebhooksService,
    DeliveriesService,
  ],
})
export class WebhooksModule {}
