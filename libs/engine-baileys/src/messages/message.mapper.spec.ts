import { describe, expect, it } from '@jest/globals';
import { proto } from '@whiskeysockets/baileys';
import { parseJid, parseMessageId } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import { toContent } from './content/incoming.js';
import { toMessage, type MessageParts } from './message.mapper.js';
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

const sendFile = () => Promise.reject(new Error('There is no file to send'));

describe('messages as they go', () => {
  const me = { id: '4915100000001:3@s.whatsapp.net' };
  const messageId = parseMessageId('3EB000000000000000');
  const desk = (sent: InMemoryContext['sent']) => ({ me, sent, sendFile, now: new Date(0) });

  it('are made once for an id', async () => {
    const { sent } = new InMemoryContext();
    const first = await messageFor({ chat: ANN, content: text('one'), options: { messageId } }, desk(sent));
    const again = await messageFor({ chat: ANN, content: text('two'), options: { messageId } }, desk(sent));
    expect(proto.Message.encode(again).finish()).toEqual(proto.Message.encode(first).finish());
    expect(sent.get(ANN, messageId)).toEqual(new Uint8Array(proto.Message.encode(first).finish()));
  });

  it('are not made when they cannot be stored', async () => {
    const context = new InMemoryContext();
    context.failWrites(1);
    const draft = { chat: ANN, content: text('one'), options: { messageId } };
    await expect(messageFor(draft, desk(context.sent))).rejects.toMatchObject({ code: 'storage' });
  });

  it('never fetch what somebody links to', async () => {
    const { sent } = new InMemoryContext();
    const draft = { chat: ANN, content: text('see http://127.0.0.1:1/'), options: { messageId } };
    const made = await messageFor(draft, desk(sent));
    expect(made.extendedTextMessage).toMatchObject({ text: 'see http://127.0.0.1:1/' });
    expect(made.extendedTextMessage?.matchedText ?? '').toBe('');
  });

  it('quote, mention and disappear', async () => {
    const { sent } = new InMemoryContext();
    const quoted = { chat: GROUP, id: parseMessageId('Q1'), fromMe: false, participant: ANN };
    const options = { messageId, quoted, mentions: [ANN], disappearingSeconds: 86_400 };
    const made = await messageFor({ chat: GROUP, content: text('hi @49'), options }, desk(sent));
    expect(made.extendedTextMessage?.contextInfo).toMatchObject({
      stanzaId: 'Q1',
      participant: ANN,
      mentionedJid: [ANN],
      expiration: 86_400,
    });
  });
});
