import { FULL, type Able } from '../able.js';
import { WRITERS } from './content/content.writer.js';

const SENDS = Object.fromEntries(Object.keys(WRITERS).map((kind) => [`messages.send.${kind}`, FULL])) as Able;

export const MESSAGES_ABLE: Able = {
  ...SENDS,
  'messages.quote': FULL,
  'messages.mention': FULL,
  'messages.edit': { level: 'partial', limits: { kinds: 'text and captions' } },
  'messages.revoke': FULL,
  'messages.deleteForMe': FULL,
  'messages.react': FULL,
  'messages.star': FULL,
  'messages.pin': FULL,
  'messages.forward': FULL,
  'messages.markRead': { level: 'partial', limits: { granularity: 'the whole chat' } },
};
