import { jidKind, phoneOf, tryParseJid, type Jid, type Person } from '@columba/core';

/** An address as the library writes it, without device; business accounts hosted by Meta get their ordinary address. */
export function toJid(wire: string | null | undefined): Jid | undefined {
  if (!wire) return undefined;
  return tryParseJid(wire.replace(/@hosted$/, '@s.whatsapp.net').replace(/@hosted\.lid$/, '@lid'));
}

/**
 * Somebody by one or both addresses, in any order. The phone gives the id when it is known.
 * @returns `undefined` when neither is the address of a person.
 */
export function toPerson(addresses: readonly (string | null | undefined)[], name?: string | null): Person | undefined {
  const jids = addresses.map(toJid).filter((jid) => jid !== undefined);
  const phoneJid = jids.find((jid) => jidKind(jid) === 'phone');
  const lid = jids.find((jid) => jidKind(jid) === 'lid');
  const id = phoneJid ?? lid;
  if (!id) return undefined;
  const person: Person = { id };
  const phone = phoneJid && phoneOf(phoneJid);
  if (phone) person.phone = phone;
  if (lid) person.lid = lid;
  if (name) person.name = name;
  return person;
}
