import { readGroup } from './group.facts.js';
import { readMediaRetry } from './media-retry.facts.js';
import { done, type Reader } from './reading.js';

/** Notifications change what the library knows; those of groups and of files are told as well. */
export const readNotification: Reader = async (node, scope) => {
  if (node.attrs.type === 'w:gp2') return readGroup(node, scope);
  return node.attrs.type === 'mediaretry' ? readMediaRetry(node, scope) : done();
};
