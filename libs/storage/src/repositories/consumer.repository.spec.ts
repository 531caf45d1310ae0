import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aFact } from '@columba/core/testing';
import { HOME, StorageFixture } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

describe('a consumer of the log', () => {
  const ID = { id: 'ha', kind: 'ha' } as const;

  it('begins where it is told to, once', () => {
    expect(fixture.storage.consumers.get('ha')).toBeUndefined();
    expect(fixture.storage.consumers.ensure({ ...ID, startPos: 5 })).toEqual({ ...ID, cursorPos: 5 });
    expect(fixture.storage.consumers.ensure({ ...ID, startPos: 9 })).toEqual({ ...ID, cursorPos: 5 });
  });

  it('never goes back, and knows its last error', () => {
    const { consumers } = fixture.storage;
    consumers.ensure({ ...ID, startPos: 5 });
    consumers.advance('ha', 7);
    consumers.advance('ha', 6, 'late');
    expect(consumers.get('ha')).toEqual({ ...ID, cursorPos: 7 });
    consumers.advance('ha', 7, 'refused');
    expect(consumers.get('ha')).toEqual({ ...ID, cursorPos: 7, lastError: 'refused' });
    consumers.advance('ha', 8);
    expect(consumers.get('ha')).toEqual({ ...ID, cursorPos: 8 });
  });

  it('knows how much waits for it', () => {
    const { consumers, inbox, events } = fixture.storage;
    consumers.ensure({ ...ID, startPos: 0 });
    inbox.record(
      HOME,
      [1, 2, 3].map((n) => aFact('label.removed', {}, { n })),
    );
    expect([consumers.lag('ha'), consumers.lag('nobody')]).toEqual([3, 0]);
    consumers.advance('ha', events.list({ limit: 2 })[1]?.pos ?? 0);
    expect(consumers.lag('ha')).toBe(1);
    expect(consumers.get('ha')?.cursorPos).toBeLessThan(events.lastPos());
  });
});
