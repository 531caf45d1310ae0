import { timingSafeEqual } from 'node:crypto';
import type { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../world/clock.js';
import { deviceId, indexOf } from '../world/ids.js';
import type { Companion } from './companions.js';
import type { Connection } from './connection.js';
import type { DoorContext } from './context.js';
import { stanza } from './stanza.js';

/** Why a login is refused, by the code clients get. */
export type LoginOutcome = { device: string; companion: Companion } | { device: string; refused: string };

/** Recognises a device by its Noise static key: the one seen when it was linked. */
export function recognise(
  { companions }: DoorContext,
  payload: proto.ClientPayload,
  clientStatic: Buffer,
): LoginOutcome {
  const device = deviceId(String(payload.username ?? ''), payload.device ?? 0);
  const companion = companions.find(device);
  const known = companion?.noiseKey.length === clientStatic.length && timingSafeEqual(companion.noiseKey, clientStatic);
  return companion && known ? { device, companion } : { device, refused: '401' };
}

export function refuse(connection: Connection, code: string): void {
  connection.farewell(stanza('failure', { reason: code, location: 'sim' }));
}

/** `<success>`; the LID must carry the device, or the client does not recognise itself when addressed by LID. */
export function welcome({ world, jids }: DoorContext, connection: Connection, device: string): void {
  const account = world.directory.get(device.split(':')[0] ?? '');
  connection.send(
    stanza('success', {
      t: seconds(world.clock),
      props: 27,
      lid: jids.of(account.number, 'lid', indexOf(device)),
      display_name: account.name,
      creation: 1_700_000_000,
      location: 'sim',
    }),
  );
}
