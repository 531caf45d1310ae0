import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fact, type EventMap, type EventType, type Group, type Jid, parseJid } from '@columba/core';
import { aGroup, GROUP, ME } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
let told = 0;
const record = <T extends EventType>(type: T, data: EventMap[T], minute = 1) =>
  fixture.storage.inbox.record(HOME, [
    fact(type, data, ['g', String(told++)], { occurredAt: at(minute), chat: GROUP }),
  ]);
const OTHER_GROUP = parseJid('120363000001234567@g.us');
const garden = (overrides: Partial<Group> = {}) =>
  aGroup({
    owner: { id: PHONE },
    participants: [
      { id: PHONE, role: 'owner' },
      { id: ME, role: 'admin' },
      { id: OTHER_PHONE, role: 'member' },
    ],
    ...overrides,
  });
const joined = (group: Group) => record('group.joined', { group });
const roles = (id: Jid = GROUP) =>
  Object.fromEntries(fixture.storage.groups.get(HOME, id)?.participants.map(({ id, role }) => [id, role]) ?? []);
const common = (person: Jid) => fixture.storage.groups.common(HOME, person, { limit: 9 }).data.map(({ id }) => id);

const change = (action: 'add' | 'remove' | 'promote' | 'demote', id: Jid) =>
  record('group.participants_changed', { groupId: GROUP, action, participants: [{ id }] });

describe('a group', () => {
  it('is known with its members once this account is in it, and is a chat', () => {
    joined(garden({ disappearingSeconds: 3600 }));
    expect(fixture.storage.groups.get(HOME, GROUP)).toMatchObject({
      ...garden({ disappearingSeconds: 3600 }),
      owner: { id: PHONE },
      participants: [{ id: PHONE, role: 'owner' }, { id: ME }, { id: OTHER_PHONE }],
    });
    expect(fixture.storage.chats.get(HOME, GROUP)).toMatchObject({
      kind: 'group',
      name: 'Garden',
      disappearingSeconds: 3600,
      lastActivityAt: at(1),
    });
  });

  it('changes as it is told', () => {
    joined(garden());
    record('group.updated', { group: { id: GROUP, subject: 'Yard', announceOnly: true }, changed: ['subject'] });
    expect(fixture.storage.groups.get(HOME, GROUP)).toMatchObject({
      subject: 'Yard',
      announceOnly: true,
      locked: false,
    });
    expect(fixture.storage.chats.get(HOME, GROUP)?.name).toBe('Yard');
  });

  it('has people coming, going, rising and falling', () => {
    joined(garden());
    const friend = parseJid('+44 7700 900123');
    change('add', friend);
    change('promote', OTHER_PHONE);
    change('demote', ME);
    expect(roles()).toEqual({ [PHONE]: 'owner', [ME]: 'member', [OTHER_PHONE]: 'admin', [friend]: 'member' });
    change('remove', friend);
    expect(roles()).not.toHaveProperty([friend]);
    expect(fixture.storage.groups.list(HOME, { limit: 9 }).data).toMatchObject([{ id: GROUP, size: 3 }]);
  });

  it('that is not known is not made up of those who come', () => {
    record('group.participants_changed', { groupId: GROUP, action: 'add', participants: [{ id: PHONE }] });
    record('group.updated', { group: { id: GROUP, locked: true }, changed: ['locked'] });
    expect(fixture.storage.groups.get(HOME, GROUP)).toBeUndefined();
    expect(common(PHONE)).toEqual([]);
  });

  it.each([
    ['this account left', () => record('group.left', { groupId: GROUP })],
    [
      'this account was put out',
      () => record('group.participants_changed', { groupId: GROUP, action: 'remove', participants: [{ id: ME }] }),
    ],
  ])('stays readable when %s, and is listed no longer', (_, leave) => {
    fixture.storage.sessions.update(HOME, { account: { id: ME } });
    joined(garden());
    leave();
    expect(fixture.storage.groups.list(HOME, { limit: 9 }).data).toEqual([]);
    expect(common(PHONE)).toEqual([]);
    expect(fixture.storage.groups.get(HOME, GROUP)?.subject).toBe('Garden');
    expect(roles()).not.toHaveProperty([ME]);
    expect(fixture.storage.chats.get(HOME, GROUP)?.readOnly).toBe(true);
    joined(garden());
    expect(fixture.storage.chats.get(HOME, GROUP)?.readOnly).toBe(false);
    expect(fixture.storage.groups.isMember(HOME, GROUP)).toBe(true);
  });

  it('is replaced by what WhatsApp answers when it is asked', () => {
    joined(garden());
    const before = fixture.storage.events.lastPos();
    fixture.storage.observations.group(HOME, garden({ subject: 'New', participants: [{ id: LID, role: 'member' }] }));
    expect(roles()).toEqual({ [LID]: 'member' });
    expect(fixture.storage.chats.get(HOME, GROUP)).toMatchObject({ name: 'New', lastActivityAt: at(1) });
    expect(fixture.storage.events.lastPos()).toBe(before);
  });
});

describe('groups in common', () => {
  it('are found under any address of the person, also after two turned out to be one', () => {
    joined(garden());
    joined(garden({ id: OTHER_GROUP, subject: 'Allotment', participants: [{ id: LID, role: 'admin' }] }));
    expect(common(PHONE)).toEqual([GROUP]);
    expect(common(LID)).toEqual([OTHER_GROUP]);
    fixture.storage.inbox.record(HOME, [received(textFrom({ id: PHONE, lid: LID, phone: numberOf(PHONE) }, 'A'))]);
    expect(common(PHONE)).toEqual([OTHER_GROUP, GROUP]);
    expect(common(LID)).toEqual([OTHER_GROUP, GROUP]);
    expect(roles(OTHER_GROUP)).toEqual({ [PHONE]: 'admin' });
  });

  it('are paged by subject', () => {
    joined(garden());
    joined(garden({ id: OTHER_GROUP, subject: 'Äpfel' }));
    const first = fixture.storage.groups.common(HOME, OTHER_PHONE, { limit: 1 });
    expect(first.data).toMatchObject([{ id: OTHER_GROUP, size: 3 }]);
    const second = fixture.storage.groups.common(HOME, OTHER_PHONE, { limit: 1, cursor: String(first.next) });
    expect(second).toMatchObject({ data: [{ id: GROUP }] });
    expect(second.next).toBeUndefined();
  });
});
