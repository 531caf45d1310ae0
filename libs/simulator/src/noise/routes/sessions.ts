import { accountOf, type DeviceId, type PhoneNumber } from '../../world/ids.js';
import type { DoorContext } from '../context.js';
import { stanza } from '../stanza.js';

/** Code of a banned account, at login and for open connections. That open ones are told this way is a guess. */
export const BANNED = '403';

/** The phone removes the device: it is told when connected, and its next login fails with 401. */
export function unlink(context: DoorContext, device: DeviceId): void {
  context.connectionOf(device)?.streamError({ code: '401' }, stanza('conflict', { type: 'device_removed' }));
  context.companions.remove(device);
  context.world.unlink(device);
}

export function setBanned(context: DoorContext, account: PhoneNumber, banned: boolean): void {
  context.world.directory.update(account, { standing: banned ? 'banned' : 'good' });
  if (!banned) return;
  for (const { id } of context.world.directory.devicesOf(account))
    context.connectionOf(id)?.streamError({ code: BANNED });
}

export const isBanned = ({ world }: DoorContext, device: DeviceId): boolean =>
  world.directory.find(accountOf(device))?.standing === 'banned';
