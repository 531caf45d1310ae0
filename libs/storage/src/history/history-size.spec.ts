import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HistoryBatch, Jid, MessageId } from '@columba/core';
import { aMessage } from '@columba/core/testing';
import { HOME, StorageFixture } from '../../testing/fixture.js';

const CHATS = 200;
const BATCHES = 100;
const PER_BATCH = 500;
const MB = 1024 * 1024;

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const chatOf = (n: number) => `4915100${String(100_000 + (n % CHATS))}@s.whatsapp.net` as Jid;
const words = 'the quick brown fox jumps over the lazy dog and says something of ordinary length to somebody';

/** One after the other, so that there is never more than one of them. */
function* batches(): Generator<HistoryBatch> {
  for (let batch = 0; batch < BATCHES; batch++) {
    const messages = Array.from({ length: PER_BATCH }, (_, index) => {
      const n = batch * PER_BATCH + index;
      const chat = chatOf(n);
      return aMessage({
        key: { chat, id: `H${n}` as MessageId },
        from: { id: chat, name: `Person ${n % CHATS}` },
        occurredAt: new Date(1_700_000_000_000 + n * 1_000),
        content: { kind: 'text', text: `${words} ${n}` },
      });
    });
    yield { chats: [], contacts: [], messages, reactions: [], identities: [] };
  }
}

describe('a history of fifty thousand messages', () => {
  it('is taken in without being held in memory', async () => {
    const before = process.memoryUsage.rss();
    let highest = before;
    const watched = function* () {
      for (const batch of batches()) {
        highest = Math.max(highest, process.memoryUsage.rss());
        yield batch;
      }
    };
    const done = await fixture.storage.history.ingest(HOME, { name: 'H', part: 'full', batches: watched() });
    expect(done.messages).toBe(BATCHES * PER_BATCH);
    // All of them at once would be far more; what grows here is garbage and the database's own cache.
    expect((highest - before) / MB).toBeLessThan(250);

    const { chats, messages } = fixture.storage;
    expect(chats.list(HOME, { limit: 1 }).data[0]?.lastMessage?.key.id).toBe(`H${BATCHES * PER_BATCH - 1}`);
    expect(messages.find(HOME, { text: 'fox 31234' }, { limit: 2 }).data).toMatchObject([{ key: { id: 'H31234' } }]);
    const again = await fixture.storage.history.ingest(HOME, {
      name: 'I',
      part: 'full',
      batches: [...batches()].slice(0, 3),
    });
    expect(again.messages).toBe(0);
  }, 120_000);
});
