import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReadCache } from './read-cache.js';

const db = { epoch: 0 };
let reads: string[];
let cache: ReadCache<string>;
beforeEach(() => {
  db.epoch = 0;
  reads = [];
  cache = new ReadCache(db, 2);
});
const get = (key: string) =>
  cache.get(key, () => {
    reads.push(key);
    return key === 'nobody' ? undefined : `row of ${key}`;
  });

describe('the read cache', () => {
  it('reads a row once, and asks again for what was not there', () => {
    expect([get('a'), get('a'), get('nobody'), get('nobody')]).toEqual(['row of a', 'row of a', undefined, undefined]);
    expect(reads).toEqual(['a', 'nobody', 'nobody']);
  });

  it('forgets when it is told to, when something was undone, and when it is full', () => {
    get('a');
    cache.clear();
    get('a');
    db.epoch += 1;
    get('a');
    expect(reads).toEqual(['a', 'a', 'a']);
    get('b');
    get('c');
    get('a');
    expect(reads).toEqual(['a', 'a', 'a', 'b', 'c', 'a']);
  });
});
