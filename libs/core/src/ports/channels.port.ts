import type { Jid } from '../ids.js';
import type { Channel } from '../model/channel.js';

/**
 * Channels, as WhatsApp has them now; nothing of them is kept. All throw `not_found` for a channel that is not there,
 * `not_connected`, `rate_limited`, `timeout`; what changes something also `not_allowed` and `uncertain`. A change that
 * was there already goes well.
 */
export interface ChannelsPort {
  get(channel: Jid): Promise<Channel>;
  /** @param code of an invitation, the last part of its link */
  byInvite(code: string): Promise<Channel>;
  follow(channel: Jid): Promise<void>;
  /** `not_allowed` for the owner. */
  unfollow(channel: Jid): Promise<void>;
  /** `not_allowed` for who does not follow it. */
  mute(channel: Jid, muted: boolean): Promise<void>;
}
