import {
  phoneJid,
  type CallOutcome,
  type Fact,
  type Jid,
  type Label,
  type Person,
  type PresenceState,
} from '../../src/index.js';
import type { MediaTrouble } from '../contract/harness.js';

export interface FakeAccountOptions {
  /** Digits with country code, with or without a plus sign. */
  phone: string;
  lid: Jid;
  name: string;
  /** Others know this account only by its LID until the phone is revealed. */
  phoneHidden?: boolean;
  business?: boolean;
}

/** A linked device, as far as its account cares. */
export interface LinkedDevice {
  readonly online: boolean;
  tell(facts: readonly Fact[]): void;
}

/** What one account has set for one chat. */
export interface FakeChatSettings {
  archived: boolean;
  pinned: boolean;
  mutedUntil: Date | null;
  markedUnread: boolean;
  labelIds: Set<string>;
  removed: boolean;
}

/** One WhatsApp account: a person with a phone and any number of linked devices. */
export class FakeAccount {
  readonly jid: Jid;
  readonly lid: Jid;
  readonly phone: string;
  readonly business: boolean;
  name: string;
  about: { text: string; changedAt: Date } | undefined;
  picture: Uint8Array | undefined;
  pictureHidden = false;
  phoneHidden: boolean;
  phoneOn = true;
  presence: 'available' | 'unavailable' = 'unavailable';
  /** WhatsApp refuses new conversations of this account (code 463). */
  newChatsRefused = false;
  /** WhatsApp's numbers for the next messages from linked devices: each of them is refused. */
  readonly refusals: number[] = [];
  /** WhatsApp answers that it is asked too often. */
  questionsRefused = false;
  mediaTrouble: MediaTrouble | undefined;
  readonly devices = new Set<LinkedDevice>();
  readonly blocked = new Set<FakeAccount>();
  readonly savedNames = new Map<FakeAccount, string>();
  readonly subscribers = new Set<FakeAccount>();
  readonly labels: Label[] = [
    { id: '1', name: 'New customer', color: 0 },
    { id: '2', name: 'Paid', color: 1 },
  ];
  readonly settings = new Map<string, FakeChatSettings>();
  /** What this phone last saw of others: `who|chat`, or `who|` for online or not. */
  readonly seenPresence = new Map<string, PresenceState>();
  readonly seenCalls = new Map<string, CallOutcome | 'ringing'>();

  constructor(options: FakeAccountOptions) {
    this.jid = phoneJid(options.phone);
    this.lid = options.lid;
    this.phone = `+${this.jid.slice(0, this.jid.indexOf('@'))}`;
    this.name = options.name;
    this.phoneHidden = options.phoneHidden ?? false;
    this.business = options.business ?? false;
  }

  /** How `viewer` knows this account. */
  seenBy(viewer: FakeAccount): Person {
    const name = viewer.savedNames.get(this) ?? this.name;
    if (this.phoneHidden && viewer !== this) return { id: this.lid, lid: this.lid, name };
    return { id: this.jid, phone: this.phone, lid: this.lid, name };
  }

  /** Facts for every linked device; those that are offline get them, marked late, when they are back. */
  tell(...facts: Fact[]): void {
    for (const device of this.devices) device.tell(facts);
  }

  /** Whether a message would reach any device now. */
  get reachable(): boolean {
    return this.phoneOn || [...this.devices].some((device) => device.online);
  }

  settingsOf(conversation: string): FakeChatSettings {
    let settings = this.settings.get(conversation);
    if (!settings) {
      settings = {
        archived: false,
        pinned: false,
        mutedUntil: null,
        markedUnread: false,
        labelIds: new Set(),
        removed: false,
      };
      this.settings.set(conversation, settings);
    }
    return settings;
  }
}
