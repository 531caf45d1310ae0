import { seconds } from '../../world/clock.js';
import type { DeviceId } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { SERVICE, stanza, type DoorEnvelope } from '../stanza.js';
import type { PreKeyBundle } from './bundle.js';

/**
 * The keys to open a session with a linked device; uses up one of its one-time keys. When few are left the device is
 * told to upload more.
 */
export function takeBundle({ companions, world }: DoorContext, device: DeviceId): PreKeyBundle | undefined {
  const companion = companions.find(device);
  if (!companion) return undefined;
  const bundle = companions.takeBundle(companion);
  if (companions.shouldWarn(companion)) {
    const t = seconds(world.clock);
    const attrs = { from: SERVICE, type: 'encrypt', id: `KEYS${world.deliveries.lastSeq + 1}`, t };
    const node = stanza('notification', attrs, [stanza('count', { value: companion.preKeys.size })]);
    const envelope: DoorEnvelope = { stanza: node };
    world.deliveries.enqueue(device, { kind: 'door', label: 'keys', envelope });
  }
  return bundle;
}

/** The same, for a device that must be known. */
export function requireBundle(context: DoorContext, device: DeviceId): PreKeyBundle {
  const bundle = takeBundle(context, device);
  if (!bundle) throw new Error(`no keys of ${device}`);
  return bundle;
}
