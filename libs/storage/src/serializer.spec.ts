import { describe, expect, it } from '@jest/globals';
import { deserialize, serialize } from './serializer.js';

describe('what is stored', () => {
  it('comes back with its times', () => {
    const stored = { name: '2026-11-21T18:00:00.000Z', sentAt: new Date('2026-11-21T18:00:00Z'), mutedUntil: null };
    expect(deserialize(serialize(stored))).toEqual(stored);
  });

  it('has a beginning of each appointment, also of one stored without a time that can be read', () => {
    const stored = { kind: 'event', startsAt: new Date(NaN) };
    expect(deserialize(serialize(stored))).toEqual({ kind: 'event', startsAt: new Date(0) });
  });
});
