import type { Channel, ChannelRole } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';

/** A channel of the world. */
export interface FakeChannel extends Pick<Channel, 'id' | 'name' | 'description' | 'pictureUrl'> {
  inviteCode: string;
  createdAt: Date;
  roles: Map<FakeAccount, Exclude<ChannelRole, 'guest'>>;
  mutedBy: Set<FakeAccount>;
}

/** What it is to this account. */
export function seenBy(me: FakeAccount, { roles, mutedBy, ...told }: FakeChannel): Channel {
  const subscribers = [...roles.values()].filter((role) => role !== 'owner').length;
  return { ...told, subscribers, verified: false, role: roles.get(me) ?? 'guest', muted: mutedBy.has(me) };
}
