import { describe, expect, it } from '@jest/globals';
import { parseMessageId, type Jid } from '@columba/core';
import type { PageMessage } from '../page/page-scope.js';
import { AddressBook } from './address-book.js';
import { fromKey, toKey } from './key.mapper.js';
import { toMessage, toStatus } from './message.mapper.js';
import { toChat, toPerson } from './person.mapper.js';

const ANN = { wid: '100000000000002@lid', phone: '4915100000002@c.us', lid: '100000000000002@lid', name: 'Ann' };
const PERSON = { id: '4915100000002@s.whatsapp.net', phone: '+4915100000002', lid: '100000000000002@lid', name: 'Ann' };
const GROUP = { wid: '120363000000000001@g.us' };

const page = (more: Partial<PageMessage> = {}): PageMessage => ({
  key: { chat: ANN, id: 'A1', fromMe: false },
  from: ANN,
  t: 1_700_000_000,
  ack: 1,
  type: 'chat',
  body: 'Hello',
  starred: false,
  forwarded: false,
  mentions: [],
  fields: {},
  ...more,
});

describe('what the page says, in the words of the model', () => {
  it('names a person by both addresses, the phone first', () => {
    expect(toPerson(ANN)).toEqual(PERSON);
    expect(toPerson({ wid: ANN.wid, lid: ANN.lid })).toEqual({ id: ANN.lid, lid: ANN.lid });
    expect(toPerson(GROUP)).toBeUndefined();
    expect(toChat(GROUP)).toBe(GROUP.wid);
  });

  it('names the sender in groups only', () => {
    expect(toKey({ chat: ANN, id: 'A1', fromMe: false, participant: ANN })).not.toHaveProperty('participant');
    expect(toKey({ chat: GROUP, id: 'A1', fromMe: false, participant: ANN })).toMatchObject({ participant: PERSON.id });
  });

  it('gives the page every address that it may know', () => {
    const book = new AddressBook();
    const key = { chat: PERSON.id as Jid, id: parseMessageId('A1'), fromMe: false };
    expect(fromKey(key, book).chats).toEqual(['4915100000002@c.us']);
    book.learn(ANN);
    expect(fromKey(key, book).chats).toEqual(['4915100000002@c.us', ANN.lid]);
    expect(book.spellings(ANN.lid as Jid)).toEqual([ANN.lid, '4915100000002@c.us']);
  });

  it('numbers statuses as words', () => {
    expect([-7, -1, 0, 1, 2, 3, 4, 9].map(toStatus)).toEqual([
      'failed',
      'failed',
      'pending',
      'sent',
      'delivered',
      'read',
      'played',
      undefined,
    ]);
  });

  it('is a message where it says something to a person', () => {
    const quoted = { id: 'B1', participant: ANN, fields: { type: 'chat', body: 'Hi?' } };
    const made = toMessage(page({ quoted, mentions: [ANN], expiresAfter: 60 }), () => 'contact');
    expect(made).toMatchObject({
      key: { chat: PERSON.id, id: 'A1', fromMe: false },
      from: PERSON,
      content: { kind: 'text', text: 'Hello' },
      quoted: { id: 'B1', participant: PERSON.id, content: { kind: 'text', text: 'Hi?' } },
      mentions: [PERSON],
      expiresAt: new Date(1_700_000_060_000),
    });
    expect(made?.status).toBeUndefined();
  });

  it('is none where it is a notice, and says so where it cannot be read or is not known', () => {
    expect(toMessage(page({ type: 'gp2' }), () => 'contact')).toBeUndefined();
    expect(toMessage(page({ type: 'ciphertext' }), () => 'contact')?.content).toMatchObject({
      reason: 'undecryptable',
    });
    expect(toMessage(page({ type: 'novelty' }), () => 'contact')?.content).toMatchObject({ whatsappType: 'novelty' });
  });
});
