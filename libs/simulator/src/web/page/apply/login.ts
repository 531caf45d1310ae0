import type { LoginFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { Page } from '../page.js';
import { takeChannel } from './channels.js';
import { recallChange } from './changes.js';
import { takeGroup } from './groups.js';
import { takeMessage } from './messages.js';
import { applySettings, fileChats, takeLabels } from './own.js';
import { takeContact } from './people.js';

/** What the browser has of the account, as if it came out of its own database. */
export function applyLogin(page: Page, { me, contacts, chats, labels, channels, messages, changes }: LoginFact): void {
  page.me = { number: createWid(me.number), lid: createWid(me.lid) };
  page.people.learn({ number: me.number, lid: me.lid });
  page.conn.set({ pushname: me.pushname, platform: 'android', wid: page.me.number });
  const quietly = !page.justLinked;
  page.justLinked = false;
  for (const contact of contacts) takeContact(page, contact, quietly);
  takeLabels(page, labels, quietly);
  for (const { id, t, unreadCount, ephemeralDuration, group, ...settings } of chats) {
    const chat = group ? takeGroup(page, group) : page.store.chat(id);
    chat.adopt({ t, unreadCount, ephemeralDuration });
    applySettings(chat, settings, quietly);
  }
  fileChats(page);
  for (const channel of channels) takeChannel(page, channel);
  for (const message of messages) takeMessage(page, message, false);
  for (const change of changes) recallChange(page, change);
}
