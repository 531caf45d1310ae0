import { accountOf, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { WorldEvents } from '../../world/events.js';
import type { DoorContext } from '../context.js';
import { stanza, type Stanza } from '../stanza.js';

type Presence = WorldEvents['presence'];

/** Who wants to know of whom whether they are online. As long as the connection lasts. */
export class PresenceRoute {
  /** By the person looked at: each device that looks, and the address it used. */
  readonly #watchers = new Map<PhoneNumber, Map<DeviceId, string>>();

  readonly #states = new Map<PhoneNumber, Presence['state']>();

  constructor(private readonly context: DoorContext) {}

  /** A client's `<presence>`: it shows itself, or subscribes to somebody. */
  route(device: DeviceId, { attrs }: Stanza): void {
    const { world, jids } = this.context;
    const { type, to } = attrs;
    if (type === 'available' || type === 'unavailable')
      return world.log.append('presence', { account: accountOf(device), state: type });
    const target = to === undefined ? undefined : jids.account(to);
    if (target === undefined || to === undefined) return;
    if (type === 'unsubscribe') return void this.#watchers.get(target)?.delete(device);
    if (type !== 'subscribe') return;
    const watchers = this.#watchers.get(target) ?? new Map<DeviceId, string>();
    this.#watchers.set(target, watchers.set(device, to));
    const state = this.#states.get(target);
    if (state) this.#send(device, to, state);
  }

  tell({ account, state }: Presence): void {
    this.#states.set(account, state);
    for (const [device, from] of this.#watchers.get(account) ?? []) this.#send(device, from, state);
  }

  forget(device: DeviceId): void {
    for (const watchers of this.#watchers.values()) watchers.delete(device);
  }

  #send(device: DeviceId, from: string, state: Presence['state']): void {
    const connection = this.context.connectionOf(device);
    if (connection?.active) connection.send(stanza('presence', { from, type: state }));
  }
}
