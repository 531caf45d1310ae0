import type { ContactFact, GroupFact } from '../facts.js';
import { takeGroup } from './apply/groups.js';
import { takeContact } from './apply/people.js';
import type { Wid } from './ids/wid.js';
import type { ChatModel } from './models/chat.js';
import type { ContactModel } from './models/contact.js';
import type { Page } from './page.js';

/** Asks the door who has the address. */
export async function findPerson(page: Page, wid: Wid): Promise<ContactModel | undefined> {
  const fact = await page.ask<ContactFact | null>('contact', { id: wid.toString() });
  return fact ? takeContact(page, fact) : undefined;
}

/** The chat with a person or of a group; undefined when there is nobody. */
export async function openChat(page: Page, wid: Wid): Promise<ChatModel | undefined> {
  const known = wid.isStatus() ? page.store.statusChat : page.store.chats.get(wid);
  if (known) return known;
  if (wid.isGroup()) return takeGroup(page, await page.ask<GroupFact>('group.find', { group: wid.toString() }));
  if (page.settings.addressing === 'lid' && !wid.isLid()) return openByLid(page, wid);
  const person = await findPerson(page, wid);
  return person && page.store.chat(person.id);
}

/** A page that addresses chats by LID has to have learned it before. */
function openByLid({ store, people }: Page, number: Wid): ChatModel {
  const lid = people.lidOf(number);
  if (!lid) throw new Error('No LID for user');
  return store.chat(lid);
}
