import { describe, expect, it } from '@jest/globals';
import { fitPayload } from './fit-payload.js';

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('fitPayload', () => {
  it('does not touch what fits, to the byte', () => {
    const payload = { id: 'a', body: 'x'.repeat(100), links: [] };
    expect(fitPayload(payload, size(payload))).toBe(payload);
    expect(fitPayload(payload, size(payload) - 1)).not.toBe(payload);
  });

  it('cuts the body to the last whole character that fits, and says so', () => {
    for (const text of ['a', '\n', '"', 'é', '👍', '\u0001']) {
      const cut = fitPayload({ id: 'a', body: text.repeat(9_000) }, 8_000);
      expect(size(cut)).toBeLessThanOrEqual(8_000);
      expect(size(cut)).toBeGreaterThan(8_000 - 7);
      expect(cut.truncated).toBe(true);
      // Nothing but whole characters: half a pair of surrogates would not survive UTF-8.
      expect(text.repeat(9_000).startsWith(String(cut.body))).toBe(true);
      expect(Buffer.from(String(cut.body)).toString()).toBe(cut.body);
    }
  });

  it('cuts the body of the message inside', () => {
    const cut = fitPayload({ message: { id: 'a', body: 'x'.repeat(20_000) }, ack: 3 }, 8_000);
    expect(cut).toMatchObject({ ack: 3, truncated: true, message: { id: 'a' } });
    expect(size(cut)).toBeLessThanOrEqual(8_000);
    expect(size(cut)).toBeGreaterThan(7_990);
  });

  it('keeps whole items of long lists, and the body as far as it then fits', () => {
    const mentionedIds = Array.from({ length: 1_000 }, (_, n) => `${34_600_000_000 + n}@c.us`);
    const cut = fitPayload({ body: 'Hello all', mentionedIds, vCards: ['v'.repeat(2_000)] }, 8_000);
    expect(cut.body).toBe('Hello all');
    expect(cut.vCards).toEqual([]);
    const kept = cut.mentionedIds as string[];
    expect(kept.length).toBeGreaterThan(40);
    expect(kept).toEqual(mentionedIds.slice(0, kept.length));
  });

  it('shortens other texts', () => {
    const cut = fitPayload({ body: 'x', location: { latitude: 1, address: 'y'.repeat(9_000) } }, 8_000);
    expect(cut).toEqual({ body: 'x', location: { latitude: 1, address: 'y'.repeat(256) }, truncated: true });
  });

  it('throws rather than sends what it cannot cut', () => {
    const numbers = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`key${n}`, n]));
    expect(() => fitPayload(numbers, 8_000)).toThrow(RangeError);
  });
});
