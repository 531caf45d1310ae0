import { areJidsSameUser, type BinaryNode } from '@whiskeysockets/baileys';
import { isChannel, isPerson, type Jid, type Person } from '@columba/core';
import type { LidBook } from './lid-book.js';
import { toJid, toPerson } from './person.mapper.js';

/** This account, as the library writes it: with device suffixes. */
export interface Me {
  id: string;
  lid?: string;
}

/** Between whom a stanza passed. */
export interface Parties {
  chat: Jid;
  /** In a chat of two, the other one. */
  partner?: Person;
  sender: Person;
  fromMe: boolean;
  /** Several people may write here, so a message needs its sender to be named. */
  many: boolean;
}

type Addresses = (string | undefined)[];

interface WireParties {
  chat: Addresses;
  sender: Addresses;
  fromMe: boolean;
}

export const isMe = (jid: string | undefined, me: Me): boolean =>
  areJidsSameUser(jid, me.id) || (me.lid !== undefined && areJidsSameUser(jid, me.lid));

/** Chat and sender of a message stanza by all addresses that it gives for them, the one in use first. */
export function wireParties({ attrs }: BinaryNode, me: Me): WireParties {
  const { from, participant, recipient } = attrs;
  const own: Addresses = [me.id, me.lid];
  if (participant) {
    const fromMe = isMe(participant, me);
    const sender = [participant, attrs.participant_pn, attrs.participant_lid, attrs.sender_pn, attrs.sender_lid];
    return { chat: [from], sender: fromMe ? own : sender, fromMe };
  }
  if (isMe(from, me)) {
    // A copy from another device of this account: `sender_…` would be our own other address.
    const { recipient_pn, recipient_lid, peer_recipient_pn, peer_recipient_lid } = attrs;
    const partner = [recipient, recipient_pn, recipient_lid, peer_recipient_pn, peer_recipient_lid];
    return { chat: recipient ? partner : own, sender: own, fromMe: true };
  }
  const sender = [from, attrs.sender_pn, attrs.sender_lid];
  return { chat: sender, sender, fromMe: false };
}

/** @returns `undefined` when the stanza names nobody we could write down. */
export async function partiesOf(node: BinaryNode, me: Me, book: LidBook): Promise<Parties | undefined> {
  const wire = wireParties(node, me);
  const name = wire.fromMe ? undefined : node.attrs.notify;
  const chat = toJid(wire.chat[0]);
  if (!chat) return undefined;
  const partner = isPerson(chat) ? await known(wire.chat, book, name) : undefined;
  const sender = (await known(wire.sender, book, name)) ?? { id: chat };
  const parties: Parties = {
    chat: partner?.id ?? chat,
    sender,
    fromMe: wire.fromMe,
    many: !partner && !isChannel(chat),
  };
  if (partner) parties.partner = partner;
  return parties;
}

/** A person by the addresses given and, where one is missing, by what was learnt before. */
export async function known(addresses: Addresses, book: LidBook, name?: string): Promise<Person | undefined> {
  const person = toPerson(addresses, name);
  if (!person || (person.phone && person.lid)) return person;
  return toPerson([...addresses, await book.other(person.id)], name);
}
