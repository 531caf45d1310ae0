import { createRequire } from 'node:module';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import * as baileys from '@whiskeysockets/baileys';
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js';
import { extractGroupMetadata } from '@whiskeysockets/baileys/lib/Socket/groups.js';
import { WebSocketClient } from '@whiskeysockets/baileys/lib/Socket/Client/index.js';

/** What we rely on beyond the library's documented surface. A new version has to pass this and the fault specs. */
describe('the library', () => {
  it('is the version that all of this was read from', () => {
    const { version } = createRequire(import.meta.url)('@whiskeysockets/baileys/package.json') as { version: string };
    expect(version).toBe('7.0.0-rc14');
  });

  it('still offers what we reach for', () => {
    const { addTransactionCapability, decryptMessageNode, cleanMessage, getCallStatusFromNode, BufferJSON } = baileys;
    for (const used of [addTransactionCapability, decryptMessageNode, cleanMessage, getCallStatusFromNode])
      expect(typeof used).toBe('function');
    expect(typeof makeLibSignalRepository).toBe('function');
    expect(typeof extractGroupMetadata).toBe('function');
    expect(typeof BufferJSON.reviver).toBe('function');
  });

  it('still hears its stanzas through an emitter, on a socket that can be cut', () => {
    const client = new WebSocketClient(new URL('ws://127.0.0.1:1'), {} as baileys.SocketConfig);
    expect(client).toBeInstanceOf(EventEmitter);
    expect(Reflect.has(client, 'socket')).toBe(true);
  });
});
