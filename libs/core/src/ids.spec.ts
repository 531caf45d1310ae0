import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from './errors.js';
import {
  STATUS_JID,
  isGroup,
  isPerson,
  jidKind,
  jidUser,
  lidJid,
  parseJid,
  parseMessageId,
  parseSessionName,
  phoneJid,
  phoneOf,
  tryParseJid,
} from './ids.js';

const PHONE = '4915112345678@s.whatsapp.net';

describe('parseJid', () => {
  it.each([
    ['+49 151 12345678', PHONE],
    ['+49 (151) 123-456.78', PHONE],
    ['0049 151 12345678', PHONE],
    ['4915112345678', PHONE],
    ['  4915112345678 ', PHONE],
    ['4915112345678@c.us', PHONE],
    ['4915112345678@C.US', PHONE],
    ['+4915112345678@s.whatsapp.net', PHONE],
    ['4915112345678@s.whatsapp.net', PHONE],
    ['4915112345678:12@s.whatsapp.net', PHONE],
    ['4915112345678_1:12@s.whatsapp.net', PHONE],
    ['4915112345678_1@c.us', PHONE],
    ['1234567', '1234567@s.whatsapp.net'],
    ['123456789012345', '123456789012345@s.whatsapp.net'],
    ['123456789012345@lid', '123456789012345@lid'],
    ['123456789012345:7@lid', '123456789012345@lid'],
    ['120363012345678901@g.us', '120363012345678901@g.us'],
    ['4915112345678-1600000000@g.us', '4915112345678-1600000000@g.us'],
    ['120363012345678901@newsletter', '120363012345678901@newsletter'],
    ['status@broadcast', 'status@broadcast'],
    ['1600000000@broadcast', '1600000000@broadcast'],
  ])('reads %j as %s', (text, jid) => {
    expect(parseJid(text)).toBe(jid);
    expect(tryParseJid(text)).toBe(jid);
    expect(parseJid(parseJid(text))).toBe(jid);
  });

  it.each([
    [''],
    [' '],
    ['@'],
    ['@c.us'],
    ['Ann'],
    ['ann@example.org'],
    ['12345'],
    ['123456'],
    ['1234567890123456'],
    ['0151 12345678'],
    ['0151 12345678@c.us'],
    ['000 49 151 12345678'],
    ['++49 151 12345678'],
    ['49151x2345678'],
    ['49151/2345678'],
    ['4915112345678@'],
    ['4915112345678@g.us.example'],
    ['abc@lid'],
    ['1234@lid'],
    ['123456789012345678901@lid'],
    ['abc@g.us'],
    ['1234@g.us'],
    ['4915112345678-@g.us'],
    ['1-2@g.us'],
    ['abc@newsletter'],
    ['other@broadcast'],
    ['120363012345678901:1@g.us'],
  ])('refuses %j', (text) => {
    expect(() => parseJid(text)).toThrow(InvalidInputError);
    expect(tryParseJid(text)).toBeUndefined();
  });

  it('repeats at most 80 characters of what it refuses', () => {
    expect(() => parseJid('x'.repeat(500))).toThrow(/^'x{80}…' is not/);
  });

  it('says what a number without a country code lacks', () => {
    expect(() => phoneJid('0151 12345678')).toThrow(/country code/);
  });
});

describe('an address', () => {
  it.each([
    [PHONE, 'phone', '4915112345678', '+4915112345678', true, false],
    ['123456789012345@lid', 'lid', '123456789012345', undefined, true, false],
    ['120363012345678901@g.us', 'group', '120363012345678901', undefined, false, true],
    ['120363012345678901@newsletter', 'channel', '120363012345678901', undefined, false, false],
    ['1600000000@broadcast', 'broadcast', '1600000000', undefined, false, false],
    ['status@broadcast', 'status', 'status', undefined, false, false],
  ])('%s is a %s', (text, kind, user, phone, person, group) => {
    const jid = parseJid(text);
    expect(jidKind(jid)).toBe(kind);
    expect(jidUser(jid)).toBe(user);
    expect(phoneOf(jid)).toBe(phone);
    expect(isPerson(jid)).toBe(person);
    expect(isGroup(jid)).toBe(group);
  });

  it('can be made and parsed in pairs', () => {
    expect(phoneOf(phoneJid('+49 151 12345678'))).toBe('+4915112345678');
    expect(jidUser(lidJid('123456789012345'))).toBe('123456789012345');
    expect(jidKind(STATUS_JID)).toBe('status');
  });

  it('of an unknown server is not guessed', () => {
    expect(() => jidKind('1@elsewhere' as typeof STATUS_JID)).toThrow(InvalidInputError);
  });
});

describe('a session name', () => {
  it.each(['home', 'a', '0', 'my-house_2', 'x'.repeat(64)])('can be %j', (name) => {
    expect(parseSessionName(name)).toBe(name);
  });

  it.each(['', 'Home', '-home', '_home', 'my house', 'häuser', '../etc', 'a/b', 'x'.repeat(65), 'home\n'])(
    'cannot be %j',
    (name) => {
      expect(() => parseSessionName(name)).toThrow(InvalidInputError);
    },
  );
});

describe('a message id', () => {
  it.each(['3EB0C767D097B7C7C030', 'a', 'A.b_c-1', 'x'.repeat(128)])('can be %j', (id) => {
    expect(parseMessageId(id)).toBe(id);
  });

  it.each(['', 'a b', 'a/b', 'false_49@c.us_3EB0', 'x'.repeat(129), 'é'])('cannot be %j', (id) => {
    expect(() => parseMessageId(id)).toThrow(InvalidInputError);
  });
});
