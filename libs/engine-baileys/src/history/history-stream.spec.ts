import { describe, expect, it } from '@jest/globals';
import { proto } from '@whiskeysockets/baileys';
import { seededRandom } from '@columba/core/testing';
import { historyEntries, type HistoryEntry } from './history-stream.js';

const HISTORY = proto.HistorySync.encode(
  proto.HistorySync.fromObject({
    syncType: proto.HistorySync.HistorySyncType.RECENT,
    progress: 40,
    conversations: [
      {
        id: '4915100000901@s.whatsapp.net',
        messages: Array.from({ length: 30 }, (_, index) => ({
          message: messageOf(`A${index}`, 'x'.repeat(index * 20)),
        })),
        unreadCount: 7,
        name: 'Ann',
        muteEndTime: 1_900_000_000,
        archived: true,
        lidJid: '123456789012345@lid',
      },
      { id: '120363000000000001@g.us', name: 'Garden' },
    ],
    pushnames: [{ id: '4915100000901@s.whatsapp.net', pushname: 'Annie' }],
    globalSettings: { fontSize: 3 },
    phoneNumberToLidMappings: [{ pnJid: '4915100000901@s.whatsapp.net', lidJid: '123456789012345@lid' }],
  }),
).finish();

function messageOf(id: string, conversation: string) {
  const key = { remoteJid: '4915100000901@s.whatsapp.net', fromMe: false, id };
  return { key, messageTimestamp: 1_700_000_000, message: { conversation } };
}

async function* pieces(bytes: Uint8Array, size: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const length = size();
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

async function read(size: () => number, bytes = HISTORY): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for await (const entry of historyEntries(pieces(bytes, size))) entries.push(entry);
  return entries;
}

describe('the stream of a history', () => {
  const random = seededRandom();
  const sizes: [string, () => number][] = [
    ['at once', () => HISTORY.length],
    ['byte by byte', () => 1],
    ['in pieces of any size, empty ones too', () => Math.floor(random() * 50)],
  ];

  for (const [how, size] of sizes)
    it(`gives every entry when it comes ${how}`, async () => {
      const entries = await read(size);
      const texts = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.message?.conversation] : []));
      expect(texts).toEqual(Array.from({ length: 30 }, (_, index) => 'x'.repeat(index * 20)));
      const chats = entries.flatMap((entry) => (entry.kind === 'chat' ? [entry.chat] : []));
      expect(chats.map(({ id, name }) => [id, name])).toEqual([
        ['4915100000901@s.whatsapp.net', 'Ann'],
        ['120363000000000001@g.us', 'Garden'],
      ]);
      expect(chats[0]).toMatchObject({ unreadCount: 7, archived: true, messages: [] });
      expect(Number(chats[0]?.muteEndTime)).toBe(1_900_000_000);
      expect(entries.map(({ kind }) => kind).slice(-2)).toEqual(['name', 'identity']);
    });

  it('says so when it is cut off', async () => {
    await expect(read(() => 100, HISTORY.subarray(0, HISTORY.length - 5))).rejects.toThrow('too early');
  });

  it('says so when it is something else', async () => {
    await expect(read(() => 100, Buffer.from('<html>Not here</html>'))).rejects.toThrow();
  });
});
