import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import { HOME, LID, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import { openStorage, OwnershipLostError, type LeasedStores, type Storage } from '../index.js';

let fixture: StorageFixture;
beforeEach(() => {
  fixture = new StorageFixture();
});
afterEach(() => fixture.dispose());

const bytes = (text: string): Uint8Array => Buffer.from(text);
const stanza = () => ({
  tag: 'message',
  id: 'S1',
  from: String(LID),
  receivedAt: fixture.clock.now(),
  node: bytes('raw'),
});
const message = (id: string) => received(textFrom({ id: LID }, id));

/** Every way in which an engine can write. */
const writes = ({ keys, credentials, journal, sent, originals, history, emit }: LeasedStores, rid: number) => ({
  keys: () => keys.set([{ type: 'session', id: 'a', value: bytes('stale') }]),
  credentials: () => credentials.save(bytes('stale')),
  archive: () => credentials.archive('stale'),
  stanza: () => journal.add(stanza()),
  settle: () => journal.settle(rid, [message('STALE')]),
  retryLater: () => journal.retryLater(rid),
  bury: () => journal.bury(rid, 'stale'),
  sent: () => sent.keep(PHONE, 'A' as MessageId, bytes('stale')),
  original: () => originals.keep({ chat: PHONE, id: 'A' as MessageId, bytes: bytes('stale') }),
  history: () => history.add({ chats: [], contacts: [], messages: [] } as never),
  emit: () => emit(message('STALE')),
});

describe('a session that was taken over', () => {
  it('refuses every write of its earlier owner, and takes those of the new one', async () => {
    const { storage } = fixture;
    const old = storage.takeSession(HOME);
    const { rid } = old.journal.add(stanza());
    old.credentials.save(bytes('ours'));
    const present = storage.takeSession(HOME);
    for (const [what, write] of Object.entries(writes(old, rid)))
      expect([what, thrownBy(write)]).toEqual([what, expect.any(OwnershipLostError)]);
    expect(storage.events.lastSeq(HOME)).toBe(0);
    expect(old.credentials.load()).toEqual({ kind: 'found', value: bytes('ours') });
    expect(present.journal.pending().map((row) => row.rid)).toEqual([rid]);
    present.journal.settle(rid, [message('A')]);
    await present.journal.secure();
    expect(storage.events.lastSeq(HOME)).toBe(1);
  });

  it('leaves the other sessions alone, and never uses a number twice', () => {
    const work = fixture.storage.takeSession('work' as typeof HOME);
    fixture.storage.takeSession(HOME);
    fixture.storage.sessions.delete(HOME);
    fixture.storage.takeSession(HOME);
    expect(() => work.credentials.save(bytes('x'))).not.toThrow();
    expect(fixture.rows('SELECT fence FROM session_lease WHERE session = ?', HOME)).toEqual([{ fence: 2 }]);
  });
});

describe('a directory that another process took over, past its lock', () => {
  let lost: number;
  let stale: Storage;
  let present: Storage;
  beforeEach(() => {
    lost = 0;
    const { directory, clock } = fixture;
    fixture.storage.close();
    stale = openStorage({ directory, clock, onOwnershipLost: () => void lost++ });
    // What a careless hand does, or a disk that knows no locks.
    unlinkSync(join(directory, 'columba.lock'));
  });
  afterEach(() => {
    stale.close();
    present.close();
  });

  it('refuses every write of the process that had it, and tells it so', () => {
    const { directory, clock } = fixture;
    const old = stale.takeSession(HOME);
    const { rid } = old.journal.add(stanza());
    present = openStorage({ directory, clock });
    for (const [what, write] of Object.entries(writes(old, rid)))
      expect([what, thrownBy(write)]).toEqual([what, expect.any(OwnershipLostError)]);
    expect(thrownBy(() => stale.sessions.create({ name: HOME, engine: 'baileys', autoStart: true }))).toBeInstanceOf(
      OwnershipLostError,
    );
    expect(stale.healthy()).toBe(false);
    expect(lost).toBe(1);
    expect(present.takeSession(HOME).journal.pending()).toHaveLength(1);
  });

  it('lets none of its events into the log, and tells nobody of them', () => {
    const { directory, clock } = fixture;
    const old = stale.takeSession(HOME);
    stale.inbox.onAppended(() => expect('nothing').toBe('told'));
    present = openStorage({ directory, clock });
    expect(thrownBy(() => old.emit(message('A'), message('B')))).toBeInstanceOf(OwnershipLostError);
    expect(present.events.lastSeq(HOME)).toBe(0);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
    return 'nothing';
  } catch (error) {
    return error;
  }
}
