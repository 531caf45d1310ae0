import type { ContactFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { ContactModel } from '../models/contact.js';
import { NamedModel } from '../store.js';
import type { Page } from '../page.js';

/** Takes over what the door says of a person. @param quietly as it was in the browser's database; nobody is told */
export function takeContact(page: Page, fact: ContactFact, quietly = false): ContactModel {
  const { store, people } = page;
  people.learn(fact);
  const contact = store.contacts.gadd(createWid(fact.id));
  contact.take(fact, quietly);
  if (page.isMe(contact.id)) page.conn.set('pushname', fact.pushname);
  if (!fact.blocked) store.blocklist.remove(contact.id);
  else if (!store.blocklist.get(contact.id)) {
    store.blocklist.add(new NamedModel({ id: contact.id }), { silent: quietly });
  }
  return contact;
}
