import { describe, expect, it } from '@jest/globals';
import { GROUP, ANN, OCCURRED_AT, aMessage, aTextMessage } from '../testing/factories.js';
import { EVENT_TYPES } from './events.js';
import { fact, messageDedupe, messageFact, statusDedupe } from './facts.js';
import { parseMessageId } from './ids.js';

const id = parseMessageId('3EB0AAAA');
const other = parseMessageId('3EB0BBBB');

describe('a fact', () => {
  it('is live and without a chat unless said otherwise', () => {
    const made = fact('label.removed', { labelId: '1' }, ['l', '1'], { occurredAt: OCCURRED_AT });
    expect(made).toEqual({
      type: 'label.removed',
      data: { labelId: '1' },
      dedupe: ['l', '1'],
      occurredAt: OCCURRED_AT,
      late: false,
    });
  });

  it('keeps chat and lateness', () => {
    const made = fact('chat.removed', { chat: ANN }, ['c'], { occurredAt: OCCURRED_AT, late: true, chat: ANN });
    expect(made).toMatchObject({ chat: ANN, late: true });
  });

  it('of a message takes chat, time and key from the message', () => {
    const message = aTextMessage('Hello', { key: { id } });
    expect(messageFact('message.received', message, true)).toEqual({
      type: 'message.received',
      data: { message },
      dedupe: messageDedupe(message.key),
      occurredAt: message.occurredAt,
      late: true,
      chat: ANN,
    });
  });

  it('has one of the types that there are, each once', () => {
    expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length);
    expect(EVENT_TYPES).toContain('message.received');
  });
});

describe('the dedupe key of a message', () => {
  const key = { chat: GROUP, id, fromMe: false, participant: ANN };

  it('is the same for the same message, whatever it says', () => {
    expect(messageDedupe(aTextMessage('one', { key }).key)).toEqual(messageDedupe(aTextMessage('two', { key }).key));
  });

  it.each([
    ['chat', { chat: ANN }],
    ['id', { id: other }],
    ['direction', { fromMe: true }],
    ['sender', { participant: undefined }],
  ])('differs by %s', (_, change) => {
    expect(messageDedupe({ ...key, ...change })).not.toEqual(messageDedupe(key));
  });

  it('names persons as persons, so that each alias can be tried', () => {
    expect(messageDedupe(key)).toEqual(['m', { person: GROUP }, '0', { person: ANN }, id]);
    expect(messageDedupe(aMessage({ key: { id } }).key)).toEqual(['m', { person: ANN }, '0', '', id]);
  });
});

describe('the dedupe key of a status', () => {
  it('does not know the chat: a receipt may name it by another address', () => {
    expect(statusDedupe(id, 'read')).toEqual(['a', id, 'read', '']);
  });

  it('differs by message, status and recipient', () => {
    const keys = [
      statusDedupe(id, 'read'),
      statusDedupe(other, 'read'),
      statusDedupe(id, 'delivered'),
      statusDedupe(id, 'read', ANN),
    ];
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
  });
});
