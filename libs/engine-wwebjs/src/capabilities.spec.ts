import { describe, expect, it } from '@jest/globals';
import { FEATURES } from '@columba/core';
import { WWEBJS_CAPABILITIES } from './capabilities.js';

describe('what the engine can do', () => {
  it('says something of every feature', () => {
    expect(Object.keys(WWEBJS_CAPABILITIES)).toEqual([...FEATURES]);
    expect(WWEBJS_CAPABILITIES['messages.send.text']).toEqual({ level: 'full' });
    expect(WWEBJS_CAPABILITIES['messages.send.list']).toMatchObject({ level: 'none' });
  });
});
