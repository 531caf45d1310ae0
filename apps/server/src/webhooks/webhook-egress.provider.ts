import type { Clock } from '@columba/core';
import type { FactoryProvider } from '@nestjs/common';
import { CLOCK, CONFIG } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { parseAllowEntry } from '../egress/allow-list.js';
import { WebhookEgress } from '../egress/egress.module.js';

/** The way out for webhooks, with the settings of this server. */
export const WEBHOOK_EGRESS: FactoryProvider<WebhookEgress> = {
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
};
