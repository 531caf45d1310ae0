import { describe, expect, it } from '@jest/globals';
import { FEATURES } from '@columba/core';
import { BAILEYS_CAPABILITIES } from './capabilities.js';

describe('what the engine can do', () => {
  it('says something of every feature', () => {
    expect(Object.keys(BAILEYS_CAPABILITIES)).toEqual([...FEATURES]);
    expect(BAILEYS_CAPABILITIES['messages.send.text']).toEqual({ level: 'full' });
    expect(BAILEYS_CAPABILITIES['messages.send.image']).toEqual({ level: 'full' });
    expect(BAILEYS_CAPABILITIES['messages.send.list']).toMatchObject({ level: 'none' });
  });
});
