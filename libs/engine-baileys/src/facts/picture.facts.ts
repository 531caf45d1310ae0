import { fact, isGroup } from '@columba/core';
import { childrenOf, timeOf } from '../journal/stanza.js';
import { isMe, known } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import { done, type Reader } from './reading.js';

/** Somebody, or a group, has another picture or none any more; the bytes are asked for by whoever wants them. */
export const readPicture: Reader = async (node, { me, book, receivedAt, late }) => {
  const { id, from } = node.attrs;
  const [change] = childrenOf(node);
  const owner = toJid(from);
  if (!owner || !id || !change || isMe(from, me)) return done();
  const dedupe = ['picture', id];
  const occurredAt = timeOf(node, receivedAt);
  if (isGroup(owner)) {
    const by = await known([change.attrs.author], book);
    const data = { group: { id: owner }, changed: ['picture'], ...(by ? { by } : {}) };
    return done([fact('group.updated', data, dedupe, { occurredAt, late, chat: owner })]);
  }
  const person = await known([from], book);
  if (!person) return done();
  const data = { contact: { id: person.id }, changed: ['picture'] };
  return done([fact('contact.updated', data, dedupe, { occurredAt, late, chat: person.id })]);
};
