import { describe, expect, it } from '@jest/globals';
import { proto } from '@whiskeysockets/baileys';
import { fact, parseJid, parseMessageId, type EventMap } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import { changedOriginals } from './changed-original.js';
import { forwarded } from './forwarded.js';
import { OriginalBook, originalOf } from './original-book.js';

const ANN = parseJid('4915100000002');
const target = { chat: ANN, id: parseMessageId('M1') };
const ref = { messageId: target.id, chat: ANN, by: { id: ANN } };

function kept(message: proto.IMessage) {
  const context = new InMemoryContext();
  context.originals.keep(originalOf(message, target));
  return { context, book: new OriginalBook(context.originals, context.sent) };
}

const told = <T extends 'message.edited' | 'message.revoked'>(type: T, data: EventMap[T]) => [
  fact(type, data, ['x'], { occurredAt: new Date(0) }),
];

describe('originals', () => {
  it.each([
    ['short text', { conversation: 'old' }, { conversation: 'new' }],
    ['long text', { extendedTextMessage: { text: 'old' } }, { extendedTextMessage: { text: 'new' } }],
    [
      'a disappearing caption',
      { ephemeralMessage: { message: { imageMessage: { caption: 'old', directPath: '/p' } } } },
      { ephemeralMessage: { message: { imageMessage: { caption: 'new', directPath: '/p' } } } },
    ],
  ])('say the new words after an edit: %s', (_, before, after) => {
    const { context, book } = kept(before);
    const facts = told('message.edited', { ...ref, text: 'new', editedAt: new Date(0) });
    for (const original of changedOriginals(facts, book)) context.originals.keep(original);
    expect(book.find(target)).toMatchObject(after);
  });

  it('are gone after a revocation', () => {
    const { context, book } = kept({ conversation: 'old' });
    const facts = told('message.revoked', { ...ref, scope: 'everyone' });
    for (const original of changedOriginals(facts, book)) context.originals.keep(original);
    expect(book.find(target)).toBeUndefined();
  });
});

const of = (message: proto.IMessage) => forwarded(proto.Message.fromObject(message));

describe('what is forwarded', () => {
  it('counts how often, and loses whom it mentions and answers', () => {
    const contextInfo = { mentionedJid: [ANN], stanzaId: 'Q', forwardingScore: 3, isForwarded: true };
    expect(of({ extendedTextMessage: { text: 'hi', contextInfo } })).toMatchObject({
      extendedTextMessage: { text: 'hi', contextInfo: { isForwarded: true, forwardingScore: 4 } },
    });
    const { contextInfo: passed } = of({ conversation: 'hi' }).extendedTextMessage ?? {};
    expect(passed).toEqual({ isForwarded: true, forwardingScore: 1 });
  });

  it('keeps the key of its file, and gets a new key for answers', () => {
    expect(of({ imageMessage: { mediaKey: Uint8Array.of(1), directPath: '/p' } })).toMatchObject({
      imageMessage: { mediaKey: Uint8Array.of(1), directPath: '/p' },
    });
    const messageSecret = new Uint8Array(32).fill(7);
    const poll = of({ pollCreationMessageV3: { name: 'Tea?' }, messageContextInfo: { messageSecret } });
    expect(poll.messageContextInfo?.messageSecret).toHaveLength(32);
    expect(Buffer.from(poll.messageContextInfo?.messageSecret ?? [])).not.toEqual(Buffer.from(messageSecret));
  });

  it.each([
    ['a view-once picture', { imageMessage: { viewOnce: true } }],
    ['the same in an envelope', { viewOnceMessageV2: { message: { imageMessage: {} } } }],
    ['nothing', {}],
  ])('is never %s', (_, message) => {
    expect(() => of(message)).toThrow(expect.objectContaining({ code: 'not_allowed' }));
  });
});
