import type { ContactFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { ContactModel } from '../models/contact.js';
import { NamedModel } from '../store.js';
import type { Page } from '../page.js';

/** Takes over what the door says of a person. */
export function takeContact(page: Page, fact: ContactFact): ContactModel {
  const { store, people } = page;
  people.learn(fact);
  const contact = store.contacts.gadd(createWid(fact.id));
  contact.take(fact);
  if (page.isMe(contact.id)) page.conn.set('pushname', fact.pushname);
  if (!fact.blocked) store.blocklist.remove(contact.id);
  else if (!store.blocklist.get(contact.id)) store.blocklist.add(new NamedModel({ id: contact.id }));
  return contact;
}
