import { describe, expect, it } from '@jest/globals';
import { toContent, toFields, type SaidContent } from './kinds.js';

const SAID: SaidContent[] = [
  { kind: 'text', text: 'hello' },
  { kind: 'location', latitude: 1.5, longitude: -2.5 },
  { kind: 'location', latitude: 1.5, longitude: -2.5, name: 'Here', address: 'A street' },
  { kind: 'contact', contacts: [{ name: 'Ada', vcard: 'BEGIN:VCARD\nEND:VCARD' }] },
  { kind: 'contact', contacts: ['Ada', 'Bruno'].map((name) => ({ name, vcard: 'BEGIN:VCARD\nEND:VCARD' })) },
  { kind: 'poll', question: 'Tea?', options: ['yes', 'no'], selectableCount: 1 },
  { kind: 'event', name: 'Party', startsAt: 1_800_000_000_000, endsAt: 1_800_003_600_000, location: 'Here' },
  { kind: 'event', name: 'Party', startsAt: 1_800_000_000_000, cancelled: true },
  { kind: 'buttons', text: 'Well?', buttons: [{ id: 'y', text: 'Yes' }], footer: 'asked' },
  { kind: 'list', text: 'Pick', buttonText: 'Open', sections: [{ title: 'All', rows: [{ id: '1', title: 'One' }] }] },
  { kind: 'buttonReply', buttonId: 'y', text: 'Yes' },
  { kind: 'listReply', rowId: '1', title: 'One' },
  {
    kind: 'groupInvite',
    groupId: '120363000000000001@g.us',
    groupName: 'Team',
    code: 'ABC',
    expiresAt: 1_800_000_000_000,
  },
];

describe('kinds of messages in the page', () => {
  it.each(SAID.map((content) => [content.kind, content] as const))('%s comes back as it was', (_kind, content) => {
    expect(toContent(toFields(content))).toEqual(content);
  });

  it('names what it does not know', () => {
    expect(toContent({ type: 'payment' })).toEqual({ kind: 'unsupported', note: 'payment' });
  });

  it('shows that there is something to look at once, and nothing of it', () => {
    expect(toFields({ kind: 'viewOnce' })).toEqual({ type: 'ciphertext', subtype: 'view_once_unavailable_fanout' });
  });
});
