import type { PhoneNumber } from './ids.js';

/** What an account is to a channel; whoever is nothing of these is a guest. */
export type ChannelRole = 'owner' | 'admin' | 'subscriber';

export interface Channel {
  /** Digits. */
  id: string;
  name: string;
  /** Empty: none. */
  description: string;
  invite: string;
  /** Path at WhatsApp's host of pictures; empty: none. */
  picture: string;
  /** World milliseconds. */
  createdAt: number;
  roles: Record<PhoneNumber, ChannelRole>;
  mutedBy: PhoneNumber[];
  /** How many posts there were; numbers the next one. */
  posts: number;
}

/** Something that was said in a channel, to all who follow it. */
export interface ChannelPost {
  /** Digits of the channel. */
  channel: string;
  id: string;
  /** Its place in the channel, from 1 on. */
  serverId: number;
  text: string;
  /** World milliseconds. */
  at: number;
}

/** How many follow it; whether WhatsApp counts the owner, too, is not known. */
export const subscribersOf = ({ roles }: Channel): number =>
  Object.values(roles).filter((role) => role !== 'owner').length;
