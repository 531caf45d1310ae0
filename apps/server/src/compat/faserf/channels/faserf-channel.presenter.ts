import type { Channel } from '@columba/core';
import { unixSeconds } from '../events/faserf-raw.presenter.js';

/** A channel in the form in which WhatsApp tells it to the Baileys library: numbers as texts, words in capitals. */
export const presentChannel = (channel: Channel) => ({
  // Under this name every answer of this dialect has it.
  jid: channel.id,
  id: channel.id,
  thread_metadata: {
    creation_time: channel.createdAt ? String(unixSeconds(channel.createdAt)) : null,
    name: { text: channel.name },
    description: { text: channel.description ?? '' },
    invite: channel.inviteCode ?? null,
    subscribers_count: String(channel.subscribers),
    verification: channel.verified ? ('VERIFIED' as const) : ('UNVERIFIED' as const),
    picture: channel.pictureUrl ? { direct_path: pathOf(channel.pictureUrl) } : null,
  },
  viewer_metadata: {
    mute: channel.muted ? ('ON' as const) : ('OFF' as const),
    role: channel.role.toUpperCase(),
  },
});

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
