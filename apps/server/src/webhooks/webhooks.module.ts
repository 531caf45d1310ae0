import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { WEBHOOK_EGRESS } from './webhook-egress.provider.js';
import { WebhookRelays } from './webhook-relays.js';
import { WebhookSecretsController } from './webhook-secrets.controller.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Events for whoever wants them posted. */
@Module({
  controllers: [WebhooksController, WebhookSecretsController, DeliveriesController],
  providers: [WEBHOOK_EGRESS, WebhookRelays, WebhooksService, DeliveriesService],
})
export class WebhooksModule {}
