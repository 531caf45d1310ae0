import { FEATURES, type Capabilities, type Capability, type Feature } from '@columba/core';
import { WRITERS } from './messages/content/outgoing.js';

const FULL: Capability = { level: 'full' };

/** What this engine does. Everything else is `none`. */
const ABLE: Partial<Record<Feature, Capability>> = {
  'session.pairing.qr': FULL,
  'session.pairing.code': FULL,
  'session.logout': FULL,
  'messages.quote': { level: 'partial', limits: { preview: 'the recipient shows its own copy' } },
  'messages.mention': FULL,
  'messages.markRead': FULL,
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

const sends = Object.entries(WRITERS).flatMap(([kind, writer]) => (writer ? [`messages.send.${kind}`] : []));

export const BAILEYS_CAPABILITIES = Object.fromEntries(
  FEATURES.map((feature) => [feature, ABLE[feature] ?? (sends.includes(feature) ? FULL : NOT_BUILT)]),
) as Capabilities;
