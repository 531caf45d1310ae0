import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fact, type LoggedEventOf, type MessageId, type Person, parseJid } from '@columba/core';
import { aFact, aGroup, aMessage, GROUP, ME } from '@columba/core/testing';
import { HOME, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const ID = 'A' as MessageId;
const ref = { messageId: ID, chat: PHONE, by: { id: PHONE } };
const record = (...facts: Parameters<StorageFixture['storage']['inbox']['record']>[1]) =>
  fixture.storage.inbox.record(HOME, facts);
const message = () => fixture.storage.messages.get(HOME, PHONE, ID);
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
let told = 0;
const reacted = (emoji: string | null, by: Person, minute: number) =>
  fact('message.reacted', { ...ref, by, emoji }, ['r', String(told++)], { occurredAt: at(minute), chat: PHONE });
const voted = (options: string[], voter: Person, minute: number) =>
  fact('poll.voted', { messageId: ID, chat: PHONE, voter, options }, ['v', String(told++)], { occurredAt: at(minute) });

const shown = () => fixture.storage.opinions.reactions(HOME, ref).map(({ by, emoji }) => [by.id, emoji]);

describe('reactions', () => {
  it('are one per person, the last one, until it is taken back', () => {
    record(received(textFrom({ id: PHONE }, ID)));
    record(reacted('👍', { id: PHONE }, 1), reacted('🎉', { id: ME }, 2), reacted('❤️', { id: PHONE }, 3));
    expect(shown()).toEqual([
      [ME, '🎉'],
      [PHONE, '❤️'],
    ]);
    record(reacted(null, { id: PHONE }, 4));
    expect(shown()).toEqual([[ME, '🎉']]);
  });

  it('do not go back when an older one comes late, even to one that was taken back', () => {
    record(reacted('❤️', { id: PHONE }, 3), reacted('👍', { id: PHONE }, 1));
    expect(shown()).toEqual([[PHONE, '❤️']]);
    record(reacted(null, { id: PHONE }, 5), reacted('🎉', { id: PHONE }, 4));
    expect(shown()).toEqual([]);
  });

  it('are found for a whole page of messages, each with its own', () => {
    record(reacted('👍', { id: PHONE }, 1));
    const found = fixture.storage.opinions.reactionsOf(HOME, PHONE, [ID, 'B' as MessageId]);
    expect([...found.keys()]).toEqual([ID]);
    expect(found.get(ID)).toEqual([{ by: { id: PHONE, phone: '+4915123456789' }, emoji: '👍', reactedAt: at(1) }]);
  });
});

const tally = () =>
  fixture.storage.opinions
    .tally(HOME, ref, ['Tea', 'Coffee', 'Water'])
    .map(({ option, voters }) => [option, voters.map(({ id }) => id)]);

describe('votes', () => {
  it('are counted by option, the last of each person, without those that were taken back', () => {
    record(
      voted(['Tea'], { id: PHONE }, 1),
      voted(['Tea', 'Coffee'], { id: OTHER_PHONE }, 2),
      voted(['Coffee'], { id: PHONE }, 3),
      voted(['Tea'], { id: PHONE }, 2),
    );
    expect(tally()).toEqual([
      ['Tea', [OTHER_PHONE]],
      ['Coffee', [OTHER_PHONE, PHONE]],
      ['Water', []],
    ]);
    record(voted([], { id: OTHER_PHONE }, 4));
    expect(tally().slice(0, 2)).toEqual([
      ['Tea', []],
      ['Coffee', [PHONE]],
    ]);
  });
});

describe('a message', () => {
  it('shows its newest words, and remembers the first', () => {
    record(received(textFrom({ id: PHONE }, ID, undefined, 'one')));
    record(aFact('message.edited', { ...ref, text: 'two', editedAt: at(1) }));
    record(fact('message.edited', { ...ref, text: 'three', editedAt: at(3) }, ['e', '3'], { occurredAt: at(3) }));
    record(fact('message.edited', { ...ref, text: 'late', editedAt: at(2) }, ['e', '2'], { occurredAt: at(2) }));
    expect(message()).toMatchObject({ content: { kind: 'text', text: 'three' }, editedAt: at(3) });
    expect(fixture.storage.messages.originalContent(HOME, PHONE, ID)).toEqual({ kind: 'text', text: 'one' });
  });

  it('shows nothing of itself once it was revoked; the event has what it said', () => {
    record(received(textFrom({ id: PHONE }, ID, undefined, 'secret')));
    const [event] = record(aFact('message.revoked', ref));
    expect(message()).toMatchObject({ content: { kind: 'system', action: 'revoked' }, revokedAt: expect.any(Date) });
    expect(event?.data).toMatchObject({ original: { content: { kind: 'text', text: 'secret' } } });
    expect(fixture.storage.messages.originalContent(HOME, PHONE, ID)).toEqual({ kind: 'text', text: 'secret' });
    expect(fixture.storage.messages.find(HOME, { text: 'secret' }, { limit: 5 }).data).toEqual([]);
    record(aFact('message.edited', { ...ref, text: 'back again' }));
    expect(message()?.content.kind).toBe('system');
  });

  it('is gone when it was deleted on our side, and does not come back', () => {
    const told = textFrom({ id: PHONE }, ID, undefined, 'secret');
    record(received(told), aFact('message.revoked', { ...ref, by: { id: ME }, scope: 'me' }));
    expect(message()).toBeUndefined();
    record(aFact('message.recovered', { message: told }));
    expect(fixture.storage.messages.list(HOME, PHONE, { limit: 5 }).data).toEqual([]);
    expect(fixture.rows<{ data: string }>('SELECT data FROM message')[0]?.data).toBe('{}');
  });

  it('is pinned until then, and unpinned', () => {
    record(received(textFrom({ id: PHONE }, ID)));
    const pinned = aFact('message.pinned', { ...ref, pinned: true, until: at(9) });
    record(pinned);
    expect(message()).toMatchObject({ pinnedAt: pinned.occurredAt, pinnedUntil: at(9) });
    record(fact('message.pinned', { ...ref, pinned: false }, ['p', '2'], { occurredAt: at(10) }));
    expect(message()).not.toHaveProperty('pinnedAt');
    expect(message()).not.toHaveProperty('pinnedUntil');
  });

  it('that can be read at last keeps its star, and one that was read is not lost to a copy that cannot be', () => {
    const unreadable = aMessage({
      key: { chat: PHONE, id: ID },
      from: { id: PHONE },
      content: { kind: 'unsupported', reason: 'undecryptable' },
    });
    record(aFact('message.undecryptable', { message: unreadable }), aFact('message.starred', ref));
    record(aFact('message.recovered', { message: textFrom({ id: PHONE }, ID) }));
    expect(message()).toMatchObject({ starred: true, content: { kind: 'text' } });
    expect(fixture.storage.chats.get(HOME, PHONE)?.unreadCount).toBe(1);
    record(fact('message.undecryptable', { message: unreadable }, ['again'], { occurredAt: at(1) }));
    expect(message()).toMatchObject({ content: { kind: 'text' } });
  });

  it('of ours tells how far it is with each recipient', () => {
    const friend = parseJid('+44 7700 900123');
    const status = (participant: typeof PHONE, word: 'delivered' | 'read', minute: number) =>
      fact('message.status_changed', { messageId: ID, chat: PHONE, status: word, participant }, ['s', String(told++)], {
        occurredAt: at(minute),
      });
    record(status(PHONE, 'read', 1), status(friend, 'delivered', 2), status(PHONE, 'delivered', 3));
    const receipts = fixture.storage.receipts.list(HOME, ID);
    expect(receipts.map(({ recipient, status, changedAt }) => [recipient.id, status, changedAt])).toEqual([
      [PHONE, 'read', at(1)],
      [friend, 'delivered', at(2)],
    ]);
  });

  it('of ours in a group is as far as all of its members, and says so when it comes there', () => {
    const [ann, ben] = [PHONE, parseJid('+44 7700 900123')];
    const members = [ME, ann, ben].map((id) => ({ id, role: 'member' as const }));
    fixture.storage.sessions.update(HOME, { account: { id: ME } });
    record(aFact('group.joined', { group: aGroup({ id: GROUP, participants: members }) }));
    const own = aMessage({ key: { chat: GROUP, id: ID, fromMe: true }, from: { id: ME }, status: 'sent' });
    record(aFact('message.sent', { message: own }));
    const status = (participant: typeof PHONE, word: 'delivered' | 'read') =>
      fact('message.status_changed', { messageId: ID, chat: GROUP, status: word, participant }, ['g', String(told++)], {
        occurredAt: at(told),
      });
    const steps = [status(ann, 'read'), status(ben, 'delivered'), status(ben, 'read')].map((step) => {
      const [event] = record(step);
      const { messageStatus } = (event as LoggedEventOf<'message.status_changed'>).data;
      return [messageStatus, fixture.storage.messages.get(HOME, GROUP, ID)?.status];
    });
    expect(steps).toEqual([
      [undefined, 'sent'],
      ['delivered', 'delivered'],
      ['read', 'read'],
    ]);
  });
});
