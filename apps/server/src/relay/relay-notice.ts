import type { EventSpan } from '@columba/storage';

export const RELAY_NOTICES = ['relay.resumed', 'relay.truncated', 'relay.test'] as const;

/** A word of the relay to one consumer. It stands in no log, and so has no number. */
export type RelayNotice =
  | { type: 'relay.resumed' | 'relay.truncated'; eventId: string; at: Date; span: EventSpan }
  | { type: 'relay.test'; eventId: string; at: Date };
