import { readGroup } from './group.facts.js';
import { done, type Reader } from './reading.js';

/** Notifications change what the library knows; those of groups are told as well. */
export const readNotification: Reader = async (node, scope) =>
  node.attrs.type === 'w:gp2' ? readGroup(node, scope) : done();
