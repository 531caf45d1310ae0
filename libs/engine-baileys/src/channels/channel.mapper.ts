import { channelPictureUrl, type Channel, type ChannelRole, type Jid } from '@columba/core';
import { toJid } from '../people/person.mapper.js';

interface Text {
  text?: string | null;
}

/**
 * A channel as WhatsApp tells it to the library, which hands it on as it came (its declared type is another one).
 * Numbers are texts, enums are upper case.
 */
export interface WireChannel {
  id?: string | null;
  thread_metadata?: {
    name?: Text | null;
    description?: Text | null;
    invite?: string | null;
    /** Seconds since 1970. */
    creation_time?: string | null;
    subscribers_count?: string | null;
    verification?: string | null;
    picture?: { direct_path?: string | null } | null;
    preview?: { direct_path?: string | null } | null;
  } | null;
  /** Not told to who asks with an invitation. */
  viewer_metadata?: { mute?: string | null; role?: string | null } | null;
}

const ROLES: Readonly<Record<string, ChannelRole>> = { SUBSCRIBER: 'subscriber', ADMIN: 'admin', OWNER: 'owner' };

export const idOf = (wire: WireChannel | null): Jid | undefined => toJid(wire?.id ?? undefined);

export function toChannel(id: Jid, { thread_metadata: thread, viewer_metadata: viewer }: WireChannel): Channel {
  const description = thread?.description?.text;
  const pictureUrl = channelPictureUrl(thread?.picture?.direct_path ?? thread?.preview?.direct_path);
  const seconds = Number(thread?.creation_time ?? 0);
  return {
    id,
    name: thread?.name?.text ?? '',
    ...(description ? { description } : {}),
    ...(thread?.invite ? { inviteCode: thread.invite } : {}),
    subscribers: Number(thread?.subscribers_count ?? 0),
    verified: thread?.verification?.toUpperCase() === 'VERIFIED',
    role: ROLES[viewer?.role?.toUpperCase() ?? ''] ?? 'guest',
    muted: viewer?.mute?.toUpperCase() === 'ON',
    ...(pictureUrl ? { pictureUrl } : {}),
    ...(seconds > 0 ? { createdAt: new Date(seconds * 1000) } : {}),
  };
}
