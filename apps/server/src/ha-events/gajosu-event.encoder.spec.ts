import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type Message, type MessageStatus, parseJid, parseMessageId, STATUS_JID } from '@columba/core';
import { MemoryLog } from '../../../../test/support/memory-log.js';
import { ANNA, FAMILY, ME, message } from '../../../../test/support/messages.js';
import { presentMessage } from '../compat/gajosu/gajosu-message.presenter.js';
import { GajosuEventEncoder } from './gajosu-event.encoder.js';

const BEN = parseJid('+34 600 111 333');
const OCCURRED = new Date('2026-11-21T03:16:20.500Z');
const LIVE = { at: new Date('2026-11-21T03:16:20.900Z'), replayed: false };
const EXTRA = {
  event_id: '01a1fc1a-d93c-7b52-9f0a-000000000001',
  seq: 1,
  session_id: 'home',
  replayed: false,
  age_s: 0,
};
const MESSAGE = {
  id: {
    fromMe: false,
    remote: '34600111222@c.us',
    id: '3A0B1C2D3E4F5A6B7C8D',
    _serialized: 'false_34600111222@c.us_3A0B1C2D3E4F5A6B7C8D',
  },
  ack: 1,
  hasMedia: false,
  body: 'Hello',
  type: 'chat',
  timestamp: 1795230980,
  from: '34600111222@c.us',
  to: '34999000111@c.us',
  deviceType: 'ios',
  isForwarded: false,
  forwardingScore: 0,
  isStatus: false,
  isStarred: false,
  broadcast: false,
  fromMe: false,
  hasQuotedMsg: false,
  vCards: [],
  mentionedIds: [],
  isGif: false,
  isEphemeral: false,
  links: [],
  t: 1795230980,
  star: false,
  viewed: false,
  self: 'in',
};
const FACTS = {
  engine: 'baileys',
  ts: 1795230980,
  chat_id: '34600111222@c.us',
  from_number: '34600111222',
  from_name: 'Anna',
  is_group: false,
  from_me: false,
  allowed_sender: true,
  mentions_me: false,
  quoted_id: null,
  has_media: false,
  media_path: null,
  media_content_id: null,
  mimetype: null,
};
const OWN_FACTS = { ...FACTS, from_number: '34999000111', from_name: null, from_me: true };
const OWN_MESSAGE = {
  ...MESSAGE,
  id: { ...MESSAGE.id, fromMe: true, _serialized: 'true_34600111222@c.us_3A0B1C2D3E4F5A6B7C8D' },
  from: '34999000111@c.us',
  to: '34600111222@c.us',
  fromMe: true,
  self: 'out',
};

function setUp(stored: Message[] = []) {
  const log = new MemoryLog(() => OCCURRED);
  const encoder = new GajosuEventEncoder({
    account: (session) => (session === 'home' ? ME : undefined),
    engine: () => 'baileys',
    allows: ({ id }) => id === ANNA,
    message: (_session, chat, id) => stored.find(({ key }) => key.chat === chat && key.id === id),
  });
  const received = (over: Parameters<typeof message>[0] = {}) =>
    encoder.encode(log.append('message.received', { message: message(over) }), LIVE);
  return { log, encoder, received };
}

describe('GajosuEventEncoder', () => {
  it('whatsapp_message_received', () => {
    expect(setUp().received()).toEqual([
      { name: 'whatsapp_message_received', payload: { ...EXTRA, ...MESSAGE, ...FACTS } },
    ]);
  });

  it('whatsapp_message_sent', () => {
    const { log, encoder } = setUp();
    const event = log.append('message.sent', { message: message({ key: { fromMe: true } }) });
    expect(encoder.encode(event, LIVE)).toEqual([
      { name: 'whatsapp_message_sent', payload: { ...EXTRA, ...OWN_MESSAGE, ...OWN_FACTS } },
    ]);
  });

  it.each([
    ['failed', -1, 'ACK_ERROR'],
    ['pending', 0, 'ACK_PENDING'],
    ['sent', 1, 'ACK_SERVER'],
    ['delivered', 2, 'ACK_DEVICE'],
    ['read', 3, 'ACK_READ'],
    ['played', 4, 'ACK_PLAYED'],
  ] satisfies [MessageStatus, number, string][])('whatsapp_message_ack: %s', (status, ack, ackName) => {
    const own = message({ key: { fromMe: true } });
    const { log, encoder } = setUp([own]);
    const event = log.append('message.status_changed', { messageId: own.key.id, chat: ANNA, status });
    expect(encoder.encode(event, LIVE)).toEqual([
      { name: 'whatsapp_message_ack', payload: { ...EXTRA, message: { ...OWN_MESSAGE, ack }, ack, ackName } },
    ]);
  });

  it('whatsapp_message_ack of a message that is not stored names it all the same', () => {
    const { log, encoder } = setUp();
    const messageId = parseMessageId('3EB0AAA');
    const event = log.append('message.status_changed', { messageId, chat: FAMILY, status: 'read' });
    expect(encoder.encode(event, LIVE)[0]?.payload).toEqual({
      ...EXTRA,
      message: {
        id: {
          fromMe: true,
          remote: '120363041234567890@g.us',
          id: '3EB0AAA',
          participant: '34999000111@c.us',
          _serialized: 'true_120363041234567890@g.us_3EB0AAA_34999000111@c.us',
        },
        from: '34999000111@c.us',
        to: '120363041234567890@g.us',
        fromMe: true,
        ack: 3,
      },
      ack: 3,
      ackName: 'ACK_READ',
    });
  });

  it('whatsapp_message_ack in a group tells how far all have come, not how far one has', () => {
    const own = message({ key: { chat: FAMILY, fromMe: true } });
    const { log, encoder } = setUp([own]);
    const at = { messageId: own.key.id, chat: FAMILY };
    const acks = [
      { ...at, participant: ANNA, status: 'read' as const },
      { ...at, participant: BEN, status: 'delivered' as const, messageStatus: 'delivered' as const },
      { ...at, participant: BEN, status: 'read' as const, messageStatus: 'read' as const },
    ].map((data) => encoder.encode(log.append('message.status_changed', data), LIVE).map(({ payload }) => payload.ack));
    expect(acks).toEqual([[], [2], [3]]);
  });

  it('names the message of a group that was reacted to as it is named everywhere', () => {
    const own = message({ key: { chat: FAMILY, fromMe: true }, from: { id: ME } });
    const { log, encoder } = setUp([own]);
    const reacted = { messageId: own.key.id, chat: FAMILY, by: { id: ANNA }, emoji: '❤️' };
    const [reaction] = encoder.encode(log.append('message.reacted', reacted), LIVE);
    expect(reaction?.payload).toMatchObject({ msgId: { ...presentMessage(own, ME).id } });
    expect(reaction?.payload).toHaveProperty('msgId.participant', '34999000111@c.us');
  });

  it('whatsapp_authenticated and whatsapp_state', () => {
    const { log, encoder } = setUp();
    const event = log.append('session.state_changed', { state: 'connected', previousState: 'connecting' });
    expect(encoder.encode(event, LIVE)).toEqual([
      { name: 'whatsapp_authenticated', payload: EXTRA },
      { name: 'whatsapp_state', payload: { ...EXTRA, state: 'CONNECTED' } },
    ]);
  });

  it('whatsapp_disconnected and whatsapp_state, both under one event id', () => {
    const { log, encoder } = setUp();
    const data = { state: 'logged_out', previousState: 'connected', reason: 'unlinked' } as const;
    expect(encoder.encode(log.append('session.state_changed', data), LIVE)).toEqual([
      { name: 'whatsapp_disconnected', payload: EXTRA },
      { name: 'whatsapp_state', payload: { ...EXTRA, state: 'UNPAIRED' } },
    ]);
  });

  it('only whatsapp_state for what happens between', () => {
    const { log, encoder } = setUp();
    const data = { state: 'connecting', previousState: 'reconnecting' } as const;
    expect(encoder.encode(log.append('session.state_changed', data), LIVE).map(({ name }) => name)).toEqual([
      'whatsapp_state',
    ]);
  });

  it('tells a message whose text came later when it came', () => {
    const { log, encoder } = setUp();
    const content = { kind: 'unsupported', reason: 'undecryptable' } as const;
    const unread = log.append('message.undecryptable', { message: message({ content }) });
    expect(encoder.encode(unread, LIVE)).toEqual([]);
    const read = log.append('message.recovered', { message: message() });
    expect(encoder.encode(read, LIVE)).toMatchObject([
      { name: 'whatsapp_message_received', payload: { body: 'Hello' } },
    ]);
  });

  it('skips the status messages of others', () => {
    expect(setUp().received({ key: { chat: STATUS_JID, participant: ANNA } })).toEqual([]);
  });

  it('says how old it is and whether it is live', () => {
    const { log, encoder } = setUp();
    const event = log.append('message.received', { message: message() });
    const late = { at: new Date(OCCURRED.getTime() + 3_599_999), replayed: true };
    expect(encoder.encode(event, late)[0]?.payload).toMatchObject({ replayed: true, age_s: 3599 });
    const early = { at: new Date(OCCURRED.getTime() - 5_000), replayed: false };
    expect(encoder.encode(event, early)[0]?.payload).toMatchObject({ replayed: false, age_s: 0 });
  });

  it('carries at most 8 kB, and no picture of a vCard', () => {
    const { received } = setUp();
    const [long] = received({ content: { kind: 'text', text: 'Grüße 👋\n'.repeat(5_000) } });
    expect(Buffer.byteLength(JSON.stringify(long?.payload))).toBeLessThanOrEqual(8_000);
    expect(long?.payload).toMatchObject({ truncated: true, from: '34600111222@c.us' });
    const base64 = 'iVBORw0KGgo'.repeat(20);
    const vcard = `BEGIN:VCARD\nPHOTO;ENCODING=b:${base64}\n ${base64}\nTEL:+34600\nEND:VCARD`;
    const [card] = received({ content: { kind: 'contact', contacts: [{ name: 'Bo', phones: [], vcard }] } });
    const plain = 'BEGIN:VCARD\nTEL:+34600\nEND:VCARD';
    expect(card?.payload).toMatchObject({ type: 'vcard', body: plain, vCards: [plain] });
  });

  it('is plain JSON: nothing changes on its way', () => {
    const { log, encoder, received } = setUp();
    const state = log.append('session.state_changed', { state: 'stopped', previousState: 'connected' });
    for (const { payload } of [...received(), ...encoder.encode(state, LIVE)])
      expect(JSON.parse(JSON.stringify(payload))).toStrictEqual(payload);
  });

  it('tells of reactions, and of what was taken back', () => {
    const { log, encoder } = setUp();
    const messageId = parseMessageId('3A0B');
    const at = { messageId, chat: ANNA, by: { id: ANNA } };
    const [reaction] = encoder.encode(log.append('message.reacted', { ...at, emoji: '❤️' }), LIVE);
    expect(reaction).toMatchObject({
      name: 'whatsapp_message_reaction',
      payload: { reaction: '❤️', msgId: { id: '3A0B' }, senderId: '34600111222@c.us', orphan: 0, read: false },
    });
    const original = message({ content: { kind: 'text', text: 'Grüße '.repeat(3_000) } });
    const [revoked] = encoder.encode(log.append('message.revoked', { ...at, scope: 'everyone', original }), LIVE);
    expect(revoked).toMatchObject({
      name: 'whatsapp_message_revoke_for_everyone',
      payload: { message: { type: 'revoked', body: '' }, revokedMessage: { type: 'chat', fromMe: false } },
    });
    expect(Buffer.byteLength(JSON.stringify(revoked?.payload))).toBeLessThanOrEqual(8_000);
    const [unknown] = encoder.encode(log.append('message.revoked', { ...at, scope: 'everyone' }), LIVE);
    expect(unknown?.payload).toMatchObject({ message: { id: { id: '3A0B' } }, revokedMessage: null });
    const [forMe] = encoder.encode(log.append('message.revoked', { ...at, scope: 'me' }), LIVE);
    expect(forMe).toMatchObject({ name: 'whatsapp_message_revoke_for_me', payload: { message: {} } });
  });

  it('tells of groups and calls under both names, flat and one level below', () => {
    const { log, encoder } = setUp();
    const by = { id: ANNA };
    const facts = { groupId: FAMILY, participants: [{ id: ANNA }], by };
    const said = (...events: Parameters<typeof log.append>[]) =>
      events.map((event) => encoder.encode(log.append(...event), LIVE));
    const [joined, left, renamed] = said(
      ['group.participants_changed', { ...facts, action: 'add' }],
      ['group.participants_changed', { ...facts, action: 'remove', by: { id: ME } }],
      ['group.updated', { group: { id: FAMILY, subject: 'New' }, by, changed: ['subject', 'picture', 'unnamed'] }],
    );
    expect(joined?.map(({ name }) => name)).toEqual(['whatsapp_message_group_join', 'whatsapp_group_join']);
    const notification = { type: 'invite', author: '34600111222@c.us', recipientIds: ['34600111222@c.us'], body: '' };
    expect(joined?.[0]?.payload).toMatchObject({ ...notification, notification });
    expect(joined?.[0]?.payload.event_id).toBe(joined?.[1]?.payload.event_id);
    expect(left?.[1]).toMatchObject({ name: 'whatsapp_group_leave', payload: { notification: { type: 'remove' } } });
    expect(renamed?.map(({ payload }) => payload.type)).toEqual(['subject', 'subject', 'picture', 'picture']);
    expect(renamed?.[0]?.payload).toMatchObject({ body: 'New' });
    const [call] = said(['call.offered', { callId: 'C1', from: by, video: true, group: false }]);
    expect(call?.map(({ name }) => name)).toEqual(['whatsapp_message_call', 'whatsapp_call']);
    const offered = { id: 'C1', from: '34600111222@c.us', isVideo: true, isGroup: false, participants: {} };
    expect(call?.[0]?.payload).toMatchObject({ ...offered, call: offered });
  });

  it('has no words for the types that have no name in this dialect yet', () => {
    const { log, encoder } = setUp();
    const named = [
      'session.state_changed',
      'session.pairing_changed',
      'message.received',
      'message.sent',
      'message.recovered',
      'message.status_changed',
      'message.reacted',
      'message.revoked',
      'group.joined',
      'group.left',
      'group.updated',
      'group.participants_changed',
      'call.offered',
    ];
    for (const type of EVENT_TYPES.filter((type) => !named.includes(type)))
      expect(encoder.encode(log.append(type, {} as never), LIVE)).toEqual([]);
  });
});
