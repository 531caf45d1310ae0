import type { Clock } from '../world/clock.js';
import type { DeviceId } from '../world/ids.js';
import type { World } from '../world/world.js';
import type { Companions } from './companions.js';
import type { Connection } from './connection.js';
import type { JidBook } from './jid.js';
import type { MediaHost } from './media/media-host.js';
import type { PhoneMedia } from './media/phone-media.js';
import type { AppStates } from './phone/app-state.js';
import type { Phones } from './phone/phones.js';
import type { DoorStats } from './stats.js';

/** What the door's parts share. */
export interface DoorContext {
  readonly world: World;
  readonly jids: JidBook;
  readonly phones: Phones;
  readonly companions: Companions;
  readonly appStates: AppStates;
  readonly mediaHost: MediaHost;
  readonly media: PhoneMedia;
  readonly stats: DoorStats;
  /** Real time, for what belongs to the network and not to the world. */
  readonly network: Clock;
  readonly receiptDelayMs: number;
  /** Whether phones put their older history at the media host, as real ones do, or into the message itself. */
  readonly historyFiles: { on: boolean };
  /** The connection a device is logged in on. */
  connectionOf(device: DeviceId): Connection | undefined;
}
