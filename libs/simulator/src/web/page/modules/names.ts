import { MsgKey } from '../ids/msg-key.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import type { ModuleMaker } from '../page.js';

const URLS = /\bhttps?:\/\/[^\s]+/gi;

const findLinks = (text: unknown) =>
  typeof text === 'string'
    ? (text.match(URLS) ?? []).map((href) => ({ href, url: href, suspiciousCharacters: new Set<string>() }))
    : [];

function asUserWidOrThrow(wid: WidLike | undefined): Wid {
  const made = wid === undefined ? undefined : createWid(wid);
  if (!made?.isUser()) throw new Error('asUserWidOrThrow: not a user');
  return made;
}

/** Addresses, keys and links. */
export const nameModules: ModuleMaker = ({ people }) => ({
  WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow },
  WAWebMsgKey: MsgKey,
  WAWebWidToJid: { widToUserJid: (wid: Wid) => wid.toJid(), widToGroupJid: (wid: Wid) => wid.toJid() },
  WAWebJidToWid: { userJidToUserWid: createWid, newsletterJidToWid: createWid },
  WAWebApiContact: {
    getCurrentLid: (wid: Wid) => people.lidOf(wid),
    getPhoneNumber: (wid: Wid) => people.numberOf(wid),
    getAlternateUserWid: (wid: Wid) => people.otherOf(wid),
  },
  WAWebLidMigrationUtils: {
    toPn: (wid: Wid | undefined) => (wid?.isLid() ? people.numberOf(wid) : wid),
    toLid: (wid: Wid | undefined) => (wid?.isUser() ? people.lidOf(wid) : wid),
  },
  WALinkify: { findLinks, findLink: (text: unknown) => findLinks(text)[0] },
  WAWebLinkPreviewChatAction: { getLinkPreview: () => Promise.resolve(undefined) },
  WAWebPhoneUtils: { formattedPhoneNumber: (jid: string) => `+${jid.split('@')[0] ?? ''}` },
  // The first digit is the country code of North America and Russia only; the page has a table.
  WAPhoneFindCC: { findCC: (number: string | number) => String(number).slice(0, 1) },
  WAWebL10N: { getRegion: () => 'US' },
});
