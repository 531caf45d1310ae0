import { jidKind, phoneOf, tryParseJid, type Jid, type Person } from '@columba/core';
import type { PagePerson } from '../page/page-scope.js';

/** An address as the page writes it (`…@c.us`). */
export const toJid = (wid: string | undefined): Jid | undefined => (wid ? tryParseJid(wid) : undefined);

/** Somebody by every address that the page knows; the phone gives the id when it is known. */
export function toPerson({ wid, phone, lid, name }: PagePerson): Person | undefined {
  const jids = [wid, phone, lid].map(toJid).filter((jid) => jid !== undefined);
  const phoneJid = jids.find((jid) => jidKind(jid) === 'phone');
  const lidJid = jids.find((jid) => jidKind(jid) === 'lid');
  const id = phoneJid ?? lidJid;
  if (!id) return undefined;
  const person: Person = { id };
  const number = phoneJid && phoneOf(phoneJid);
  if (number) person.phone = number;
  if (lidJid) person.lid = lidJid;
  if (name) person.name = name;
  return person;
}

/** The address of a chat: of a person the phone when it is known, else as it is. */
export const toChat = (chat: PagePerson): Jid | undefined => toPerson(chat)?.id ?? toJid(chat.wid);

/** An address in the page's spelling. */
export const fromJid = (jid: Jid): string => jid.replace('@s.whatsapp.net', '@c.us');
