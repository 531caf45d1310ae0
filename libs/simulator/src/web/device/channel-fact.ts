import { subscribersOf, type Channel, type ChannelPost } from '../../world/channel-model.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { ChannelFact, MessageFact, WidText } from '../facts.js';
import { ON_SERVER } from './acks.js';

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

/** A post as a message of the page. @param me how the account is named */
export function postFact({ channel, id, serverId, text, at }: ChannelPost, me: WidText): MessageFact {
  const chat = channel + SERVER;
  return {
    key: { fromMe: false, remote: chat, id },
    from: chat,
    to: me,
    t: Math.floor(at / 1000),
    ack: ON_SERVER,
    star: false,
    fields: { type: 'chat', body: text, serverId },
  };
}
