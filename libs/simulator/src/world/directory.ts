import type { EventLog } from './event-log.js';
import { WorldError } from './errors.js';
import { PHONE, accountOf, deviceId, indexOf, type DeviceId, type PhoneNumber } from './ids.js';
import type { Account, Device, DeviceKind } from './model.js';
import type { Random } from './random.js';

const PRIVACY = {
  readreceipts: 'all',
  profile: 'all',
  status: 'all',
  online: 'all',
  last: 'all',
  groupadd: 'all',
  calladd: 'all',
  messages: 'all',
};

export type AccountChanges = Partial<
  Pick<
    Account,
    'name' | 'about' | 'standing' | 'receipts' | 'autoReply' | 'blocked' | 'phoneHidden' | 'newChatsRefused'
  >
>;

/** Who exists: accounts with their two names, and the devices of each. */
export class Directory {
  readonly #accounts = new Map<PhoneNumber, Account>();
  readonly #byLid = new Map<string, Account>();
  readonly #devices = new Map<DeviceId, Device>();
  readonly #owned = new Map<PhoneNumber, Device[]>();

  constructor(
    private readonly log: EventLog,
    private readonly random: Random,
  ) {}

  /** The account of this number, made when it is new; given changes are applied either way. */
  ensure(number: PhoneNumber, changes: AccountChanges = {}): Account {
    const known = this.#accounts.get(number);
    if (known) return Object.keys(changes).length > 0 ? this.update(number, changes) : known;
    const account: Account = {
      number,
      lid: this.random.for('lid', number).digits(15),
      name: `User ${number.slice(-4)}`,
      standing: 'good',
      privacy: { ...PRIVACY },
      blocked: [],
      nextDevice: 1,
      written: 0,
      ...changes,
    };
    this.#add(account, []);
    this.log.append('account.added', { account: number });
    return account;
  }

  update(number: PhoneNumber, changes: AccountChanges): Account {
    const account = Object.assign(this.get(number), changes);
    this.log.append('account.updated', { account: number });
    return account;
  }

  find(number: PhoneNumber): Account | undefined {
    return this.#accounts.get(number);
  }

  findByLid(lid: string): Account | undefined {
    return this.#byLid.get(lid);
  }

  get(number: PhoneNumber): Account {
    const account = this.#accounts.get(number);
    if (!account) throw new WorldError('not_found', `no account ${number}`);
    return account;
  }

  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  device(id: DeviceId): Device | undefined {
    return this.#devices.get(id);
  }

  /** The account's devices, phone first. */
  devicesOf(number: PhoneNumber): Device[] {
    return [...(this.#owned.get(number) ?? [])];
  }

  /** Takes the next free device index without linking yet; a pairing that fails leaves a gap, as in real life. */
  reserveDevice(number: PhoneNumber): DeviceId {
    const account = this.get(number);
    return deviceId(number, account.nextDevice++);
  }

  link(id: DeviceId, kind: Exclude<DeviceKind, 'phone'>): Device {
    const device: Device = {
      id,
      account: accountOf(id),
      index: indexOf(id),
      kind,
      online: false,
    };
    this.#own(device);
    this.log.append('device.linked', { device: id });
    return device;
  }

  unlink(id: DeviceId): void {
    const device = this.#devices.get(id);
    if (!device || device.kind === 'phone') return;
    this.#devices.delete(id);
    this.#owned.set(
      device.account,
      this.devicesOf(device.account).filter((other) => other !== device),
    );
    this.log.append('device.unlinked', { device: id });
  }

  setOnline(id: DeviceId, online: boolean): void {
    const device = this.#devices.get(id);
    if (!device || device.online === online) return;
    device.online = online;
    this.log.append(online ? 'device.online' : 'device.offline', { device: id });
  }

  block(number: PhoneNumber, other: PhoneNumber, blocked: boolean, by?: DeviceId): void {
    const account = this.get(number);
    const rest = account.blocked.filter((entry) => entry !== other);
    this.update(number, { blocked: blocked ? [...rest, other] : rest });
    this.log.append('contact.blocked', { account: number, person: other, blocked, ...(by ? { by } : {}) });
  }

  snapshot(): DirectoryState {
    return { accounts: this.accounts(), devices: [...this.#devices.values()].filter((d) => d.kind !== 'phone') };
  }

  restore(state: DirectoryState): void {
    for (const account of state.accounts)
      this.#add(
        account,
        state.devices.filter((device) => device.account === account.number),
      );
  }

  #add(account: Account, linked: Device[]): void {
    this.#accounts.set(account.number, account);
    this.#byLid.set(account.lid, account);
    const id = deviceId(account.number, PHONE);
    this.#own({ id, account: account.number, index: PHONE, kind: 'phone', online: true });
    for (const device of linked) this.#own({ ...device, online: false });
  }

  #own(device: Device): void {
    this.#devices.set(device.id, device);
    this.#owned.set(device.account, [...(this.#owned.get(device.account) ?? []), device]);
  }
}

export interface DirectoryState {
  accounts: Account[];
  devices: Device[];
}
