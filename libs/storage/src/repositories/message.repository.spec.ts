import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@columba/core';
import { HOME, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

const record = (id: string, seconds: number) =>
  fixture.storage.inbox.record(HOME, [received({ ...textFrom({ id: PHONE }, id), occurredAt: at(seconds) })]);

describe('messages', () => {
  it('are paged newest first, without doubles or gaps when others come in between', () => {
    for (let n = 0; n < 10; n++) record(`M${n}`, Math.floor(n / 4));
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = fixture.storage.messages.list(HOME, PHONE, { limit: 3, ...(before ? { before } : {}) });
      seen.push(...page.data.map(({ key }) => key.id));
      before = page.next;
      record(`NEW${seen.length}`, 100);
    } while (before);
    expect(seen).toEqual(['M9', 'M8', 'M7', 'M6', 'M5', 'M4', 'M3', 'M2', 'M1', 'M0']);
  });

  it('are on one page when they fit, and no page has another’s', () => {
    for (const id of ['A', 'B']) record(id, 1);
    expect(fixture.storage.messages.list(HOME, PHONE, { limit: 2 })).not.toHaveProperty('next');
    expect(fixture.storage.messages.list(HOME, OTHER_PHONE, { limit: 2 })).toEqual({ data: [] });
  });

  it.each([
    '',
    'nonsense',
    'MTIz',
    Buffer.from('1.2.3').toString('base64url'),
    Buffer.from('1.x').toString('base64url'),
  ])('refuse the cursor %j', (before) => {
    expect(() => fixture.storage.messages.list(HOME, PHONE, { limit: 2, before })).toThrow(InvalidInputError);
  });
});
