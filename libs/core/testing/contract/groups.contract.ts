import { expect } from '@jest/globals';
import type { Jid } from '../../src/index.js';
import { JPEG } from './media-samples.js';
import { failsWith, type Stage } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

const NO_GROUP = '120363999999999999@g.us' as Jid;

export function describeGroups(suite: ContractSuite): void {
  suite.facet('groups', (facet) => {
    creating(facet);
    readingGroups(facet);
    updating(facet);
    othersUpdate(facet);
  });
}

function creating(facet: Facet): void {
  facet.behaviour('groups.create', 'everybody named is in it and sees it', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const { group, results } = await t.engine.groups.create('Garden', [one.jid, other.jid]);
    expect(group).toMatchObject({ subject: 'Garden', owner: { id: t.owner.jid } });
    expect(results.map(({ person, outcome }) => [person.id, outcome])).toEqual([
      [one.jid, 'done'],
      [other.jid, 'done'],
    ]);
    for (const member of [one, other])
      await member.seesGroup(group.id, (seen) => seen?.subject === 'Garden' && seen.participants.length === 3);
    const { data } = await t.facts.next('group.joined', ({ data }) => data.group.id === group.id);
    expect(data.group.participants).toHaveLength(3);
  });

  facet.behaviour('groups.create', 'a number without an account is left out, and named', async (t) => {
    const one = await t.contact();
    const stranger = t.harness.strangerJid();
    const { group, results } = await t.engine.groups.create('Garden', [one.jid, stranger]);
    expect(results.find(({ person }) => person.id === stranger)?.outcome).toBe('not_on_whatsapp');
    expect(group.participants.map(({ id }) => id).toSorted()).toEqual([one.jid, t.owner.jid].toSorted());
  });
}

function readingGroups(facet: Facet): void {
  facet.behaviour('groups.read', 'a group is read with its settings and roles', async (t) => {
    const founder = await t.contact();
    const id = await t.foreignGroup(founder, await t.contact());
    await founder.groups.update(id, { description: 'For all of us', locked: true });
    await t.facts.next('group.updated', ({ data }) => data.group.id === id);
    const group = await t.engine.groups.get(id);
    expect(group).toMatchObject({
      id,
      subject: 'Street',
      description: 'For all of us',
      owner: { id: founder.jid },
      locked: true,
      announceOnly: false,
      joinApproval: false,
      disappearingSeconds: 0,
    });
    const roles = new Map(group.participants.map((participant) => [participant.id, participant.role]));
    expect(roles.get(founder.jid)).toBe('owner');
    expect(roles.get(t.owner.jid)).toBe('member');
    expect(roles.size).toBe(3);
  });

  facet.behaviour('groups.read', 'the list holds the groups that one is in', async (t) => {
    const [inside, left] = [await t.ownGroup(), await t.ownGroup()];
    await t.engine.groups.leave(left);
    const ids = (await t.engine.groups.list()).map(({ id }) => id);
    expect(ids).toContain(inside);
    expect(ids).not.toContain(left);
  });

  facet.behaviour('groups.read', 'a group that is not there is not found', (t) =>
    failsWith('not_found', t.engine.groups.get(NO_GROUP)),
  );

  facet.behaviour('groups.read', 'a member whose phone is hidden is listed by LID', async (t) => {
    const founder = await t.contact();
    const hidden = await t.contact({ phoneHidden: true });
    const id = await t.foreignGroup(founder, hidden);
    const { participants } = await t.engine.groups.get(id);
    const listed = participants.find(({ lid }) => lid === hidden.lid);
    expect(listed).toMatchObject({ id: hidden.lid, role: 'member' });
    expect(listed?.phone).toBeUndefined();
  });
}

function updating(facet: Facet): void {
  const change = (title: string, wanted: Parameters<Stage['engine']['groups']['update']>[1]) =>
    facet.behaviour('groups.update', title, async (t) => {
      const member = await t.contact();
      const id = await t.ownGroup(member);
      await t.engine.groups.update(id, wanted);
      const entries = Object.entries(wanted) as [keyof typeof wanted, unknown][];
      await member.seesGroup(id, (seen) => entries.every(([name, value]) => seen?.[name] === value));
      for (const [name, value] of entries) {
        const { data } = await t.facts.next(
          'group.updated',
          ({ data }) => data.group.id === id && data.changed.includes(name) && data.group[name] === value,
        );
        expect(data.by?.id).toBe(t.owner.jid);
      }
    });
  change('the subject', { subject: 'Orchard' });
  change('the description', { description: 'Apples and pears' });
  change('only admins may write', { announceOnly: true });
  change('only admins may change it', { locked: true });
  change('admins let new members in', { joinApproval: true });
  change('only admins may add', { membersCanAdd: false });
  change('messages disappear', { disappearingSeconds: 86_400 });

  facet.behaviour('groups.update', 'a member who is no admin may not change a locked group', async (t) => {
    const founder = await t.contact();
    const id = await t.foreignGroup(founder);
    await founder.groups.update(id, { locked: true });
    await t.facts.next('group.updated', ({ data }) => data.group.id === id);
    await failsWith('not_allowed', t.engine.groups.update(id, { subject: 'Mine' }));
    await founder.seesGroup(id, (seen) => seen?.subject === 'Street');
  });

  facet.behaviour('groups.picture', 'the picture is set and taken away', async (t) => {
    const id = await t.ownGroup(await t.contact());
    const told = () =>
      t.facts.next('group.updated', ({ data }) => data.group.id === id && data.changed.includes('picture'));
    await t.engine.groups.setPicture(id, JPEG.bytes);
    await told();
    expect(await t.engine.contacts.picture(id)).toBeDefined();
    await t.engine.groups.setPicture(id, null);
    await told();
    expect(await t.engine.contacts.picture(id)).toBeUndefined();
  });
}

function othersUpdate(facet: Facet): void {
  facet.behaviour('receiving', 'what another admin changes is told, with who did it', async (t) => {
    const founder = await t.contact();
    const id = await t.foreignGroup(founder);
    await founder.groups.update(id, { subject: 'Alley' });
    const { data, chat } = await t.facts.next('group.updated', ({ data }) => data.group.id === id);
    expect(data).toMatchObject({ group: { subject: 'Alley' }, by: { id: founder.jid }, changed: ['subject'] });
    expect(chat).toBe(id);
    await founder.groups.setPicture(id, JPEG.bytes);
    await t.facts.next('group.updated', ({ data }) => data.group.id === id && data.changed.includes('picture'));
  });
}
