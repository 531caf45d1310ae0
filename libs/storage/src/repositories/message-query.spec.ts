import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInputError, type Message, messageFact, type MessageId } from '@columba/core';
import { aMessage, GROUP } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_PHONE, PHONE, StorageFixture, textFrom } from '../../testing/fixture.js';
import type { MessageFilter, MessagePageRequest } from './message-query.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
const ids = (filter: MessageFilter, page: Partial<MessagePageRequest> = {}) =>
  fixture.storage.messages.find(HOME, filter, { limit: 50, ...page }).data.map(({ key }) => key.id);
const take = (message: Message, minute: number) => {
  const told = { ...message, occurredAt: at(minute) };
  const type = message.key.fromMe ? 'message.sent' : 'message.received';
  fixture.storage.inbox.record(HOME, [messageFact(type, told, false)]);
};
const picture = {
  kind: 'image',
  media: { mediaId: 'm', state: 'ready', mimeType: 'image/png' },
  caption: 'Ünser Gärten',
} as const;

describe('messages are found by', () => {
  beforeEach(() => {
    take(textFrom({ id: PHONE }, 'A', undefined, 'The quick brown fox'), 1);
    take(textFrom({ id: PHONE }, 'B', GROUP, 'jumps over'), 2);
    take({ ...textFrom({ id: OTHER_PHONE }, 'C', GROUP), content: picture }, 3);
    take(
      aMessage({
        key: { chat: PHONE, id: 'D' as MessageId, fromMe: true },
        content: { kind: 'text', text: 'A lazy dog, "quoted" OR not' },
      }),
      4,
    );
    take(
      {
        ...textFrom({ id: PHONE }, 'E'),
        content: { kind: 'poll', question: 'Fox?', options: ['Yes', 'Never'], selectableCount: 1 },
        starred: true,
      },
      5,
    );
  });

  it.each<[string, MessageFilter, string[]]>([
    ['nothing: all of them', {}, ['E', 'D', 'C', 'B', 'A']],
    ['chat', { chat: GROUP }, ['C', 'B']],
    ['direction in', { direction: 'in' }, ['E', 'C', 'B', 'A']],
    ['direction out', { direction: 'out' }, ['D']],
    ['who wrote, in groups and not', { from: PHONE }, ['E', 'B', 'A']],
    ['who wrote in a chat', { from: PHONE, chat: GROUP }, ['B']],
    ['kind', { kinds: ['poll', 'image'] }, ['E', 'C']],
    ['media', { hasMedia: true }, ['C']],
    ['no media', { hasMedia: false }, ['E', 'D', 'B', 'A']],
    ['star', { starred: true }, ['E']],
    ['time from', { since: at(3) }, ['E', 'D', 'C']],
    ['time before', { until: at(3) }, ['B', 'A']],
    ['word', { text: 'fox' }, ['E', 'A']],
    ['all words, in any order', { text: 'brown quick' }, ['A']],
    ['words, one not there', { text: 'brown slow' }, []],
    ['beginning of a word', { text: 'qui' }, ['A']],
    ['words of a caption, without accents', { text: 'unser GARTEN' }, ['C']],
    ['option of a poll', { text: 'never' }, ['E']],
    ['words that look like a query', { text: '"quoted" OR' }, ['D']],
    ['a query’s own signs', { text: 'NEAR(fox* -brown:^' }, []],
    ['signs alone', { text: '"*()' }, []],
    ['word and chat', { text: 'fox', chat: PHONE, direction: 'in', until: at(2) }, ['A']],
  ])('%s', (_, filter, expected) => {
    expect(ids(filter)).toEqual(expected);
    expect(ids(filter, { order: 'asc' })).toEqual(expected.toReversed());
  });

  it('id alone', () => {
    expect(fixture.storage.messages.byId(HOME, 'C' as MessageId)).toMatchObject({ key: { chat: GROUP } });
    expect(fixture.storage.messages.byId(HOME, 'Z' as MessageId)).toBeUndefined();
  });

  it('their newest words, and not those that were edited away', () => {
    const edit = { messageId: 'A' as MessageId, chat: PHONE, by: { id: PHONE }, text: 'Nothing left', editedAt: at(9) };
    fixture.storage.inbox.record(HOME, [
      { type: 'message.edited', data: edit, dedupe: ['e'], occurredAt: at(9), late: false },
    ]);
    expect(ids({ text: 'brown' })).toEqual([]);
    expect(ids({ text: 'left' })).toEqual(['A']);
  });

  it('nothing of another session, nor of a chat that is gone', () => {
    const work = 'work' as typeof HOME;
    fixture.storage.sessions.create({ name: work, engine: 'baileys', autoStart: false });
    expect(fixture.storage.messages.find(work, { text: 'fox' }, { limit: 5 }).data).toEqual([]);
    fixture.storage.chats.remove(HOME, PHONE, at(30));
    expect(ids({ text: 'fox' })).toEqual([]);
    expect(fixture.rows('SELECT rowid FROM message_text').length).toBe(2);
  });
});

describe('pages of messages', () => {
  beforeEach(() => {
    for (let n = 0; n < 10; n++) take(textFrom({ id: LID }, `M${n}`), Math.floor(n / 4));
  });
  const all = Array.from({ length: 10 }, (_, n) => `M${n}`);

  it.each(['asc', 'desc'] as const)('go through all of them, %s, while the chat becomes another’s', (order) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let chat = LID;
    do {
      const page = fixture.storage.messages.find(HOME, { chat }, { limit: 3, order, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ key }) => key.id));
      cursor = page.next;
      if (seen.length === 3) {
        take(textFrom({ id: LID, phone: numberOf(PHONE) }, 'NEW'), order === 'asc' ? -9 : 50);
        chat = fixture.storage.people.resolve(HOME, LID);
        expect(chat).toBe(PHONE);
      }
    } while (cursor);
    expect(seen).toEqual(order === 'asc' ? all : all.toReversed());
  });

  it('refuse a cursor of the other order', () => {
    const { next } = fixture.storage.messages.find(HOME, {}, { limit: 3 });
    const asked = () => fixture.storage.messages.find(HOME, {}, { limit: 3, order: 'asc', cursor: String(next) });
    expect(asked).toThrow(InvalidInputError);
  });
});
