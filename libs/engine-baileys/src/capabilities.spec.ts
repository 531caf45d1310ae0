import { describe, expect, it } from '@jest/globals';
import { FEATURES, UnsupportedError, type ChatsPort, parseJid } from '@columba/core';
import { BAILEYS_CAPABILITIES } from './capabilities.js';
import { facet } from './unsupported.js';

describe('what the engine can do', () => {
  it('says something of every feature', () => {
    expect(Object.keys(BAILEYS_CAPABILITIES)).toEqual([...FEATURES]);
    expect(BAILEYS_CAPABILITIES['messages.send.text']).toEqual({ level: 'full' });
    expect(BAILEYS_CAPABILITIES['messages.send.image']).toEqual({ level: 'full' });
    expect(BAILEYS_CAPABILITIES['messages.send.list']).toMatchObject({ level: 'none' });
  });

  it('rejects methods that it does not have, and names them', async () => {
    const chats = facet<ChatsPort>('chats', {});
    await expect(chats.pin(parseJid('4915100000001'), true)).rejects.toThrow(UnsupportedError);
    await expect(chats.pin(parseJid('4915100000001'), true)).rejects.toThrow(/chats\.pin/);
  });

  it('calls the methods that it has on their own object', async () => {
    class Chats {
      private readonly labels = ['a'];
      async listLabels() {
        return this.labels.map((name) => ({ id: name, name, color: 0 }));
      }
    }
    expect(await facet<ChatsPort>('chats', new Chats()).listLabels()).toHaveLength(1);
  });
});
