import type { Clock } from '../../world/clock.js';
import type { EventLog } from '../../world/event-log.js';
import type { Blobs } from './blobs.js';

/** What transfers need of the media host. */
export interface HostParts {
  readonly blobs: Blobs;
  readonly log: EventLog;
  /** What a client has to show before it may upload. */
  readonly auth: string;
  /** Real time. */
  readonly network: Clock;
  url(path: string): string;
}
