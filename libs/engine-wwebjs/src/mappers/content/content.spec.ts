import { describe, expect, it } from '@jest/globals';
import { toContent } from './content.mapper.js';

const said = (type: string, fields: Record<string, unknown>, body?: string) =>
  toContent({ type, fields, ...(body === undefined ? {} : { body }) });

const FILE = { mimetype: 'image/jpeg', size: 3, filehash: 'AQID', mediaKey: 'BAUG' };

const read = (id: string) => toContent({ type: 'image', key: { id }, fields: { ...FILE, width: 2, height: 1 } });

describe('kinds of content', () => {
  it('of files name their facts, and the same file of the same message is the same medium', () => {
    expect(read('A')).toMatchObject({ kind: 'image', media: { state: 'pending', sizeBytes: 3, sha256: '010203' } });
    expect(read('A')).toEqual(read('A'));
    expect(read('A')).not.toEqual(read('B'));
  });

  it('of documents have no words where the page repeats their name', () => {
    const document = { type: 'document', fields: { ...FILE, filename: 'a.pdf' } };
    expect(toContent({ ...document, caption: 'a.pdf' })).not.toHaveProperty('caption');
    expect(toContent({ ...document, caption: 'Read this' })).toMatchObject({ caption: 'Read this' });
  });

  it.each([
    ['ptt', { kind: 'voice' }],
    ['ptv', { kind: 'video', style: 'note' }],
    ['sticker', { kind: 'sticker', animated: false }],
  ])('of %s', (type, expected) => {
    expect(said(type, FILE)).toMatchObject(expected);
  });

  it('of a place: name and address stand in one field', () => {
    const place = { lat: 1.5, lng: 2.5, loc: 'Gate\nSquare 1\n10117 Berlin' };
    expect(said('location', place)).toEqual({
      kind: 'location',
      latitude: 1.5,
      longitude: 2.5,
      live: false,
      name: 'Gate',
      address: 'Square 1\n10117 Berlin',
    });
  });

  it('of texts with buttons are known by a flag', () => {
    const buttons = [{ buttonId: 'a', buttonText: { displayText: 'A' } }];
    const fields = { isDynamicReplyButtonsMsg: true, dynamicReplyButtons: buttons, footer: 'f' };
    expect(said('chat', fields, 'Well?')).toEqual({
      kind: 'buttons',
      text: 'Well?',
      buttons: [{ id: 'a', text: 'A' }],
      footer: 'f',
    });
  });

  it('survive whatever a page may say', () => {
    for (const type of ['multi_vcard', 'poll_creation', 'event_creation', 'groups_v4_invite', 'list', 'list_response'])
      for (const odd of [null, 7, 'x', [null], {}]) {
        const fields = { vcardList: odd, pollOptions: odd, list: odd, listResponse: odd, inviteGrp: odd };
        expect(said(type, fields)).toHaveProperty('kind');
      }
  });
});
