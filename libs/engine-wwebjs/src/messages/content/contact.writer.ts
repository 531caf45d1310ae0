import type { ContactContent } from '@columba/core';
import type { SentRequest } from '../sent-request.js';

/** One card, or several in a list of their own type. */
export function writeContact({ contacts }: ContactContent): SentRequest {
  const [first] = contacts;
  if (contacts.length === 1 && first)
    return { content: '', extra: { type: 'vcard', body: first.vcard, vcardFormattedName: first.name } };
  const vcardList = contacts.map(({ name, vcard }) => ({ displayName: name, vcard }));
  return { content: '', extra: { type: 'multi_vcard', body: null, vcardList } };
}
