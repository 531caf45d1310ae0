import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, parseJid, parseMessageId } from '@columba/core';
import {
  parseId,
  parseMessageIdInput,
  parseWid,
  presentId,
  presentMessageId,
  presentWid,
  type Wid,
} from './gajosu-ids.js';

const id = parseMessageId('3EB0AAA');

describe('ids of the gajosu dialect', () => {
  it.each([
    ['34123456789@s.whatsapp.net', { server: 'c.us', user: '34123456789', _serialized: '34123456789@c.us' }],
    ['12345678899@g.us', { server: 'g.us', user: '12345678899', _serialized: '12345678899@g.us' }],
    ['98765432101234@lid', { server: 'lid', user: '98765432101234', _serialized: '98765432101234@lid' }],
    ['120363000000@newsletter', { server: 'newsletter', user: '120363000000', _serialized: '120363000000@newsletter' }],
    ['status@broadcast', { server: 'broadcast', user: 'status', _serialized: 'status@broadcast' }],
  ] satisfies [string, Wid][])('%s goes there and back', (wire, wid) => {
    const jid = parseJid(wire);
    expect(presentWid(jid)).toEqual(wid);
    expect(parseWid(wid)).toBe(jid);
    expect(parseId(presentId(jid))).toBe(jid);
  });

  it('reads a bare number', () => {
    expect(presentId(parseId('34123456789'))).toBe('34123456789@c.us');
  });

  it('serializes the id of a message, in a group with its author', () => {
    const anna = parseJid('34123456789');
    const group = parseJid('12345678899@g.us');
    expect(presentMessageId({ chat: anna, id, fromMe: true })).toEqual({
      fromMe: true,
      remote: '34123456789@c.us',
      id: '3EB0AAA',
      _serialized: 'true_34123456789@c.us_3EB0AAA',
    });
    expect(presentMessageId({ chat: group, id, fromMe: false, participant: anna })).toEqual({
      fromMe: false,
      remote: '12345678899@g.us',
      id: '3EB0AAA',
      participant: '34123456789@c.us',
      _serialized: 'false_12345678899@g.us_3EB0AAA_34123456789@c.us',
    });
  });

  it('reads the short and the serialized form', () => {
    const chat = parseJid('12345678899@g.us');
    const participant = parseJid('34123456789');
    const key = { fromMe: false, chat, id, participant };
    const { _serialized: serialized } = presentMessageId(key);
    expect(parseMessageIdInput('3EB0AAA')).toEqual({ id });
    expect(parseMessageIdInput(serialized)).toEqual(key);
  });

  it.each(['', 'maybe_34123456789@c.us_3EB0', 'true_34123456789@c.us', 'true_a@b_3EB0', 'true_3412345@c.us_A_B_C'])(
    'refuses %j',
    (text) => {
      expect(() => parseMessageIdInput(text)).toThrow(InvalidInputError);
    },
  );
});
