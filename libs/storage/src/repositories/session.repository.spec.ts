import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConflictError, fact, type MessageId, NotFoundError, type SessionState } from '@columba/core';
import { ME } from '@columba/core/testing';
import { HOME, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

describe('sessions', () => {
  it('have a name of their own, and change', () => {
    const { sessions } = fixture.storage;
    expect(() => sessions.create({ name: HOME, engine: 'wwebjs', autoStart: false })).toThrow(ConflictError);
    const home = { name: HOME, engine: 'baileys', autoStart: true, createdAt: fixture.clock.now() };
    expect(sessions.list()).toEqual([home]);
    const account = { id: ME, name: 'Me' };
    expect(sessions.update(HOME, { autoStart: false, account })).toEqual({ ...home, autoStart: false, account });
    expect(sessions.get(HOME)).toEqual({ ...home, autoStart: false, account });
    expect(() => sessions.update('work' as typeof HOME, {})).toThrow(NotFoundError);
  });

  it('know when a phone accepted their device last', () => {
    const { storage, clock } = fixture;
    const tell = (state: SessionState, previousState: SessionState) => {
      const occurredAt = clock.now();
      const dedupe = ['s', 'boot', `${state} ${occurredAt.toISOString()}`];
      storage.inbox.record(HOME, [fact('session.state_changed', { state, previousState }, dedupe, { occurredAt })]);
      return storage.sessions.get(HOME)?.linkedAt;
    };
    const day = 86_400_000;
    expect(tell('pairing', 'starting')).toBeUndefined();
    expect(tell('reconnecting', 'pairing')).toBeUndefined();
    const first = clock.now();
    expect(tell('connecting', 'pairing')).toEqual(first);
    clock.jump(day);
    expect(tell('connected', 'connecting')).toEqual(first);
    expect(tell('connecting', 'pairing')).toEqual(new Date(first.getTime() + day));
  });

  it('can forget an account, and nothing that others have not read yet', () => {
    const { storage } = fixture;
    const [told] = storage.inbox.record(HOME, [received(textFrom({ id: PHONE, name: 'Ann' }, 'A'))]);
    storage.sessions.update(HOME, { account: { id: ME } });
    expect(storage.chats.list(HOME, { limit: 9 }).data).toHaveLength(1);
    storage.sessions.forgetAccount(HOME);
    expect(storage.chats.list(HOME, { limit: 9 }).data).toEqual([]);
    expect(storage.contacts.list(HOME, { limit: 9 }).data).toEqual([]);
    expect(storage.messages.get(HOME, PHONE, 'A' as MessageId)).toBeUndefined();
    expect(storage.sessions.get(HOME)?.account).toBeUndefined();
    expect(storage.events.list({ session: HOME, limit: 9 }).map(({ eventId }) => eventId)).toEqual([told?.eventId]);
  });

  it('take everything with them but the number of their last event', () => {
    const { storage } = fixture;
    storage.inbox.record(HOME, [received(textFrom({ id: PHONE }, 'A'))]);
    storage.forSession(HOME).credentials.save(Buffer.from('x'));
    storage.forSession(HOME).sent.keep(PHONE, 'A' as MessageId, Buffer.from('x'));
    storage.sessions.delete(HOME);
    const tables = fixture.rows<{ name: string }>(
      "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'session'",
    );
    expect(tables.length).toBeGreaterThan(10);
    const left = tables.filter(({ name }) => fixture.rows(`SELECT 1 FROM ${name} WHERE session = 'home'`).length > 0);
    expect(left).toEqual([{ name: 'session_seq' }]);
  });
});
