import { refreshPicture } from '../apply/pictures.js';
import { takeContact } from '../apply/people.js';
import type { ContactFact } from '../../facts.js';
import { Collection } from '../base/collection.js';
import { hidden } from '../base/hidden.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import { ChatModel } from '../models/chat.js';
import type { ContactModel } from '../models/contact.js';
import type { ModuleMaker, Page } from '../page.js';

const STATES = { composing: 'composing', recording: 'recording', paused: 'paused' } as const;

async function commonGroups(page: Page, contact: ContactModel): Promise<boolean> {
  const ids = await page.ask<string[]>('group.common', { with: contact.id.toString() });
  const groups = new Collection(ChatModel);
  for (const id of ids) groups.add(new ChatModel({ id }));
  hidden(contact, 'commonGroups', groups);
  return true;
}

async function saveName(page: Page, wid: Wid, name: string | null): Promise<void> {
  await page.ask('own.saveName', { id: wid.toString(), name });
  await refresh(page, wid);
}

async function refresh(page: Page, wid: Wid): Promise<void> {
  const fact = await page.ask<ContactFact | null>('contact', { id: wid.toString() });
  if (fact) takeContact(page, fact);
}

async function block(page: Page, { id }: ContactModel, on: boolean): Promise<void> {
  await page.ask('block', { id: id.toString(), on });
  await refresh(page, id);
}

/** @param full a data URL */
async function setPicture(page: Page, wid: Wid, full: string | null): Promise<{ status: number }> {
  await page.ask('setPicture', { id: wid.toString(), jpeg: full === null ? null : full.replace(/^.*,/, '') });
  await refreshPicture(page, wid);
  return { status: 200 };
}

const vcardOf = (contact: ContactModel) => ({
  displayName: contact.formattedName,
  vcard: [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${contact.formattedName};;;`,
    `FN:${contact.formattedName}`,
    `TEL;type=CELL;type=VOICE;waid=${contact.id.user}:+${contact.id.user}`,
    'END:VCARD',
  ].join('\n'),
});

const nameIn = (vcard: string) => /^FN[^:\n]*:(.*)$/m.exec(vcard)?.[1]?.trim();

const getters = (page: Page) => ({
  getIsMe: ({ id }: ContactModel) => page.isMe(id),
  getIsUser: ({ id }: ContactModel) => id.isUser(),
  getIsGroup: ({ id }: ContactModel) => id.isGroup(),
  getIsWAContact: ({ id }: ContactModel) => id.isUser(),
  getUserid: ({ id }: ContactModel) => id.user,
  getVerifiedName: ({ verifiedName }: ContactModel) => verifiedName,
  getVerifiedLevel: ({ verifiedLevel }: ContactModel) => verifiedLevel,
  getStatusMute: ({ statusMute }: ContactModel) => statusMute,
  getName: ({ name }: ContactModel) => name,
  getShortName: ({ shortName }: ContactModel) => shortName,
  getPushname: ({ pushname }: ContactModel) => pushname,
  getIsEnterprise: ({ isEnterprise }: ContactModel) => isEnterprise,
});

/** People: who they are, whether they are there, and what one says of oneself. */
export const peopleModules: ModuleMaker = (page) => {
  const { store, conn, overheard } = page;
  overheard.pictures.changeProfilePicThumb = (wid) => refreshPicture(page, wid);
  const typing = (state: keyof typeof STATES) => (wid: Wid) =>
    page.ask('typing', { chat: wid.toString(), state: STATES[state] });
  return {
    WAWebContactGetters: getters(page),
    WAWebFrontendContactGetters: { getIsMyContact: ({ name }: ContactModel) => name !== undefined },
    WAWebContactCollection: { getMeContact: () => store.contacts.filter(({ id }) => page.isMe(id))[0] },
    WAWebFindCommonGroupsContactAction: { findCommonGroups: (contact: ContactModel) => commonGroups(page, contact) },
    WAWebBlockContactUtils: { getContactToBlockOnlyUseIfNoAssociatedChat: (contact: ContactModel) => contact },
    WAWebBlockContactAction: {
      blockContact: ({ contact }: { contact: ContactModel }) => block(page, contact, true),
      unblockContact: (contact: ContactModel) => block(page, contact, false),
    },
    WAWebChatStateBridge: {
      sendChatStateComposing: typing('composing'),
      sendChatStateRecording: typing('recording'),
      sendChatStatePaused: typing('paused'),
    },
    WAWebPresenceChatAction: {
      sendPresenceAvailable: () => page.ask('presence', { available: true }),
      sendPresenceUnavailable: () => page.ask('presence', { available: false }),
    },
    WAWebContactPresenceBridge: {
      subscribePresence: (wid: Wid) => {
        store.presence.gadd(wid).set('isSubscribed', true);
        return Promise.resolve();
      },
    },
    WAWebContactStatusBridge: {
      setMyStatus: (text: string) => page.ask('setAbout', { text }),
      getStatus: ({ wid }: { wid: Wid }) => page.ask('about', { id: wid.toString() }),
    },
    WAWebSetPushnameConnAction: {
      setPushname: async (name: string) => {
        await page.ask('own.rename', { name });
        conn.set('pushname', name);
      },
    },
    WAWebContactProfilePicThumbBridge: {
      requestProfilePicFromServer: async ({ id }: { id: WidLike }) => {
        const eurl = await page.ask<string | null>('picture', { id: createWid(id).toString() });
        return eurl === null ? undefined : { eurl };
      },
      sendSetPicture: (wid: Wid, _thumbnail: string, full: string) => setPicture(page, wid, full),
      requestDeletePicture: (wid: Wid) => setPicture(page, wid, null),
    },
    WAWebChangeProfilePicThumb: page.overheard.pictures,
    WAWebFrontendVcardUtils: { vcardFromContactModel: vcardOf },
    WAWebVcardParsingUtils: { parseVcard: (vcard: string) => ({ fn: nameIn(vcard) }) },
    WAWebVcardGetNameFromParsed: { vcardGetNameFromParsed: ({ fn }: { fn?: string }) => fn },
    WAWebApiDeviceList: {
      getDeviceIds: (wids: Wid[]) => Promise.resolve(wids.map(() => ({ devices: [{ id: 0 }] }))),
    },
    WAWebSaveContactAction: {
      saveContactAction: async (given: { firstName: string; lastName?: string; phoneNumber: string }) => {
        const digits = given.phoneNumber.replaceAll(/@.*|\D/g, '');
        const name = [given.firstName, given.lastName].filter(Boolean).join(' ');
        await saveName(page, createWid(`${digits}@c.us`), name);
      },
    },
    WAWebDeleteContactAction: {
      deleteContactAction: ({ phoneNumber }: { phoneNumber: Wid }) => saveName(page, phoneNumber, null),
    },
  };
};
