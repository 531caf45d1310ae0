import { NotAllowedError } from '../errors.js';
import type { Jid } from '../ids.js';

/** What this account is to a channel; a guest can see it and gets nothing of it. */
export type ChannelRole = 'guest' | 'subscriber' | 'admin' | 'owner';

/** What an account changes of its own relation to a channel. */
export type ChannelAct = 'follow' | 'unfollow' | 'mute' | 'unmute';

/** A channel (WhatsApp's own clients call it newsletter on the wire), as this account sees it. */
export interface Channel {
  /** `…@newsletter` */
  id: Jid;
  name: string;
  description?: string;
  /** The last part of `https://whatsapp.com/channel/<code>`; absent when WhatsApp does not tell it. */
  inviteCode?: string;
  /** How many follow it. */
  subscribers: number;
  verified: boolean;
  role: ChannelRole;
  /** No notifications of its posts. */
  muted: boolean;
  /** Where WhatsApp gives out the picture, to everybody and without a key. */
  pictureUrl?: string;
  createdAt?: Date;
}

const HOST_OF_PICTURES = 'https://pps.whatsapp.net';

/** @param path as WhatsApp tells it, `/v/…`; empty where there is no picture. */
export const channelPictureUrl = (path: string | null | undefined): string | undefined =>
  path?.startsWith('/') ? HOST_OF_PICTURES + path : undefined;

/**
 * Whether an act changes anything; the answer is the same whatever WhatsApp would say to a needless one.
 * @throws NotAllowedError for what nobody in that role can do
 */
export function changesChannel({ role, muted }: Pick<Channel, 'role' | 'muted'>, act: ChannelAct): boolean {
  switch (act) {
    case 'follow':
      return role === 'guest';
    case 'unfollow':
      if (role === 'owner') throw new NotAllowedError('Whoever owns a channel cannot unfollow it');
      return role !== 'guest';
    default:
      if (role === 'guest') throw new NotAllowedError('Only who follows a channel can mute it');
      return muted !== (act === 'mute');
  }
}
