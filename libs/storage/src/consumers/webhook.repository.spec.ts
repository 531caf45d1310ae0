import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aFact } from '@columba/core/testing';
import { HOME, PHONE, StorageFixture } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const SETTINGS = {
  name: 'flows',
  url: 'https://flows.example/hook',
  filter: { types: ['message.received' as const], sessions: [HOME], chats: [PHONE] },
  maxAttempts: 13,
};
const make = (startPos = 0) => fixture.storage.webhooks.create({ ...SETTINGS, secret: 'first', startPos });

describe('a webhook', () => {
  it('is kept with its filter, and its cursor begins where it is told to', () => {
    const made = make(7);
    expect(made).toMatchObject({ ...SETTINGS, state: 'active' });
    expect(fixture.storage.webhooks.get(made.id)).toEqual(made);
    expect(fixture.storage.webhooks.list()).toEqual([made]);
    expect(fixture.storage.consumers.get(made.id)).toEqual({ id: made.id, kind: 'webhook', cursorPos: 7 });
  });

  it('changes only what is given', async () => {
    const made = make();
    await fixture.clock.advance(1000);
    const changed = fixture.storage.webhooks.update(made.id, { url: 'https://other.example/' });
    expect(changed).toEqual({ ...made, url: 'https://other.example/', updatedAt: fixture.clock.now() });
    expect(() => fixture.storage.webhooks.update('none', {})).toThrow('no such webhook');
  });

  it('says how it is and why', () => {
    const { id } = make();
    const failingSince = fixture.clock.now();
    expect(fixture.storage.webhooks.setState(id, 'failing', { failingSince })).toMatchObject({ failingSince });
    const gone = fixture.storage.webhooks.setState(id, 'disabled', { reason: 'gone' });
    expect(gone).toMatchObject({ state: 'disabled', stateReason: 'gone' });
    expect(gone.failingSince).toBeUndefined();
  });

  it('has two secrets while one replaces the other, and never three', async () => {
    const { id } = make();
    const { webhooks } = fixture.storage;
    webhooks.rotateSecret(id, 'second', 1000);
    expect(webhooks.secrets(id)).toEqual(['second', 'first']);
    webhooks.rotateSecret(id, 'third', 1000);
    expect(webhooks.secrets(id)).toEqual(['third', 'second']);
    await fixture.clock.advance(1000);
    expect(webhooks.secrets(id)).toEqual(['third']);
    expect(fixture.storage.sweep(fixture.clock.now())).toBe(1);
    expect(webhooks.secrets(id)).toEqual(['third']);
  });

  it('leaves nothing behind', () => {
    const { id } = make();
    const [event] = fixture.storage.inbox.record(HOME, [aFact('label.removed')]);
    fixture.storage.deliveries.takeIn(id, event?.pos ?? 0, [{ pos: event?.pos ?? 0, lane: 'home' }]);
    fixture.storage.webhooks.delete(id);
    const tables = ['webhook', 'webhook_secret', 'delivery', 'consumer'];
    expect(tables.map((table) => fixture.rows(`SELECT * FROM ${table}`).length)).toEqual([0, 0, 0, 0]);
  });
});
