import { subscribersOf, type Channel } from '../../world/channel-model.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { ChannelFact } from '../facts.js';

const SERVER = '@newsletter';

export const channelDigits = (wid: string): string => wid.replace(SERVER, '');

/** @param viewer absent for who asks with an invitation: what they are to it is not told. */
export function channelFact(channel: Channel, viewer?: PhoneNumber): ChannelFact {
  const { id, name, description, invite, picture, createdAt, roles, mutedBy } = channel;
  return {
    id: id + SERVER,
    name,
    description,
    inviteCode: invite,
    picture,
    creationTime: Math.floor(createdAt / 1000),
    size: subscribersOf(channel),
    ...(viewer ? { membershipType: roles[viewer] ?? 'guest', muted: mutedBy.includes(viewer) } : {}),
  };
}
