import { fact, type Contact } from '@columba/core';
import { toPerson } from '../mappers/person.mapper.js';
import type { Reader, Readers } from './reading.js';

const read: Reader<'person'> = ({ person: page, savedName, pushName, blocked }, { context, late, serial }) => {
  const person = toPerson(page);
  if (!person) return [];
  const contact: Partial<Contact> & Pick<Contact, 'id'> = { ...person };
  if (savedName) contact.savedName = savedName;
  if (pushName) contact.pushName = pushName;
  if (blocked !== undefined) contact.blocked = blocked;
  const given = { savedName, pushName, blocked };
  const changed = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const dedupe = ['contact', person.id, serial];
  return [fact('contact.updated', { contact, changed }, dedupe, { occurredAt: context.clock.now(), late })];
};

export const PERSON_READERS: Readers = { person: read };
