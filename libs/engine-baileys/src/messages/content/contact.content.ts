import type { AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { ContactCard, ContactContent } from '@columba/core';

export const readContact = (card: proto.Message.IContactMessage): ContactContent => ({
  kind: 'contact',
  contacts: [toCard(card)],
});

export const readContacts = (list: proto.Message.IContactsArrayMessage): ContactContent => ({
  kind: 'contact',
  contacts: (list.contacts ?? []).map(toCard),
});

export const fromContact = ({ contacts }: ContactContent): AnyMessageContent => ({
  contacts: {
    displayName: contacts.map((card) => card.name).join(', '),
    contacts: contacts.map(({ name, vcard }) => ({ displayName: name, vcard })),
  },
});

function toCard({ displayName, vcard }: proto.Message.IContactMessage): ContactCard {
  const text = vcard ?? '';
  return { name: displayName ?? '', phones: phonesIn(text), vcard: text };
}

/** The numbers on a vCard; `waid` names the WhatsApp account behind a number and is always international. */
function phonesIn(vcard: string): string[] {
  return vcard.split(/\r?\n/).flatMap((line) => {
    const [, parameters, number] = /^(?:[^.:;]+\.)?TEL([^:]*):(.+)$/i.exec(line) ?? [];
    if (!number) return [];
    const account = /waid=(\d+)/i.exec(parameters ?? '')?.[1];
    return [account ? `+${account}` : number.trim()];
  });
}
