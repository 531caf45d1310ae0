import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

describe('the seeded source', () => {
  it('depends on seed and purpose only, not on what was drawn before', () => {
    const [one, two] = [new Random('s'), new Random('s')];
    one.for('other').digits(30);
    expect(one.for('lid', '1555').digits(15)).toBe(two.for('lid', '1555').digits(15));
    expect(one.for('lid', '1555').digits(15)).not.toBe(one.for('lid', '1556').digits(15));
    expect(one.for('x').digits(15)).not.toBe(new Random('t').for('x').digits(15));
  });

  it('draws what it is asked for', () => {
    const stream = new Random('s').for('shape');
    expect(stream.digits(15)).toMatch(/^[1-9]\d{14}$/);
    expect(stream.hex(30)).toMatch(/^[0-9A-F]{30}$/);
  });

  it('gives different numbers different LIDs', () => {
    const random = new Random('many');
    const lids = Array.from({ length: 100_000 }, (_, i) => random.for('lid', `1777${1_000_000 + i}`).digits(15));
    expect(new Set(lids).size).toBe(lids.length);
  });
});
