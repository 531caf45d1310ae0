import { describe, expect, it } from '@jest/globals';
import { decodeStanza, encodeStanza } from './stanza-codec.js';

describe('stanzas in the journal', () => {
  it.each([
    ['without content', { tag: 'ack', attrs: {} }],
    ['with text', { tag: 'body', attrs: { a: '1' }, content: 'äöü \u0000 "' }],
    ['with bytes', { tag: 'enc', attrs: {}, content: Buffer.from([0, 1, 255, 128]) }],
    ['with empty bytes', { tag: 'enc', attrs: {}, content: Buffer.alloc(0) }],
    [
      'with children',
      { tag: 'message', attrs: { from: '1:2@lid' }, content: [{ tag: 'enc', attrs: {}, content: Buffer.from('x') }] },
    ],
    ['with attributes that look like bytes', { tag: 'x', attrs: { type: 'Buffer', data: 'AAA=' }, content: [] }],
  ])('come back unchanged %s', (_, node) => {
    expect(decodeStanza(encodeStanza(node))).toEqual(node);
  });
});
