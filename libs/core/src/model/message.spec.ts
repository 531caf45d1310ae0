import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../testing/seeded-random.js';
import { MESSAGE_STATUSES, isProgress, type MessageStatus } from './message.js';

/** Rows: what it is; columns: what is heard, in the order failed pending sent delivered read played. */
const PICTURE: Record<MessageStatus, string> = {
  failed: '.XXXXX',
  pending: 'X.XXXX',
  sent: '...XXX',
  delivered: '....XX',
  read: '.....X',
  played: '......',
};

const PAIRS = MESSAGE_STATUSES.flatMap((from) =>
  MESSAGE_STATUSES.map((to, column) => ({ from, to, progress: PICTURE[from][column] === 'X' })),
);

describe('the status of a message', () => {
  it.each(PAIRS)('$from → $to is progress: $progress', ({ from, to, progress }) => {
    expect(isProgress(from, to)).toBe(progress);
  });

  it('can begin anywhere', () => {
    for (const status of MESSAGE_STATUSES) expect(isProgress(undefined, status)).toBe(true);
  });

  it('ends at the highest receipt, in whatever order they come', () => {
    const receipts: MessageStatus[] = ['sent', 'delivered', 'read', 'played'];
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed);
      const heard = receipts.map((status) => ({ status, at: random() })).toSorted((a, b) => a.at - b.at);
      let current: MessageStatus = 'pending';
      for (const { status } of heard) if (isProgress(current, status)) current = status;
      expect(current).toBe('played');
    }
  });
});
