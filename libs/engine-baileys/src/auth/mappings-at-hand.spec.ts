import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryKeyStore, WriteFaults } from '@columba/core/testing';
import type { KeyStore } from '@columba/core';
import { withMappingsAtHand } from './mappings-at-hand.js';

const bytes = (text: string) => Buffer.from(text);
let faults: WriteFaults;
let read: string[];
let keys: KeyStore;
beforeEach(() => {
  faults = new WriteFaults();
  read = [];
  const store = new InMemoryKeyStore(faults);
  keys = withMappingsAtHand({
    get: (type, ids) => {
      read.push(`${type} ${ids.join()}`);
      return store.get(type, ids);
    },
    set: (changes) => store.set(changes),
  });
});
const lidOf = (phone: string) => {
  const value = keys.get('lid-mapping', [phone]).get(phone);
  return value && Buffer.from(value).toString();
};

describe('mappings at hand', () => {
  it('are read once, those that are not known as well, and again after a change', () => {
    expect([lidOf('1'), lidOf('1')]).toEqual([undefined, undefined]);
    keys.set([{ type: 'lid-mapping', id: '1', value: bytes('"9"') }]);
    expect([lidOf('1'), lidOf('1')]).toEqual(['"9"', '"9"']);
    keys.set([{ type: 'lid-mapping', id: '1', value: null }]);
    expect(lidOf('1')).toBeUndefined();
    expect(read).toEqual(['lid-mapping 1', 'lid-mapping 1', 'lid-mapping 1']);
  });

  it('are what storage has when a write is refused', () => {
    keys.set([{ type: 'lid-mapping', id: '1', value: bytes('"9"') }]);
    faults.failNext(1);
    expect(() => keys.set([{ type: 'lid-mapping', id: '1', value: bytes('"8"') }])).toThrow();
    expect(lidOf('1')).toBe('"9"');
  });

  it('leaves every other kind of key where it lies', () => {
    keys.set([{ type: 'session', id: '1.0', value: bytes('{}') }]);
    keys.get('session', ['1.0']);
    keys.get('session', ['1.0']);
    expect(read).toEqual(['session 1.0', 'session 1.0']);
  });
});
