import { fact, type Fact } from '@columba/core';
import { childOf, childrenOf, timeOf } from '../journal/stanza.js';
import { isMe, known } from '../people/parties.js';
import { done, type Reader } from './reading.js';

/** Somebody was blocked or unblocked on another device of this account. */
export const readBlocklist: Reader = async (node, { me, book, receivedAt, late }) => {
  const list = childOf(node, 'blocklist');
  if (!list || !isMe(node.attrs.from, me)) return done();
  const facts: Fact[] = [];
  for (const { tag, attrs } of childrenOf(list)) {
    const blocked = BLOCKED[attrs.action ?? ''];
    const person = tag === 'item' && blocked !== undefined && (await known([attrs.jid, attrs.pn_jid], book));
    if (!person) continue;
    const { id } = person;
    const dedupe = ['contact', id, 'blocked', node.attrs.id ?? '', String(blocked)];
    const occurredAt = timeOf(node, receivedAt);
    facts.push(
      fact('contact.updated', { contact: { id, blocked }, changed: ['blocked'] }, dedupe, { occurredAt, late }),
    );
  }
  return done(facts);
};

const BLOCKED: Record<string, boolean> = { block: true, unblock: false };
