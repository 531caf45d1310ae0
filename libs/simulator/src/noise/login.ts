import { timingSafeEqual } from 'node:crypto';
import type { proto } from 'baileys-codec/WAProto/index.js';
import { seconds } from '../world/clock.js';
import { accountOf, deviceId, indexOf, type DeviceId } from '../world/ids.js';
import type { Connection } from './connection.js';
import type { DoorContext } from './context.js';
import { stanza } from './stanza.js';

/** Recognises a device by its Noise static key: the one seen when it was linked. */
export function recognise(
  { companions }: DoorContext,
  payload: proto.ClientPayload,
  clientStatic: Buffer,
): { device: DeviceId; known: boolean } {
  const device = deviceId(String(payload.username ?? ''), payload.device ?? 0);
  const key = companions.find(device)?.noiseKey;
  return { device, known: key?.length === clientStatic.length && timingSafeEqual(key, clientStatic) };
}

export function refuse(connection: Connection, code: string): void {
  connection.farewell(stanza('failure', { reason: code, location: 'sim' }));
}

/** `<success>`; the LID must carry the device, or the client does not recognise itself when addressed by LID. */
export function welcome({ world, jids }: DoorContext, connection: Connection, device: DeviceId): void {
  const account = world.directory.get(accountOf(device));
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
