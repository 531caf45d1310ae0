import { FEATURES, type Capabilities, type Capability, type Feature } from '@columba/core';
import { FILE_KINDS } from './messages/content/media.content.js';
import { MOST_PICTURE_BYTES } from './pictures/fetch-picture.js';
import { WRITERS } from './messages/content/outgoing.js';

const FULL: Capability = { level: 'full' };

/** What this engine does. Everything else is `none`. */
const ABLE: Partial<Record<Feature, Capability>> = {
  'session.pairing.qr': FULL,
  'session.pairing.code': FULL,
  'session.logout': FULL,
  'messages.quote': FULL,
  'messages.mention': FULL,
  'messages.mentionAll': FULL,
  'messages.edit': { level: 'partial', limits: { kinds: 'text and captions' } },
  'messages.revoke': FULL,
  'messages.deleteForMe': FULL,
  'messages.react': FULL,
  'messages.vote': FULL,
  'messages.star': FULL,
  'messages.pin': FULL,
  'messages.forward': FULL,
  'messages.markRead': FULL,
  'media.download': FULL,
  'media.refetch': FULL,
  'chats.archive': FULL,
  'chats.pin': FULL,
  'chats.mute': FULL,
  'chats.markUnread': FULL,
  'chats.clear': FULL,
  'chats.delete': FULL,
  'chats.disappearing': FULL,
  'chats.labels': { level: 'partial', limits: { accounts: 'business accounts only' } },
  'labels.edit': { level: 'partial', limits: { accounts: 'business accounts only' } },
  'contacts.check': FULL,
  'contacts.about': FULL,
  'contacts.block': FULL,
  'contacts.saveName': { level: 'partial', limits: { people: 'whose number is known' } },
  'profile.name': FULL,
  'profile.about': FULL,
  'presence.own': FULL,
  'presence.inChat': FULL,
  'presence.subscribe': FULL,
  'messages.send.event': { level: 'partial', limits: { joinLink: 'is written into the description' } },
  'messages.send.groupInvite': FULL,
  'messages.send.buttons': { level: 'none', reason: 'WhatsApp shows buttons of linked devices to nobody' },
  'messages.send.list': { level: 'none', reason: 'WhatsApp shows lists of linked devices to nobody' },
  'channels.read': FULL,
  'channels.follow': FULL,
  'channels.mute': FULL,
  'channels.posts': { level: 'partial', limits: { files: 'may stay without their bytes' } },
  'channels.messages': {
    level: 'none',
    reason: 'What is said in channels is left to the phone',
  },
  'locations.live': {
    level: 'none',
    reason: 'WhatsApp gives linked devices the place where somebody was at the beginning, and not the way from there',
  },
  'history.sync': { level: 'partial', limits: { from: 'what the phone hands over when it is linked' } },
  'calls.reject': FULL,
  'statuses.post': FULL,
  'contacts.picture': { level: 'partial', limits: { bytes: MOST_PICTURE_BYTES } },
  'profile.picture': FULL,
  'groups.picture': FULL,
  'groups.read': FULL,
  'groups.create': FULL,
  'groups.update': FULL,
  'groups.participants': FULL,
  'groups.invite': FULL,
  'groups.join': FULL,
  'groups.leave': FULL,
  'groups.joinRequests': FULL,
};

const NOT_BUILT: Capability = { level: 'none', reason: 'The Baileys engine does not do this yet' };

const plain = Object.entries(WRITERS).flatMap(([kind, writer]) => (writer ? [kind] : []));
const sends = [...plain, ...FILE_KINDS].map((kind) => `messages.send.${kind}`);

export const BAILEYS_CAPABILITIES = Object.fromEntries(
  FEATURES.map((feature) => [feature, ABLE[feature] ?? (sends.includes(feature) ? FULL : NOT_BUILT)]),
) as Capabilities;
