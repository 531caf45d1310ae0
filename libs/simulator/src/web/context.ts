import type { Clock } from '../world/clock.js';
import type { DeviceId } from '../world/ids.js';
import type { MediaFaults } from '../faults/media-faults.js';
import type { World } from '../world/world.js';
import type { AckBook } from './device/acks.js';
import type { PageFiles } from './device/page-files.js';
import type { WidBook } from './device/wids.js';
import type { Journal } from './journal.js';
import type { PageSettings } from './settings.js';
import type { PageConnection } from './transport/page-connection.js';

/** What the door's parts share. */
export interface WebContext {
  readonly world: World;
  readonly settings: PageSettings;
  readonly wids: WidBook;
  readonly acks: AckBook;
  readonly files: PageFiles;
  readonly mediaFaults: MediaFaults;
  readonly journal: Journal;
  /** Real time, for what belongs to the network and not to the world. */
  readonly network: Clock;
  readonly receiptDelayMs: number;
  /** The page a device is logged in on. */
  pageOf(device: DeviceId): PageConnection | undefined;
}
