import { describe, expect, it } from '@jest/globals';
import type { Account, Jid } from '@columba/core';
import { AddressBook } from '../mappers/address-book.js';
import type { GroupEntry } from '../page/facets/groups.page.js';
import type { PageGroup } from '../page/group-scope.js';
import { GROUP_READERS } from './group.facts.js';
import type { ReadScope } from './reading.js';

const ME: Account = { id: '4915100000001@s.whatsapp.net' as Jid, lid: '100000000000001@lid' as Jid };
const BEA = { wid: '100000000000002@lid', phone: '4915100000002@c.us', lid: '100000000000002@lid' };
const MYSELF = { wid: '100000000000001@lid', lid: '100000000000001@lid' };
const GROUP: PageGroup = {
  id: '120363000000000001@g.us',
  subject: 'Garden',
  announce: true,
  restrict: false,
  approval: false,
  membersCanAdd: false,
  ephemeral: 60,
  participants: [{ ...BEA, role: 'owner' }],
};

const scope = { me: ME, book: new AddressBook(), late: false, serial: 's' } as ReadScope;
const line = (more: Partial<GroupEntry>): GroupEntry => ({
  id: '17',
  subtype: 'subject',
  body: null,
  by: BEA,
  people: [],
  me: false,
  group: GROUP,
  chat: GROUP.id,
  t: 1_700_000_000,
  ...more,
});
const told = (more: Partial<GroupEntry>) =>
  (GROUP_READERS.group?.(line(more), scope) ?? []).map(({ type, data, dedupe }) => ({ type, data, dedupe }));

describe('lines in the chat of a group', () => {
  it('tell this account coming and going apart from others', () => {
    expect(told({ subtype: 'add', people: [MYSELF, BEA], me: true }).map(({ type }) => type)).toEqual([
      'group.joined',
      'group.participants_changed',
    ]);
    expect(told({ subtype: 'leave', people: [MYSELF], me: true }).map(({ type }) => type)).toEqual(['group.left']);
    expect(told({ subtype: 'remove', people: [BEA] })[0]?.data).toMatchObject({ action: 'remove' });
  });

  it('say what a setting is, or the page shows it', () => {
    expect(told({ subtype: 'announce', body: 'off' })[0]?.data).toMatchObject({ group: { announceOnly: false } });
    expect(told({ subtype: 'announce' })[0]?.data).toMatchObject({ group: { announceOnly: true } });
    expect(told({ subtype: 'announce', group: null })).toEqual([]);
    expect(told({ subtype: 'member_add_mode', body: 'all_member_add' })[0]?.data).toMatchObject({
      group: { membersCanAdd: true },
      changed: ['membersCanAdd'],
    });
  });

  it('tell disappearing messages of the group and of its chat, and are the same when told again', () => {
    const facts = told({ subtype: 'ephemeral', body: '' });
    expect(facts.map(({ type }) => type)).toEqual(['group.updated', 'chat.updated']);
    expect(facts).toEqual(told({ subtype: 'ephemeral', body: '' }));
    expect(new Set(facts.map(({ dedupe }) => JSON.stringify(dedupe))).size).toBe(2);
  });

  it('that nobody knows say nothing', () => {
    for (const subtype of ['', 'constructor', 'revoke_invite', 'no_such_thing']) expect(told({ subtype })).toEqual([]);
  });
});
