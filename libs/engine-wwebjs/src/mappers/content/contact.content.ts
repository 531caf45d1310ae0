import type { ContactCard, ContactContent } from '@columba/core';
import type { ContentFields } from './content-reader.js';

interface Card {
  displayName?: unknown;
  vcard?: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const contactContent = ({ body, fields }: ContentFields): ContactContent => ({
  kind: 'contact',
  contacts: [toCard({ displayName: fields.vcardFormattedName, vcard: body })],
});

export const contactsContent = ({ fields }: ContentFields): ContactContent => ({
  kind: 'contact',
  contacts: (Array.isArray(fields.vcardList) ? (fields.vcardList as (Card | null)[]) : []).map(toCard),
});

function toCard(card: Card | null): ContactCard {
  const text = textOf(card?.vcard);
  return { name: textOf(card?.displayName), phones: phonesIn(text), vcard: text };
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
