import { listOf, textOf, type Kind } from './kind.js';

interface Card {
  displayName: string;
  vcard: string;
}

export const contact: Kind<'contact'> = {
  encode({ contacts }) {
    const [first] = contacts;
    if (contacts.length === 1 && first) return { type: 'vcard', body: first.vcard, vcardFormattedName: first.name };
    const vcardList = contacts.map(({ name, vcard }): Card => ({ displayName: name, vcard }));
    return { type: 'multi_vcard', vcardList };
  },
  decode({ type, body, vcardFormattedName, vcardList }) {
    if (type === 'vcard')
      return { kind: 'contact', contacts: [{ name: textOf(vcardFormattedName), vcard: textOf(body) }] };
    if (type !== 'multi_vcard') return undefined;
    const contacts = listOf<Card>(vcardList).map(({ displayName, vcard }) => ({ name: displayName, vcard }));
    return { kind: 'contact', contacts };
  },
};
