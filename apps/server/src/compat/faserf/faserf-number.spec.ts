import { describe, expect, it } from '@jest/globals';
import { parseNumber } from './faserf-number.js';

describe('parseNumber', () => {
  it.each([
    ['491761234567', '491761234567@s.whatsapp.net'],
    [' +49 176 1234567 ', '491761234567@s.whatsapp.net'],
    ['+49-176-1234567', '491761234567@s.whatsapp.net'],
    ['+49 (0)176 / 1234567', '491761234567@s.whatsapp.net'],
    ['+49 0176 1234567', '491761234567@s.whatsapp.net'],
    ['0049 0176 1234567', '491761234567@s.whatsapp.net'],
    ['4401234567', '4401234567@s.whatsapp.net'],
    ['15551234567', '15551234567@s.whatsapp.net'],
    ['491761234567@c.us', '491761234567@s.whatsapp.net'],
    ['491761234567@s.whatsapp.net', '491761234567@s.whatsapp.net'],
    ['123456789012345@lid', '123456789012345@lid'],
    ['491761234567-1400000000', '491761234567-1400000000@g.us'],
    ['120363041234567890', '120363041234567890@g.us'],
    ['120363041234567890@g.us', '120363041234567890@g.us'],
    ['120363041234567890@newsletter', '120363041234567890@newsletter'],
  ])('reads %s', (text, jid) => expect(parseNumber(text)).toBe(jid));

  it.each(['', 'abc', '12', 'me@example.com', '../../etc', '0176 1234567', '1'.repeat(40), '49176\u0000', '12-34'])(
    'refuses %j',
    (text) => expect(() => parseNumber(text)).toThrow('Invalid number'),
  );
});
