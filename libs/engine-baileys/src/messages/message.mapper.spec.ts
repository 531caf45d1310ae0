import { describe, expect, it } from '@jest/globals';
import { proto } from '@whiskeysockets/baileys';
import { messageFact, parseJid, parseMessageId } from '@columba/core';
import { aGroup, aMessage, InMemoryContext } from '@columba/core/testing';
import { toContent } from './content/incoming.js';
import { toMessage, type MessageParts } from './message.mapper.js';
import { OriginalBook, originalOf } from './originals/original-book.js';
import { messageFor } from './outbox-message.js';

const ANN = parseJid('4915100000002');
const GROUP = parseJid('120363000000000001@g.us');
const parts = (message: proto.IMessage): MessageParts => ({
  id: parseMessageId('M1'),
  parties: { chat: GROUP, sender: { id: ANN }, fromMe: false, many: true },
  occurredAt: new Date('2026-01-02T03:04:05Z'),
  origin: 'contact',
  // Over the wire and back: what the library hands over is decoded, not plain.
  proto: proto.Message.decode(proto.Message.encode(message).finish()),
});

const text = (words: string) => ({ kind: 'text' as const, text: words });

describe('messages as they come', () => {
  it.each([
    ['plain text', { conversation: 'hi' }, { kind: 'text', text: 'hi' }],
    ['long text', { extendedTextMessage: { text: 'hi' } }, { kind: 'text', text: 'hi' }],
    ['disappearing', { ephemeralMessage: { message: { conversation: 'hi' } } }, { kind: 'text', text: 'hi' }],
    [
      'text with a preview',
      { extendedTextMessage: { text: 'see', matchedText: 'https://a.example', title: 'A' } },
      { kind: 'text', text: 'see', preview: { url: 'https://a.example', title: 'A' } },
    ],
    [
      'location',
      { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5, name: 'Here' } },
      { kind: 'location', latitude: 1.5, longitude: 2.5, live: false, name: 'Here' },
    ],
    [
      'contact card',
      { contactMessage: { displayName: 'Ann', vcard: 'TEL;type=CELL;waid=4915100000002:+49 151 1\nitem1.TEL:112' } },
      { kind: 'contact', contacts: [{ name: 'Ann', phones: ['+4915100000002', '112'] }] },
    ],
    [
      'poll',
      { pollCreationMessageV3: { name: 'Tea?', options: [{ optionName: 'yes' }], selectableOptionsCount: 1 } },
      { kind: 'poll', question: 'Tea?', options: ['yes'], selectableCount: 1 },
    ],
    [
      'kind that is not known',
      { productMessage: {} },
      { kind: 'unsupported', reason: 'unknown_kind', whatsappType: 'productMessage' },
    ],
  ] as [string, proto.IMessage, object][])('%s', (_, message, content) => {
    expect(toMessage(parts(message))?.content).toMatchObject(content);
  });

  it.each([
    ['a sender key', { senderKeyDistributionMessage: { groupId: GROUP } }],
    ['a reaction', { reactionMessage: { text: '👍' } }],
    ['a vote', { pollUpdateMessage: {} }],
    ['nothing', {}],
  ] as [string, proto.IMessage][])('%s says nothing in the chat', (_, message) => {
    expect(toContent(message, 'M1')).toBeUndefined();
  });

  it('carry whom they quote, whom they mention and how long they stay', () => {
    const contextInfo = {
      stanzaId: 'Q1',
      participant: ANN,
      quotedMessage: { conversation: 'before' },
      mentionedJid: [ANN],
      isForwarded: true,
      expiration: 60,
    };
    expect(toMessage(parts({ extendedTextMessage: { text: 'hi', contextInfo } }))).toMatchObject({
      key: { chat: GROUP, id: 'M1', fromMe: false, participant: ANN },
      quoted: { id: 'Q1', participant: ANN, content: { kind: 'text', text: 'before' } },
      mentions: [{ id: ANN, phone: '+4915100000002' }],
      forwarded: true,
      expiresAt: new Date('2026-01-02T03:05:05Z'),
    });
  });
});

/** As if it had been received and logged. */
const receive = (context: InMemoryContext, message: proto.IMessage, id = parseMessageId('Q1')) => {
  const key = { chat: GROUP, id, fromMe: false, participant: ANN };
  context.emit(messageFact('message.received', aMessage({ key }), false));
  context.originals.keep(originalOf(message, key));
  return key;
};
const sendFile = () => Promise.reject(new Error('There is no file to send'));

describe('messages as they go', () => {
  const me = { id: '4915100000001:3@s.whatsapp.net' };
  const messageId = parseMessageId('3EB000000000000000');
  const groups = {
    get: () => Promise.resolve(aGroup({ id: GROUP, subject: 'Choir' })),
    invite: () => Promise.resolve({ code: 'abc', expiresAt: new Date(90_000) }),
  };
  const partsOf = ({ sent, originals }: InMemoryContext) => ({
    me,
    sent,
    originals: new OriginalBook(originals, sent),
    groups,
    sendFile,
    now: new Date(0),
  });

  it('are made once for an id', async () => {
    const context = new InMemoryContext();
    const { sent } = context;
    const first = await messageFor({ chat: ANN, content: text('one'), options: { messageId } }, partsOf(context));
    const again = await messageFor({ chat: ANN, content: text('two'), options: { messageId } }, partsOf(context));
    expect(proto.Message.encode(again).finish()).toEqual(proto.Message.encode(first).finish());
    expect(sent.get(ANN, messageId)).toEqual(new Uint8Array(proto.Message.encode(first).finish()));
  });

  it('are not made when they cannot be stored', async () => {
    const context = new InMemoryContext();
    context.failWrites(1);
    const draft = { chat: ANN, content: text('one'), options: { messageId } };
    await expect(messageFor(draft, partsOf(context))).rejects.toMatchObject({ code: 'storage' });
  });

  it('never fetch what somebody links to', async () => {
    const context = new InMemoryContext();
    const draft = { chat: ANN, content: text('see http://127.0.0.1:1/'), options: { messageId } };
    const made = await messageFor(draft, partsOf(context));
    expect(made.extendedTextMessage).toMatchObject({ text: 'see http://127.0.0.1:1/' });
    expect(made.extendedTextMessage?.matchedText ?? '').toBe('');
  });

  it('quote, mention and disappear', async () => {
    const context = new InMemoryContext();
    const quoted = receive(context, { extendedTextMessage: { text: 'before', contextInfo: { quotedMessage: {} } } });
    const options = { messageId, quoted, mentions: [ANN], disappearingSeconds: 86_400 };
    const made = await messageFor({ chat: GROUP, content: text('hi @49'), options }, partsOf(context));
    expect(made.extendedTextMessage?.contextInfo).toMatchObject({
      stanzaId: 'Q1',
      participant: ANN,
      mentionedJid: [ANN],
      expiration: 86_400,
      quotedMessage: { extendedTextMessage: { text: 'before' } },
    });
    expect(made.extendedTextMessage?.contextInfo?.quotedMessage?.extendedTextMessage?.contextInfo).toMatchObject({
      quotedMessage: null,
    });
  });

  it('quote nothing that is not known', async () => {
    const quoted = { chat: GROUP, id: parseMessageId('Q1'), fromMe: false, participant: ANN };
    const draft = { chat: GROUP, content: text('hi'), options: { messageId, quoted } };
    await expect(messageFor(draft, partsOf(new InMemoryContext()))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('invite with the present code', async () => {
    const content = { kind: 'groupInvite', groupId: GROUP, caption: 'Come' } as const;
    const made = await messageFor({ chat: ANN, content, options: { messageId } }, partsOf(new InMemoryContext()));
    expect(made.groupInviteMessage).toMatchObject({ groupJid: GROUP, inviteCode: 'abc', caption: 'Come' });
    expect(toContent(made, messageId)).toMatchObject({ groupName: 'Choir', expiresAt: new Date(90_000) });
  });
});
