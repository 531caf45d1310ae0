import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EventMap,
  type Fact,
  type Jid,
  type LoggedEvent,
  messageFact,
  type MessageContent,
  type MessageId,
  type Person,
} from '@columba/core';
import { aFact, aMessage, GROUP, ME } from '@columba/core/testing';
import {
  HOME,
  LID,
  numberOf,
  OTHER_LID,
  OTHER_PHONE,
  PHONE,
  received,
  StorageFixture,
  textFrom,
} from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const record = (...facts: Fact[]): LoggedEvent[] => fixture.storage.inbox.record(HOME, facts);
const types = (events: readonly LoggedEvent[]) => events.map(({ type }) => type);
const identities = (events: readonly LoggedEvent[]) =>
  events.filter(({ type }) => type === 'identity.changed').map(({ data }) => data as EventMap['identity.changed']);
const idsIn = (chat: Jid) => fixture.storage.messages.list(HOME, chat, { limit: 50 }).data.map(({ key }) => key.id);
const chats = () => fixture.storage.chats.list(HOME, { limit: 50 }).data.map(({ id }) => id);

const own = (participant: Jid | undefined): Fact => {
  const key = { chat: GROUP, fromMe: true, ...(participant ? { participant } : {}) };
  return messageFact('message.sent', aMessage({ key }), false);
};

/** The ways in which one person may be named. */
const NAMED: [string, Person][] = [
  ['phone', { id: PHONE }],
  ['LID', { id: LID }],
  ['phone with LID', { id: PHONE, lid: LID }],
  ['LID with phone', { id: LID, phone: numberOf(PHONE) }],
];
const PAIRS = NAMED.flatMap(([first, one]) => NAMED.map(([second, two]) => ({ first, one, second, two })));
const isJoined = ({ one, two }: { one: Person; two: Person }) =>
  one.id === two.id || [one, two].some(({ lid, phone }) => lid ?? phone);

describe('a message that comes twice', () => {
  it.each(PAIRS.filter(isJoined))('is logged once: $first, then $second', ({ one, two }) => {
    record(received(textFrom(one, 'A')));
    expect(types(record(received(textFrom(two, 'A'), true))).filter((type) => type !== 'identity.changed')).toEqual([]);
    expect(chats()).toHaveLength(1);
    expect(fixture.storage.chats.list(HOME, { limit: 50 }).data).toMatchObject([{ unreadCount: 1 }]);
  });

  it.each(PAIRS.filter(isJoined))('is logged once in a group: $first, then $second', ({ one, two }) => {
    record(received(textFrom(one, 'A', GROUP)));
    expect(types(record(received(textFrom(two, 'A', GROUP), true)))).not.toContain('message.received');
    expect(idsIn(GROUP)).toEqual(['A']);
  });

  it.each(PAIRS)('is logged once when the mapping is known before: $first, then $second', ({ one, two }) => {
    fixture.storage.people.learn(HOME, PHONE, LID, 'test');
    record(received(textFrom(one, 'A')), received(textFrom(one, 'A', GROUP)));
    expect(record(received(textFrom(two, 'A')), received(textFrom(two, 'A', GROUP)))).toEqual([]);
    expect(idsIn(PHONE)).toEqual(['A']);
    expect(idsIn(GROUP)).toEqual(['A']);
  });

  it.each([
    ['without us, then with us', undefined, ME],
    ['with us, then without us', ME, undefined],
    ['with us under two addresses', ME, OTHER_LID],
  ])('is logged once when it is our own in a group, named %s', (_, first, second) => {
    expect(record(own(first), own(second))).toHaveLength(1);
    expect(fixture.storage.messages.list(HOME, GROUP, { limit: 5 }).data).toHaveLength(1);
  });

  it('is two messages when two members of a group chose the same id, or it went the other way', () => {
    const events = record(
      received(textFrom({ id: PHONE }, 'A', GROUP)),
      received(textFrom({ id: OTHER_PHONE }, 'A', GROUP)),
      received(textFrom({ id: PHONE }, 'A')),
      messageFact('message.sent', aMessage({ key: { chat: PHONE, id: 'A' as MessageId, fromMe: true } }), false),
    );
    expect(events).toHaveLength(4);
  });

  it('is in both chats until somebody says that they are one, and in one afterwards', () => {
    record(
      received(textFrom({ id: PHONE }, 'A')),
      received(textFrom({ id: LID }, 'A')),
      received(textFrom({ id: LID }, 'B')),
    );
    record(received(textFrom({ id: PHONE }, 'G', GROUP)), received(textFrom({ id: LID }, 'G', GROUP)));
    expect(chats().toSorted()).toEqual([LID, GROUP, PHONE].toSorted());
    const events = record(received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'C')));
    expect(types(events)).toEqual(['identity.changed', 'message.received']);
    expect(chats().toSorted()).toEqual([GROUP, PHONE].toSorted());
    expect(idsIn(PHONE).toSorted()).toEqual(['A', 'B', 'C']);
    expect(idsIn(GROUP)).toEqual(['G']);
    expect(fixture.storage.chats.get(HOME, PHONE)?.unreadCount).toBe(3);
    expect(record(received(textFrom({ id: LID }, 'A')), received(textFrom({ id: PHONE }, 'A')))).toEqual([]);
  });
});

describe('who somebody is', () => {
  it('is told when a mapping is learnt, once, and old addresses stay valid', () => {
    record(received(textFrom({ id: LID, name: 'Ann' }, 'A', GROUP)));
    const events = record(received(textFrom({ id: PHONE, lid: LID }, 'B')), received(textFrom({ id: LID }, 'C')));
    expect(identities(events)).toEqual([
      { previousId: LID, id: PHONE, phone: numberOf(PHONE), lid: LID, reason: 'learnt' },
    ]);
    expect(fixture.storage.people.resolve(HOME, LID)).toBe(PHONE);
    expect(fixture.storage.people.person(HOME, LID)).toEqual({
      id: PHONE,
      phone: numberOf(PHONE),
      lid: LID,
      name: 'Ann',
    });
    expect(fixture.storage.messages.get(HOME, GROUP, 'A' as MessageId)).toMatchObject({
      key: { participant: PHONE },
      from: { id: PHONE, phone: numberOf(PHONE) },
    });
  });

  it('is no news when nobody is known by another address than before', () => {
    record(received(textFrom({ id: PHONE }, 'A')));
    expect(types(record(received(textFrom({ id: PHONE, lid: LID }, 'B'))))).toEqual(['message.received']);
    expect(fixture.storage.people.person(HOME, LID)).toMatchObject({ id: PHONE, lid: LID });
  });

  it('moves with a person who gets another phone number', () => {
    record(received(textFrom({ id: PHONE, lid: LID }, 'A')));
    const events = record(received(textFrom({ id: OTHER_PHONE, lid: LID }, 'B')));
    expect(identities(events)).toEqual([
      { previousId: PHONE, id: OTHER_PHONE, phone: numberOf(OTHER_PHONE), lid: LID, reason: 'moved' },
    ]);
    expect(chats()).toEqual([OTHER_PHONE]);
    expect(idsIn(OTHER_PHONE)).toEqual(['B', 'A']);
    expect(fixture.storage.people.resolve(HOME, PHONE)).toBe(OTHER_PHONE);
    expect(fixture.storage.people.aliases(HOME, LID).toSorted()).toEqual([PHONE, OTHER_PHONE, LID].toSorted());
  });

  it('tells of both persons when a number moves from one to the other, each keeping their messages', () => {
    record(received(textFrom({ id: PHONE, lid: LID }, 'A')), received(textFrom({ id: OTHER_LID }, 'B')));
    const events = record(received(textFrom({ id: PHONE, lid: OTHER_LID }, 'C')));
    expect(identities(events)).toEqual([
      { previousId: PHONE, id: LID, lid: LID, reason: 'moved' },
      { previousId: OTHER_LID, id: PHONE, phone: numberOf(PHONE), lid: OTHER_LID, reason: 'moved' },
    ]);
    expect(idsIn(LID)).toEqual(['A']);
    expect(idsIn(PHONE)).toEqual(['C', 'B']);
    expect(fixture.storage.people.aliases(HOME, PHONE).toSorted()).toEqual([PHONE, OTHER_LID].toSorted());
    expect(fixture.storage.people.aliases(HOME, LID)).toEqual([LID]);
  });

  it('can move there and back, and is told each time', () => {
    record(received(textFrom({ id: PHONE, lid: LID }, 'A')));
    const moves = [OTHER_LID, LID, OTHER_LID].flatMap((lid, n) =>
      record(received(textFrom({ id: PHONE, lid }, `M${n}`))),
    );
    expect(identities(moves).map(({ previousId, id }) => [previousId, id])).toEqual([
      [PHONE, LID],
      [PHONE, OTHER_LID],
      [LID, PHONE],
      [PHONE, LID],
      [OTHER_LID, PHONE],
    ]);
  });

  it('joins one who changed the number with who is known by the new number alone', () => {
    record(received(textFrom({ id: PHONE, lid: LID }, 'A')), received(textFrom({ id: OTHER_PHONE }, 'B')));
    const events = record(received(textFrom({ id: OTHER_PHONE, lid: LID }, 'C')));
    expect(identities(events)).toMatchObject([{ previousId: PHONE, id: OTHER_PHONE, reason: 'moved' }]);
    expect(idsIn(OTHER_PHONE).toSorted()).toEqual(['A', 'B', 'C']);
    expect(fixture.rows('SELECT id FROM person')).toHaveLength(1);
  });

  it('keeps the newest name that somebody came with, and ours is nobody else’s', () => {
    record(received(textFrom({ id: PHONE, name: 'Ann' }, 'A')), received(textFrom({ id: PHONE, name: 'Anna' }, 'B')));
    record(
      messageFact(
        'message.sent',
        aMessage({ key: { chat: PHONE, fromMe: true }, from: { id: ME, name: 'Me' } }),
        false,
      ),
    );
    expect(fixture.storage.people.person(HOME, PHONE).name).toBe('Anna');
    expect(fixture.storage.people.person(HOME, ME).name).toBeUndefined();
    expect(fixture.storage.chats.get(HOME, PHONE)?.name).toBe('Anna');
  });
});

describe('the data of a logged event', () => {
  beforeEach(() => {
    fixture.storage.people.learn(HOME, PHONE, LID, 'test');
    fixture.storage.people.setName(HOME, PHONE, 'Ann');
  });
  const ANN = { id: PHONE, phone: numberOf(PHONE), lid: LID, name: 'Ann' };

  it('names everybody by the public address, with all that is known', () => {
    const message = {
      ...textFrom({ id: LID }, 'A', GROUP),
      mentions: [{ id: LID }],
      quoted: { id: 'Q' as MessageId, participant: LID },
      content: { kind: 'system', action: 'participants_added', persons: [{ id: LID }] } satisfies MessageContent,
    };
    const [event] = record(received(message));
    expect(event?.data).toEqual({
      message: {
        ...message,
        key: { ...message.key, participant: PHONE },
        from: ANN,
        mentions: [ANN],
        quoted: { id: 'Q', participant: PHONE },
        content: { ...message.content, persons: [ANN] },
      },
    });
  });

  it('names chats by the public address and adds nothing to them', () => {
    const [event] = record(aFact('chat.updated', { chat: { id: LID, archived: true } }, { chat: LID }));
    expect(event).toMatchObject({ chat: PHONE, data: { chat: { id: PHONE, archived: true } } });
    expect(event?.data).toEqual({ chat: { id: PHONE, archived: true }, changed: ['archived'] });
  });

  it('takes the participant of a presence for a person and the one of a status for an address', () => {
    const [presence, status] = record(
      aFact('presence.changed', { chat: LID, participant: { id: LID } }),
      aFact('message.status_changed', { chat: LID, participant: LID }),
    );
    expect(presence?.data).toMatchObject({ chat: PHONE, participant: ANN });
    expect(status?.data).toMatchObject({ chat: PHONE, participant: PHONE });
  });

  it('leaves texts alone that look like addresses', () => {
    const text = String(LID);
    const content = {
      kind: 'buttons',
      text,
      footer: text,
      buttons: [
        { id: text, text },
        { id: String(OTHER_PHONE), text },
      ],
    } as const;
    const message = { ...textFrom({ id: PHONE }, 'A'), content: { ...content, buttons: [...content.buttons] } };
    const [event] = record(received(message));
    expect(event?.data).toMatchObject({ message: { content } });
    expect(fixture.storage.people.aliases(HOME, OTHER_PHONE)).toEqual([OTHER_PHONE]);
    expect(fixture.rows('SELECT * FROM alias WHERE alias = ?', OTHER_PHONE)).toEqual([]);
  });

  it('takes a person with an address that cannot be read as told', () => {
    const odd = { id: LID, phone: 'unknown', lid: 'nonsense' as Jid };
    expect(record(aFact('call.offered', { from: odd }))[0]?.data).toMatchObject({ from: ANN });
  });

  it('is not taken for known when it could not be stored', () => {
    record(received(textFrom({ id: OTHER_PHONE }, 'A')));
    const told = received(textFrom({ id: OTHER_PHONE, lid: OTHER_LID }, 'B'));
    const attempt = (failing: number) => {
      fixture.failAt(failing);
      try {
        return record(told);
      } catch {
        return [];
      }
    };
    let refused = 0;
    while (attempt(refused + 1).length === 0) {
      refused += 1;
      expect(fixture.storage.people.person(HOME, OTHER_PHONE)).not.toHaveProperty('lid');
    }
    expect(refused).toBeGreaterThan(5);
    expect(fixture.storage.people.person(HOME, OTHER_PHONE)).toMatchObject({ lid: OTHER_LID });
  });
});
