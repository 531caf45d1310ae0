import { z } from 'zod';
import { parseAllowEntry } from '../egress/allow-list.js';
import { commaList, wholeNumber } from './readers.js';
import { area, type AreaValues } from './setting.js';

export const consumersArea = area('Events and webhooks', {
  webhookAllow: {
    env: 'COLUMBA_WEBHOOK_ALLOW',
    option: 'webhook_allow',
    schema: commaList
      .pipe(z.array(z.string().refine(isAllowable, 'must be addresses such as http://192.168.1.5:1880/hook')))
      .default([]),
    description:
      'Addresses inside your own network that webhooks may be sent to, divided by commas: scheme, host, port and the beginning of the path. Everything else there is refused.',
    shownDefault: 'none',
  },
  webhookTimeoutSeconds: {
    env: 'COLUMBA_WEBHOOK_TIMEOUT_SECONDS',
    option: 'webhook_timeout_seconds',
    schema: wholeNumber(1, 60).default(15),
    description: 'How long an endpoint may take to answer a webhook.',
  },
  eventDays: {
    env: 'COLUMBA_EVENT_DAYS',
    option: 'event_days',
    schema: wholeNumber(14, 3650).default(30),
    description: 'How many days events are kept. Longer for a consumer that is behind and active.',
  },
  eventCount: {
    env: 'COLUMBA_EVENT_COUNT',
    option: 'event_count',
    schema: wholeNumber(1_000, 100_000_000).default(1_000_000),
    description: 'How many events are kept at most. Beyond it the oldest go, and a consumer that lacks them is told.',
  },
  eventMegabytes: {
    env: 'COLUMBA_EVENT_MEGABYTES',
    option: 'event_megabytes',
    schema: wholeNumber(10, 1_000_000).default(2_000),
    description:
      'How many megabytes of events are kept at most. Beyond it the oldest go, and a consumer that lacks them is told.',
  },
});
export type ConsumersConfig = AreaValues<typeof consumersArea>;

function isAllowable(text: string): boolean {
  try {
    parseAllowEntry(text);
    return true;
  } catch {
    return false;
  }
}
