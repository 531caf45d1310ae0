import { FEATURES, type Capabilities, type Capability } from '@columba/core';
import { FULL, type Able } from './able.js';
import { CALLS_ABLE } from './calls/wwebjs-calls.js';
import { CHANNELS_ABLE } from './channels/wwebjs-channels.js';
import { CHATS_ABLE } from './chats/wwebjs-chats.js';
import { CONTACTS_ABLE } from './contacts/wwebjs-contacts.js';
import { GROUPS_ABLE } from './groups/wwebjs-groups.js';
import { MEDIA_ABLE } from './media/wwebjs-media.js';
import { MESSAGES_ABLE } from './messages/able.js';
import { PRESENCE_ABLE } from './presence/wwebjs-presence.js';
import { PROFILE_ABLE } from './profile/wwebjs-profile.js';

const SESSION_ABLE: Able = {
  'session.pairing.qr': FULL,
  'session.pairing.code': FULL,
  'session.logout': FULL,
  'history.sync': {
    level: 'partial',
    limits: { from: 'the latest messages of each chat, 50 at most, as far as the page has them minutes after linking' },
  },
  'channels.messages': {
    level: 'none',
    reason: 'What is said in channels is left to the phone',
  },
  'locations.live': {
    level: 'none',
    reason: 'WhatsApp gives linked devices the place where somebody was at the beginning, and not the way from there',
  },
};

const ABLE: Able = {
  ...SESSION_ABLE,
  ...MESSAGES_ABLE,
  ...MEDIA_ABLE,
  ...CHATS_ABLE,
  ...PRESENCE_ABLE,
  ...GROUPS_ABLE,
  ...CHANNELS_ABLE,
  ...CONTACTS_ABLE,
  ...PROFILE_ABLE,
  ...CALLS_ABLE,
};

const NOT_BUILT: Capability = { level: 'none', reason: 'The whatsapp-web.js engine does not do this yet' };

/** What this engine does; everything that no facet claims is `none`. */
export const WWEBJS_CAPABILITIES = Object.fromEntries(
  FEATURES.map((feature) => [feature, ABLE[feature] ?? NOT_BUILT]),
) as Capabilities;
