import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fact, type Jid, messageFact, type MessageId, type MessageStatus, type Person } from '@columba/core';
import { aGroup, aMessage, GROUP } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_LID, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
const record = (...facts: Parameters<StorageFixture['storage']['inbox']['record']>[1]) =>
  fixture.storage.inbox.record(HOME, facts);
let told = 0;
const key = () => ['k', String(told++)];
const A = 'A' as MessageId;
const reacted = (chat: Jid, by: Person, emoji: string | null, minute: number) =>
  fact('message.reacted', { messageId: A, chat, by, emoji }, key(), { occurredAt: at(minute), chat });
const receipt = (participant: Jid, status: MessageStatus, minute: number) =>
  fact('message.status_changed', { messageId: A, chat: GROUP, status, participant }, key(), { occurredAt: at(minute) });
const labelled = (chat: Jid, ...labelIds: string[]) =>
  fact('chat.labels_changed', { chat, labelIds }, key(), { occurredAt: at(1) });
/** From here on PHONE and LID are one person. */
const join = () => record(received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'JOIN', GROUP)));

describe('when two addresses turn out to be one person', () => {
  it('the chat is one, with the settings, the unread messages and the last activity of both', () => {
    record(
      received({ ...textFrom({ id: PHONE }, 'P'), occurredAt: at(1) }),
      received({ ...textFrom({ id: LID }, 'L'), occurredAt: at(5) }),
      fact('chat.updated', { chat: { id: LID, archived: true, mutedUntil: at(50) }, changed: [] }, key(), {
        occurredAt: at(2),
      }),
      fact('chat.updated', { chat: { id: PHONE, pinned: true }, changed: [] }, key(), { occurredAt: at(2) }),
    );
    join();
    const { data } = fixture.storage.chats.list(HOME, { limit: 9 }, { kind: 'person' });
    expect(data).toMatchObject([
      { id: PHONE, archived: true, mutedUntil: at(50), pinned: true, unreadCount: 2, lastActivityAt: at(5) },
    ]);
    expect(data[0]?.lastMessage?.key).toMatchObject({ chat: PHONE, id: 'L' });
  });

  it('the labels of either are those of the one chat, and can be taken from it', () => {
    record(labelled(PHONE, '1', '2'), labelled(LID, '2', '3'));
    join();
    const chats = () => ['1', '2', '3'].map((label) => fixture.storage.chatLabels.chatsWith(HOME, label));
    expect(chats()).toEqual([[PHONE], [PHONE], [PHONE]]);
    record(labelled(PHONE, '1'));
    expect(chats()).toEqual([[PHONE], [], []]);
    expect(fixture.rows('SELECT label FROM chat_label')).toEqual([{ label: '1' }]);
  });

  it('a reaction of the person is one, the newer', () => {
    record(reacted(GROUP, { id: PHONE }, '👍', 1), reacted(GROUP, { id: LID }, '🎉', 2));
    record(reacted(PHONE, { id: PHONE }, '❤️', 4), reacted(LID, { id: LID }, null, 3));
    join();
    const reactions = (chat: Jid) =>
      fixture.storage.opinions.reactions(HOME, { chat, messageId: A }).map(({ by, emoji }) => [by.id, emoji]);
    expect(reactions(GROUP)).toEqual([[PHONE, '🎉']]);
    expect(reactions(PHONE)).toEqual([[PHONE, '❤️']]);
    expect(fixture.rows('SELECT 1 FROM reaction')).toHaveLength(2);
  });

  it('a vote of the person is one, the newer', () => {
    const voted = (voter: Person, option: string, minute: number) =>
      fact('poll.voted', { messageId: A, chat: GROUP, voter, options: [option] }, key(), { occurredAt: at(minute) });
    record(voted({ id: PHONE }, 'Tea', 3), voted({ id: LID }, 'Coffee', 2));
    join();
    const votes = fixture.storage.opinions.votes(HOME, { chat: GROUP, messageId: A });
    expect(votes).toMatchObject([{ voter: { id: PHONE, lid: LID }, options: ['Tea'] }]);
  });

  it('a receipt of the person is one, the furthest', () => {
    record(messageFact('message.sent', aMessage({ key: { chat: GROUP, id: A, fromMe: true } }), false));
    record(receipt(PHONE, 'read', 1), receipt(LID, 'delivered', 2));
    join();
    const receipts = fixture.storage.receipts.list(HOME, A);
    expect(receipts).toMatchObject([{ recipient: { id: PHONE }, status: 'read' }]);
    expect(record(receipt(LID, 'delivered', 3))).toEqual([]);
  });

  it('the person is in a group once, with the higher role, and owns what either owned', () => {
    const group = aGroup({
      owner: { id: LID },
      participants: [
        { id: PHONE, role: 'member' },
        { id: LID, role: 'owner' },
      ],
    });
    record(fact('group.joined', { group }, key(), { occurredAt: at(1) }));
    join();
    const { participants, owner } = fixture.storage.groups.get(HOME, GROUP) ?? {};
    expect(participants).toMatchObject([{ id: PHONE, role: 'owner' }]);
    expect(owner).toMatchObject({ id: PHONE });
  });

  it('a chat that was removed under one address stays removed for history, and is there for who wrote since', () => {
    record(received({ ...textFrom({ id: LID }, 'L'), occurredAt: at(1) }));
    record(fact('chat.removed', { chat: LID }, key(), { occurredAt: at(2) }));
    record(received({ ...textFrom({ id: PHONE }, 'P'), occurredAt: at(3) }));
    join();
    expect(fixture.storage.chats.get(HOME, PHONE)).toMatchObject({ unreadCount: 1 });
    expect(fixture.storage.chats.clearedAt(HOME, PHONE)).toEqual(at(2));
  });
});

describe('when a number moves to another person', () => {
  it('each keeps reactions, receipts and groups', () => {
    record(received(textFrom({ id: PHONE, lid: LID, name: 'Ann' }, 'A1')), received(textFrom({ id: OTHER_LID }, 'B1')));
    record(
      reacted(GROUP, { id: PHONE }, '👍', 1),
      reacted(GROUP, { id: OTHER_LID }, '🎉', 2),
      receipt(PHONE, 'read', 1),
    );
    record(received(textFrom({ id: PHONE, lid: OTHER_LID, name: 'Bob' }, 'B2')));
    const reactions = fixture.storage.opinions.reactions(HOME, { chat: GROUP, messageId: A });
    expect(reactions.map(({ by, emoji }) => [by.id, by.name, emoji])).toEqual([
      [LID, 'Ann', '👍'],
      [PHONE, 'Bob', '🎉'],
    ]);
    expect(fixture.storage.receipts.list(HOME, A)).toMatchObject([{ recipient: { id: LID } }]);
    const { data } = fixture.storage.chats.list(HOME, { limit: 9 }, { kind: 'person' });
    expect(new Map(data.map(({ id, name }) => [id, name]))).toEqual(
      new Map([
        [LID, 'Ann'],
        [PHONE, 'Bob'],
      ]),
    );
  });
});
