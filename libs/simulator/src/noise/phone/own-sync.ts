import { seconds } from '../../world/clock.js';
import { PHONE, accountOf, deviceId, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { OwnChange } from '../../world/own-changes.js';
import type { DoorContext } from '../context.js';
import { stanza, type DoorEnvelope } from '../stanza.js';
import { Names, toPatch } from './own-patches.js';

/**
 * An account's first device here: all that the phone shows becomes patches, the name of its owner first. The device asks
 * for everything by itself when it has the key.
 */
export async function shareOwn(context: DoorContext, account: PhoneNumber): Promise<void> {
  const { appStates, world } = context;
  if (appStates.has(account)) return;
  // From here on changes are followed.
  appStates.keyOf(account, world.clock.now());
  const { name } = world.directory.get(account);
  for (const change of [{ kind: 'rename', name } as const, ...world.own.changes(account)])
    await write(context, account, change);
}

/** What is set on a phone, or in another door, is told to the account's devices of this one. */
export function followOwn(context: DoorContext): () => void {
  const { world, appStates, stats } = context;
  return world.log.on('own.changed', ({ by, change }) => {
    const account = accountOf(by);
    if (!appStates.has(account) || world.directory.device(by)?.kind === 'noise') return;
    void write(context, account, change)
      .then(({ name, version }) => tellDevices(context, deviceId(account, PHONE), name, version))
      .catch((error: unknown) => stats.error(`app state of ${account}`, error));
  });
}

async function write(context: DoorContext, account: PhoneNumber, change: OwnChange) {
  const { appStates, world } = context;
  const now = world.clock.now();
  const patch = toPatch(change, namesOf(context, account), now);
  return { name: patch.type, version: await appStates.write(account, patch, now) };
}

export const namesOf = ({ jids, world }: DoorContext, account: PhoneNumber): Names =>
  new Names(jids, (other) => world.directory.get(other).phoneHidden ?? false, account);

/** The account's devices, but for the one that did it, hear that there is a new version. */
export function tellDevices({ world, jids }: DoorContext, by: DeviceId, name: string, version: number): void {
  const account = accountOf(by);
  for (const { id, kind } of world.directory.devicesOf(account)) {
    if (kind !== 'noise' || id === by) continue;
    const attrs = { from: jids.of(account, 'pn'), type: 'server_sync', id: `SYNC${name}${version}` };
    const envelope: DoorEnvelope = {
      stanza: stanza('notification', { ...attrs, t: seconds(world.clock) }, [stanza('collection', { name, version })]),
    };
    world.deliveries.enqueue(id, { kind: 'door', label: 'sync', envelope });
  }
}
