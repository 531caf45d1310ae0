import type { Kind } from './kind.js';

export const contact: Kind<'contact'> = {
  encode({ contacts }) {
    const cards = contacts.map(({ name, vcard }) => ({ displayName: name, vcard }));
    const [first] = cards;
    if (first && cards.length === 1) return { contactMessage: first };
    return { contactsArrayMessage: { displayName: `${cards.length} contacts`, contacts: cards } };
  },
  decode({ contactMessage: one, contactsArrayMessage: many }) {
    const cards = one ? [one] : many?.contacts;
    if (!cards) return undefined;
    const contacts = cards.map(({ displayName, vcard }) => ({ name: displayName ?? '', vcard: vcard ?? '' }));
    return { kind: 'contact', contacts };
  },
};
