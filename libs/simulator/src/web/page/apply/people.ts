import type { ContactFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { ContactModel } from '../models/contact.js';
import { NamedModel } from '../store.js';
import type { Page } from '../page.js';

/** Takes over what the door says of a person. */
export function takeContact({ store, people }: Page, fact: ContactFact): ContactModel {
  people.learn(fact);
  const contact = store.contacts.gadd(createWid(fact.id));
  contact.take(fact);
  if (!fact.blocked) store.blocklist.remove(contact.id);
  else if (!store.blocklist.get(contact.id)) store.blocklist.add(new NamedModel({ id: contact.id }));
  return contact;
}
