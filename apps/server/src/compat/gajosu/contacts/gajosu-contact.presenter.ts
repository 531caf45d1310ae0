import { jidKind, jidUser, phoneOf, type Contact, type Group } from '@columba/core';
import { presentWid, type Wid } from '../gajosu-ids.js';

export interface GajosuContact {
  id: Wid;
  number: string | null;
  isBusiness: boolean;
  isEnterprise: boolean;
  /** Ids of the labels on the chat. */
  labels: readonly string[];
  name?: string;
  shortName?: string;
  pushname?: string;
  type: string;
  verifiedLevel?: number;
  verifiedName?: string;
  isMe: boolean;
  isUser: boolean;
  isGroup: boolean;
  isWAContact: boolean;
  isMyContact: boolean;
  isBlocked: boolean;
}

const ORDINARY = { isEnterprise: false, type: 'in' };
const NONE: readonly string[] = [];

/** @param isMe whether it is this account itself */
export function presentContact(contact: Contact, isMe: boolean, labels = NONE): GajosuContact {
  const { id, savedName, pushName, verifiedName, business, blocked } = contact;
  const name = savedName ?? contact.name ?? pushName ?? verifiedName;
  return {
    id: presentWid(id),
    number: numberOf(contact),
    isBusiness: business,
    ...ORDINARY,
    labels,
    ...(name !== undefined && { name, shortName: name.split(/\s+/)[0] ?? name }),
    ...(pushName !== undefined && { pushname: pushName }),
    ...(verifiedName !== undefined && { verifiedLevel: 1, verifiedName }),
    isMe,
    isUser: true,
    isGroup: false,
    isWAContact: true,
    isMyContact: savedName !== undefined,
    isBlocked: blocked,
  };
}

/** A group stands among the contacts too. */
export const presentGroupContact = ({ id, subject }: Pick<Group, 'id' | 'subject'>, labels = NONE): GajosuContact => ({
  id: presentWid(id),
  number: null,
  isBusiness: false,
  ...ORDINARY,
  labels,
  name: subject,
  isMe: false,
  isUser: false,
  isGroup: true,
  isWAContact: false,
  isMyContact: false,
  isBlocked: false,
});

function numberOf({ id, phone }: Contact): string | null {
  const number = phone ?? phoneOf(id);
  if (number !== undefined) return number.replace(/^\+/, '');
  return jidKind(id) === 'phone' ? jidUser(id) : null;
}

/** Told in both ways that clients know: as an address, and as an object with one. */
export function presentCommonGroup({ id }: Pick<Group, 'id'>): Wid & { id: Wid } {
  const wid = presentWid(id);
  return { id: wid, ...wid };
}
