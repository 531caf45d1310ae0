import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOME, StorageFixture } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

describe('API keys', () => {
  it('are found by their hash, and no two have the same', () => {
    const { apiKeys } = fixture.storage;
    expect(apiKeys.isEmpty()).toBe(true);
    const expiresAt = new Date('2027-01-01T00:00:00.000Z');
    const key = apiKeys.create({ name: 'mine', scopes: ['read', 'send'], sessions: [HOME], hash: 'abc', expiresAt });
    expect(key).toEqual({
      id: expect.any(String),
      name: 'mine',
      scopes: ['read', 'send'],
      sessions: [HOME],
      createdAt: fixture.clock.now(),
      expiresAt,
    });
    expect(apiKeys.findByHash('abc')).toEqual(key);
    expect(apiKeys.findByHash('abd')).toBeUndefined();
    expect(() => apiKeys.create({ name: 'again', scopes: ['read'], hash: 'abc' })).toThrow('refused');
    expect(apiKeys.list()).toEqual([key]);
    apiKeys.delete(key.id);
    expect(apiKeys.isEmpty()).toBe(true);
  });

  it('know when they were used, to the minute', async () => {
    const { apiKeys } = fixture.storage;
    const { id } = apiKeys.create({ name: 'mine', scopes: ['admin'], hash: 'abc' });
    const lastUsedAt = () => apiKeys.findByHash('abc')?.lastUsedAt;
    expect(lastUsedAt()).toBeUndefined();
    const first = fixture.clock.now();
    apiKeys.touch(id);
    await fixture.clock.advance(59_999);
    apiKeys.touch(id);
    expect(lastUsedAt()).toEqual(first);
    await fixture.clock.advance(1);
    apiKeys.touch(id);
    expect(lastUsedAt()).toEqual(fixture.clock.now());
  });
});
