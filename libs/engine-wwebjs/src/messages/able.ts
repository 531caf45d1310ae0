import { FULL, type Able } from '../able.js';
import { WRITERS } from './content/content.writer.js';

const SENDS = Object.fromEntries(Object.keys(WRITERS).map((kind) => [`messages.send.${kind}`, FULL])) as Able;

export const MESSAGES_ABLE: Able = {
  ...SENDS,
  'messages.send.event': { level: 'partial', limits: { joinLink: 'is written into the description' } },
  'messages.send.buttons': { level: 'none', reason: 'WhatsApp shows buttons of linked devices to nobody' },
  'messages.send.list': { level: 'none', reason: 'WhatsApp shows lists of linked devices to nobody' },
  'messages.vote': FULL,
  'statuses.post': FULL,
  'messages.quote': FULL,
  'messages.mention': FULL,
  'messages.mentionAll': FULL,
  'messages.edit': { level: 'partial', limits: { kinds: 'text and captions' } },
  'messages.revoke': FULL,
  'messages.deleteForMe': FULL,
  'messages.react': FULL,
  'messages.star': FULL,
  'messages.pin': FULL,
  'messages.forward': FULL,
  'messages.markRead': { level: 'partial', limits: { granularity: 'the whole chat' } },
};
