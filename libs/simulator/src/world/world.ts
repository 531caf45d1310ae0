import { Calls } from './calls.js';
import type { Channel } from './channel-model.js';
import { Channels } from './channels.js';
import type { Clock } from './clock.js';
import { Deliveries, type DeliveryState } from './deliveries.js';
import { Directory, type DirectoryState } from './directory.js';
import { EventLog } from './event-log.js';
import { Files } from './files.js';
import { GroupEntry } from './group-entry.js';
import type { Group } from './group-model.js';
import { Groups } from './groups.js';
import { accountOf, type DeviceId } from './ids.js';
import { Messages, type MessagesState } from './messages.js';
import { OwnSettings, type OwnSettingsState } from './own-settings.js';
import { Pictures, type PicturesState } from './pictures.js';
import { QueryLimit } from './query-limit.js';
import { Oracle, type ClientSend } from './oracle.js';
import { Random } from './random.js';
import { Receipts } from './receipts.js';
import { Screens, type Shown } from './screens.js';
import { tellStories } from './stories.js';

export interface WorldOptions {
  seed: string;
  clock: Clock;
  /** World milliseconds before a phone's automatic receipt. */
  receiptDelayMs: number;
}

/** One simulated WhatsApp, without any network. Rules live here; doors translate. */
export class World {
  readonly random: Random;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly oracle: Oracle;
  readonly directory: Directory;
  readonly deliveries: Deliveries;
  readonly screens: Screens;
  readonly groups: Groups;
  readonly groupEntry: GroupEntry;
  readonly groupQueries: QueryLimit;
  readonly channels: Channels;
  readonly calls: Calls;
  readonly pictures: Pictures;
  readonly files = new Files();
  readonly messages: Messages;
  readonly receipts: Receipts;
  readonly own: OwnSettings;

  constructor({ seed, clock, receiptDelayMs }: WorldOptions) {
    this.random = new Random(seed);
    this.clock = clock;
    this.log = new EventLog(clock);
    // The oracle follows first, see there.
    this.oracle = new Oracle(this.log, () => this.deliveries);
    this.directory = new Directory(this.log, this.random);
    this.deliveries = new Deliveries(this.log);
    this.screens = new Screens(this.log);
    const { log, random, directory, deliveries, screens } = this;
    this.groups = new Groups(log, clock, random, directory, deliveries);
    this.groupEntry = new GroupEntry(clock, this.groups);
    this.groupQueries = new QueryLimit(clock);
    this.channels = new Channels(log, clock, random, directory, deliveries);
    this.pictures = new Pictures(log, clock, random, directory, this.groups, screens, deliveries);
    this.calls = new Calls(log, clock, random, directory, this.groups, deliveries);
    this.messages = new Messages(log, clock, random, directory, this.groups, deliveries, screens);
    this.receipts = new Receipts(log, clock, directory, deliveries, this.messages, {
      delayMs: receiptDelayMs,
      read: false,
    });
    this.own = new OwnSettings(log, directory, this.messages, screens);
    tellStories(log, directory, this.messages);
  }

  /** A new device was linked: the account's other devices are told. */
  announce(device: DeviceId, change: 'add' | 'remove'): void {
    const account = accountOf(device);
    for (const other of this.directory.devicesOf(account)) {
      if (other.kind === 'phone' || other.id === device) continue;
      this.deliveries.enqueue(other.id, { kind: 'devices', account, change, device });
    }
  }

  unlink(device: DeviceId): void {
    const sealed = this.directory.device(device)?.kind !== 'web';
    this.deliveries.drop(device);
    this.directory.unlink(device);
    // Others seal copies for the devices they know of, hence they never heard of a browser.
    if (sealed) this.announce(device, 'remove');
  }

  snapshot(): WorldState {
    return {
      now: this.clock.now(),
      lastEvent: this.log.last,
      directory: this.directory.snapshot(),
      deliveries: this.deliveries.snapshot(),
      groups: this.groups.snapshot(),
      channels: this.channels.snapshot(),
      pictures: this.pictures.snapshot(),
      messages: this.messages.snapshot(),
      screens: this.screens.snapshot(),
      files: this.files.snapshot(),
      own: this.own.snapshot(),
      sends: this.oracle.snapshot(),
    };
  }

  restore(state: WorldState): void {
    this.log.continueFrom(state.lastEvent);
    this.directory.restore(state.directory);
    this.deliveries.restore(state.deliveries);
    this.groups.restore(state.groups);
    this.channels.restore(state.channels ?? []);
    if (state.pictures) this.pictures.restore(state.pictures);
    this.messages.restore(state.messages);
    this.screens.restore(state.screens);
    this.files.restore(state.files ?? []);
    this.own.restore(state.own);
    this.oracle.restore(state.sends);
  }
}

export interface WorldState {
  now: number;
  lastEvent: number;
  directory: DirectoryState;
  deliveries: DeliveryState;
  groups: Group[];
  /** Absent in what older simulators saved. */
  channels?: Channel[];
  /** Absent in what older simulators saved. */
  pictures?: PicturesState;
  messages: MessagesState;
  screens: [string, Shown[]][];
  /** Absent in what older simulators saved. */
  files?: [string, Uint8Array][];
  own: OwnSettingsState;
  sends: [DeviceId, ClientSend[]][];
}
