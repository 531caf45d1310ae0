import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fact, fact, type Jid, type Message, messageFact, type MessageId } from '@columba/core';
import { aGroup, aFact, aMessage, ANN, GROUP } from '@columba/core/testing';
import { HOME, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import type { SessionStores } from '../index.js';

const role = (id: Jid, name: 'member' | 'admin') => ({ id, role: name });

let fixture: StorageFixture;
let stores: SessionStores;
beforeEach(() => {
  fixture = new StorageFixture();
  stores = fixture.storage.forSession(HOME);
  const participants = [role(PHONE, 'member'), role(OTHER_PHONE, 'member'), role(ANN, 'admin')];
  fixture.storage.inbox.record(HOME, [aFact('group.joined', { group: aGroup({ id: GROUP, participants }) })]);
});
afterEach(() => fixture.dispose());

const ID = 'A' as MessageId;
const AT = new Date('2026-01-02T03:05:00Z');
const ref = (by: Jid) => ({ messageId: ID, chat: GROUP, by: { id: by } });
let told = 0;
const edited = (by: Jid, text: string, editedAt = AT) =>
  fact('message.edited', { ...ref(by), text, editedAt }, ['e', String(told++)], { occurredAt: AT, chat: GROUP });
const revoked = (by: Jid) =>
  fact('message.revoked', { ...ref(by), scope: 'everyone' }, ['r', String(told++)], { occurredAt: AT, chat: GROUP });

/** A stanza came that says this, and whose words are to be kept. */
function settle(made: Fact, words: string, chat: Jid = GROUP): void {
  const node = Buffer.from('raw');
  const { rid } = stores.journal.add({ tag: 'message', id: 'S', from: PHONE, receivedAt: AT, node });
  stores.journal.settle(rid, [made], [], [{ chat, id: ID, bytes: Buffer.from(words) }]);
}
const kept = (chat: Jid = GROUP) => {
  const bytes = stores.originals.get(chat, ID);
  return bytes && Buffer.from(bytes).toString();
};
const said = (by: Jid): Message => textFrom({ id: by }, ID, GROUP);

describe('what is kept of a message word for word', () => {
  beforeEach(() => settle(received(said(PHONE)), 'first'));

  it('becomes what its author says, and nothing once it is taken back', () => {
    settle(edited(PHONE, 'better'), 'better');
    expect(kept()).toBe('better');
    settle(revoked(PHONE), '');
    expect(kept()).toBe('');
    settle(edited(PHONE, 'again', new Date('2026-01-02T03:06:00Z')), 'again');
    expect(kept()).toBe('');
  });

  it('can be taken back by an admin, and reworded by nobody else', () => {
    settle(edited(OTHER_PHONE, 'forged'), 'forged');
    settle(edited(ANN, 'forged'), 'forged');
    settle(revoked(OTHER_PHONE), '');
    expect(kept()).toBe('first');
    settle(revoked(ANN), '');
    expect(kept()).toBe('');
  });

  it('stays when somebody else writes under the same id, and goes on to edit that', () => {
    settle(received(said(OTHER_PHONE)), 'forged');
    settle(edited(OTHER_PHONE, 'forged'), 'forged');
    settle(revoked(OTHER_PHONE), '');
    expect(kept()).toBe('first');
    settle(edited(PHONE, 'better'), 'better');
    expect(kept()).toBe('better');
    expect(fixture.storage.messages.get(HOME, GROUP, ID)).toMatchObject({ from: { id: PHONE } });
  });

  it('does not go back to what it was before an edit when that is delivered once more', () => {
    settle(edited(PHONE, 'better'), 'better');
    settle(received(said(PHONE)), 'first');
    expect(kept()).toBe('better');
    settle(edited(PHONE, 'older', new Date('2026-01-02T03:04:00Z')), 'older');
    expect(kept()).toBe('better');
  });

  it('is not brought back by a copy of what was taken back', () => {
    settle(revoked(PHONE), '');
    settle(fact('message.recovered', { message: said(PHONE) }, ['copy'], { occurredAt: AT, chat: GROUP }), 'first');
    expect(kept()).toBe('');
  });
});

it('what we said is kept, whoever writes under its id', () => {
  const own = aMessage({ key: { chat: PHONE, fromMe: true, id: ID } });
  settle(messageFact('message.sent', own, false), 'ours', PHONE);
  const forged = textFrom({ id: PHONE }, ID);
  settle(received(forged), 'forged', PHONE);
  const by = { messageId: ID, chat: PHONE, by: { id: PHONE } };
  settle(aFact('message.edited', { ...by, text: 'forged', editedAt: AT }), 'forged', PHONE);
  settle(aFact('message.revoked', by), '', PHONE);
  expect(kept(PHONE)).toBe('ours');
});
