import { describe, expect, it } from '@jest/globals';
import { sendId } from './message-id.js';

const key = new Uint8Array(32).fill(7);

describe('sendId', () => {
  it('is the same for the same send, and looks like an id of WhatsApp Web', () => {
    expect(sendId(key, 'home', 'k1:sendMessage', 'abc')).toBe(sendId(key, 'home', 'k1:sendMessage', 'abc'));
    expect(sendId(key, 'home', 'k1:sendMessage', 'abc')).toMatch(/^3EB0[0-9A-F]{18}$/);
  });

  it('differs when anything differs, also when the parts would read the same together', () => {
    const ids = [
      sendId(key, 'home', 'k1:sendMessage', 'abc'),
      sendId(key, 'home', 'k1:sendMessage', 'abd'),
      sendId(key, 'home', 'k2:sendMessage', 'abc'),
      sendId(key, 'homek', '1:sendMessage', 'abc'),
      sendId(new Uint8Array(32).fill(8), 'home', 'k1:sendMessage', 'abc'),
      sendId(key, 'home', 'k1:sendMessage', 'abc', 1),
      sendId(key, 'home', 'k1:sendMessage', 'abc', 2),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
