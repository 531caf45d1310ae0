import { describe, expect, it } from '@jest/globals';
import { type Media, type MessageContent, parseJid, parseMessageId, STATUS_JID } from '@columba/core';
import { ANNA, FAMILY, ME, message } from '../../../../../test/support/messages.js';
import { presentMessage } from './gajosu-message.presenter.js';

const photo: Media = { mediaId: 'm', state: 'ready', mimeType: 'image/jpeg' };
const clip: Media = { mediaId: 'm', state: 'ready', mimeType: 'video/mp4', durationSeconds: 7 };

describe('presentMessage', () => {
  it('is the documented superset for an own text', () => {
    const own = message({
      key: { chat: parseJid('34123456789'), id: parseMessageId('3EB0AAA'), fromMe: true },
      from: { id: parseJid('34999123') },
      occurredAt: new Date(1669914773 * 1000),
    });
    expect(presentMessage(own)).toEqual({
      id: {
        fromMe: true,
        remote: '34123456789@c.us',
        id: '3EB0AAA',
        _serialized: 'true_34123456789@c.us_3EB0AAA',
      },
      ack: 1,
      hasMedia: false,
      body: 'Hello',
      type: 'chat',
      timestamp: 1669914773,
      from: '34999123@c.us',
      to: '34123456789@c.us',
      deviceType: 'web',
      isForwarded: false,
      forwardingScore: 0,
      isStatus: false,
      isStarred: false,
      broadcast: false,
      fromMe: true,
      hasQuotedMsg: false,
      vCards: [],
      mentionedIds: [],
      isGif: false,
      isEphemeral: false,
      links: [],
      t: 1669914773,
      star: false,
      viewed: false,
      self: 'out',
    });
  });

  it('names the group in from and the person in author', () => {
    const said = presentMessage(message({ key: { chat: FAMILY, participant: ANNA } }), ME);
    expect(said).toMatchObject({
      from: '120363041234567890@g.us',
      to: '34999000111@c.us',
      author: '34600111222@c.us',
      self: 'in',
      id: {
        participant: '34600111222@c.us',
        _serialized: 'false_120363041234567890@g.us_3A0B1C2D3E4F5A6B7C8D_34600111222@c.us',
      },
    });
  });

  it('names nobody in a channel, which speaks for itself', () => {
    const channel = parseJid('120363000000000001@newsletter');
    const said = message({
      key: { chat: channel, id: parseMessageId('3EB0AAA'), fromMe: false },
      from: { id: channel },
    });
    const presented = presentMessage(said);
    expect(presented).toMatchObject({ id: { _serialized: `false_${channel}_3EB0AAA` }, from: channel });
    expect(presented).not.toHaveProperty('author');
  });

  it('prefers the phone in a chat that was opened under a hidden identity', () => {
    const chat = parseJid('98765432101234@lid');
    expect(presentMessage(message({ key: { chat } }), ME)).toMatchObject({
      from: '34600111222@c.us',
      id: { remote: '34600111222@c.us' },
    });
    const unknown = message({ key: { chat }, from: { id: chat, lid: chat } });
    expect(presentMessage(unknown, ME).from).toBe('98765432101234@lid');
  });

  it('leaves out what is not known', () => {
    const said = presentMessage(message());
    expect(said).not.toHaveProperty('to');
    expect(said).not.toHaveProperty('author');
    expect(said).not.toHaveProperty('_data');
    expect(Object.values(said)).not.toContain(undefined);
  });

  it.each([
    ['failed', -1],
    ['pending', 0],
    ['sent', 1],
    ['delivered', 2],
    ['read', 3],
    ['played', 4],
  ] as const)('numbers %s as %i', (status, ack) => {
    expect(presentMessage(message({ key: { fromMe: true }, status })).ack).toBe(ack);
  });

  it.each([
    ['3EB0C767D097B7C7C03012', 'web'],
    ['3A0B1C2D3E4F5A6B7C8D', 'ios'],
    ['AC0B1C2D3E4F5A6B7C8D9E0F1A2B3C4D', 'android'],
    ['132E527E5E536E', 'web'],
  ])('tells by the id %s that it was written on %s', (id, device) => {
    expect(presentMessage(message({ key: { id: parseMessageId(id) } })).deviceType).toBe(device);
  });

  it('marks what a message is besides its text', () => {
    const said = presentMessage(
      message({
        forwarded: true,
        starred: true,
        mentions: [{ id: ME }],
        quoted: { id: parseMessageId('3EB0BBB') },
        expiresAt: new Date(),
      }),
    );
    expect(said).toMatchObject({
      isForwarded: true,
      forwardingScore: 1,
      isStarred: true,
      star: true,
      mentionedIds: ['34999000111@c.us'],
      hasQuotedMsg: true,
      isEphemeral: true,
    });
  });

  it('knows a status by its chat, and a revoked message by its type', () => {
    expect(presentMessage(message({ key: { chat: STATUS_JID } }))).toMatchObject({ isStatus: true, broadcast: true });
    expect(presentMessage(message({ revokedAt: new Date() }))).toMatchObject({ type: 'revoked', body: '' });
  });

  it('finds links, and doubts hosts that can look like others', () => {
    const text = 'See https://example.org/a?b=c, or (http://еxample.org) and http://xn--e1awd7f.com!';
    expect(presentMessage(message({ content: { kind: 'text', text } })).links).toEqual([
      { link: 'https://example.org/a?b=c', isSuspicious: false },
      { link: 'http://еxample.org', isSuspicious: true },
      { link: 'http://xn--e1awd7f.com', isSuspicious: true },
    ]);
  });

  it.each([
    [
      { kind: 'image', media: photo, caption: 'Sea' },
      { type: 'image', body: 'Sea', hasMedia: true, isGif: false },
    ],
    [
      { kind: 'video', media: clip, style: 'normal' },
      { type: 'video', body: '', hasMedia: true, duration: 7 },
    ],
    [
      { kind: 'video', media: clip, style: 'gif' },
      { type: 'video', isGif: true },
    ],
    [
      { kind: 'audio', media: clip },
      { type: 'audio', hasMedia: true, duration: 7 },
    ],
    [
      { kind: 'voice', media: clip },
      { type: 'ptt', hasMedia: true, duration: 7 },
    ],
    [
      { kind: 'document', media: { ...photo, fileName: 'a.pdf' } },
      { type: 'document', body: '', hasMedia: true },
    ],
    [
      { kind: 'sticker', media: photo, animated: false },
      { type: 'sticker', hasMedia: true },
    ],
    [
      { kind: 'location', latitude: 40.4, longitude: -3.7, name: 'Sol', live: false },
      { type: 'location', body: '', location: { latitude: 40.4, longitude: -3.7, name: 'Sol' } },
    ],
    [
      { kind: 'contact', contacts: [{ name: 'Bo', phones: [], vcard: 'BEGIN:VCARD' }] },
      { type: 'vcard', body: 'BEGIN:VCARD', vCards: ['BEGIN:VCARD'] },
    ],
    [
      {
        kind: 'contact',
        contacts: [
          { name: 'Bo', phones: [], vcard: 'A' },
          { name: 'Cy', phones: [], vcard: 'B' },
        ],
      },
      { type: 'multi_vcard', body: '', vCards: ['A', 'B'] },
    ],
    [
      { kind: 'poll', question: 'When?', options: ['now'], selectableCount: 1 },
      { type: 'poll_creation', body: 'When?' },
    ],
    [
      { kind: 'event', name: 'Party', startsAt: new Date(), cancelled: false },
      { type: 'scheduled_event_creation', body: 'Party' },
    ],
    [
      { kind: 'buttons', text: 'Choose', buttons: [] },
      { type: 'interactive', body: 'Choose' },
    ],
    [
      { kind: 'list', text: 'Choose', buttonText: 'Open', sections: [] },
      { type: 'list', body: 'Choose' },
    ],
    [
      { kind: 'buttonReply', buttonId: 'b1', text: 'Yes' },
      { type: 'buttons_response', body: 'Yes', selectedButtonId: 'b1' },
    ],
    [
      { kind: 'listReply', rowId: 'r1', title: 'Tea' },
      { type: 'list_response', body: 'Tea', selectedRowId: 'r1' },
    ],
    [{ kind: 'pollVote', messageId: parseMessageId('3EB0'), options: [] }, { type: 'unknown' }],
    [
      { kind: 'groupInvite', groupId: FAMILY, groupName: 'Family', code: 'abc', expiresAt: new Date(5000) },
      {
        type: 'groups_v4_invite',
        inviteV4: {
          inviteCode: 'abc',
          inviteCodeExp: 5,
          groupId: '120363041234567890@g.us',
          groupName: 'Family',
          fromId: '34600111222@c.us',
          toId: '34999000111@c.us',
        },
      },
    ],
    [
      { kind: 'system', action: 'subject_changed', persons: [] },
      { type: 'gp2', body: '' },
    ],
    [
      { kind: 'unsupported', reason: 'undecryptable' },
      { type: 'ciphertext', body: '' },
    ],
    [
      { kind: 'unsupported', reason: 'unknown_kind' },
      { type: 'unknown', body: '' },
    ],
  ] satisfies [MessageContent, object][])('says %j', (content, expected) => {
    expect(presentMessage(message({ content }), ME)).toMatchObject(expected);
  });
});
