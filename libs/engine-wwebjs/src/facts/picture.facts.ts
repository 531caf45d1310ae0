import { fact } from '@columba/core';
import { toPerson } from '../mappers/person.mapper.js';
import type { Readers } from './reading.js';

/** Somebody has another picture or none any more; the bytes are asked for by whoever wants them. */
export const PICTURE_READERS: Readers = {
  picture: ({ of }, { me, context, late, serial }) => {
    const person = toPerson(of);
    if (!person || person.id === me.id) return [];
    const data = { contact: { id: person.id }, changed: ['picture'] };
    const base = { occurredAt: context.clock.now(), late, chat: person.id };
    return [fact('contact.updated', data, ['picture', person.id, serial], base)];
  },
};
