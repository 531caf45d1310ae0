import { expect } from '@jest/globals';
import type { Jid, ParticipantAction } from '../../src/index.js';
import type { ScriptedPerson } from './scripted.js';
import { failsWith } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

const NO_GROUP = '120363999999999999@g.us' as Jid;

export function describeGroupMembers(suite: ContractSuite): void {
  suite.facet('groups: who is in', (facet) => {
    participants(facet);
    othersChangeParticipants(facet);
    inviting(facet);
    joinRequests(facet);
    leaving(facet);
  });
}

const roleOf =
  (who: ScriptedPerson, role: string | undefined) =>
  (group: { participants: { id: Jid; role: string }[] } | undefined) =>
    group?.participants.find(({ id }) => id === who.jid)?.role === role;

function participants(facet: Facet): void {
  const act = (action: ParticipantAction, roleBefore: string | undefined, roleAfter: string | undefined) =>
    facet.behaviour('groups.participants', `${action}: the members see it`, async (t) => {
      const [witness, who] = [await t.contact(), await t.contact()];
      const id = await t.ownGroup(...(action === 'add' ? [witness] : [witness, who]));
      if (action === 'demote') await t.engine.groups.changeParticipants(id, 'promote', [who.jid]);
      await witness.seesGroup(id, roleOf(who, roleBefore));
      const [result] = await t.engine.groups.changeParticipants(id, action, [who.jid]);
      expect(result).toMatchObject({ person: { id: who.jid }, outcome: 'done' });
      await witness.seesGroup(id, roleOf(who, roleAfter));
      const { data } = await t.facts.next(
        'group.participants_changed',
        ({ data }) => data.groupId === id && data.action === action,
      );
      expect(data).toMatchObject({ participants: [{ id: who.jid }], by: { id: t.owner.jid } });
    });
  act('add', undefined, 'member');
  act('remove', 'member', undefined);
  act('promote', 'member', 'admin');
  act('demote', 'admin', 'member');

  facet.behaviour(
    'groups.participants',
    'who was removed sees nothing of what comes after, the others do',
    async (t) => {
      const [stays, goes] = [await t.contact(), await t.contact()];
      const id = await t.ownGroup(stays, goes);
      const before = await t.sendText(id, 'All of us');
      for (const member of [stays, goes]) await member.seesMessage(id, before.id);
      await t.engine.groups.changeParticipants(id, 'remove', [goes.jid]);
      const after = await t.sendText(id, 'The two of us');
      expect((await stays.seesMessage(id, after.id)).content).toMatchObject({ text: 'The two of us' });
      expect((await goes.messagesIn(id)).map((message) => message.id)).not.toContain(after.id);
      await t.engine.groups.changeParticipants(id, 'add', [goes.jid]);
      const again = await t.sendText(id, 'All of us again');
      for (const member of [stays, goes]) await member.seesMessage(id, again.id);
    },
  );

  facet.behaviour('groups.participants', 'every person asked for gets an outcome of their own', async (t) => {
    const [inside, outside] = [await t.contact(), await t.contact()];
    const stranger = t.harness.strangerJid();
    const id = await t.ownGroup(inside);
    const results = await t.engine.groups.changeParticipants(id, 'add', [inside.jid, outside.jid, stranger]);
    expect(new Map(results.map(({ person, outcome }) => [person.id, outcome]))).toEqual(
      new Map([
        [inside.jid, 'already_member'],
        [outside.jid, 'done'],
        [stranger, 'not_on_whatsapp'],
      ]),
    );
    const [gone] = await t.engine.groups.changeParticipants(id, 'remove', [(await t.contact()).jid]);
    expect(gone?.outcome).toBe('not_member');
  });

  facet.behaviour('groups.participants', 'a person is found under the LID', async (t) => {
    const [witness, who] = [await t.contact(), await t.contact()];
    const id = await t.ownGroup(witness, who);
    await t.engine.groups.changeParticipants(id, 'promote', [who.lid]);
    await witness.seesGroup(id, roleOf(who, 'admin'));
  });

  facet.behaviour('groups.participants', 'who is no admin may not', async (t) => {
    const [founder, other] = [await t.contact(), await t.contact()];
    const id = await t.foreignGroup(founder, other);
    await failsWith('not_allowed', t.engine.groups.changeParticipants(id, 'remove', [other.jid]));
    await founder.seesGroup(id, roleOf(other, 'member'));
  });

  facet.behaviour('groups.participants', 'who is no admin may not, also about who is no member', async (t) => {
    const id = await t.foreignGroup(await t.contact());
    const stranger = await t.contact();
    await failsWith('not_allowed', t.engine.groups.changeParticipants(id, 'remove', [stranger.jid]));
  });
}

function othersChangeParticipants(facet: Facet): void {
  facet.behaviour('receiving', 'what another admin does to the participants is told', async (t) => {
    const [founder, who] = [await t.contact(), await t.contact()];
    const id = await t.foreignGroup(founder);
    for (const action of ['add', 'promote', 'demote', 'remove'] as const) {
      await founder.groups.changeParticipants(id, action, [who.jid]);
      const { data } = await t.facts.next('group.participants_changed', ({ data }) => data.groupId === id);
      expect(data).toMatchObject({ action, participants: [{ id: who.jid }], by: { id: founder.jid } });
    }
  });

  facet.behaviour('receiving', 'being added and being removed is told', async (t) => {
    const founder = await t.contact();
    const id = await t.foreignGroup(founder);
    await founder.groups.changeParticipants(id, 'remove', [t.owner.jid]);
    const { data } = await t.facts.next('group.left', ({ data }) => data.groupId === id);
    expect(data.by?.id).toBe(founder.jid);
    await founder.groups.changeParticipants(id, 'add', [t.owner.jid]);
    const joined = await t.facts.next('group.joined', ({ data }) => data.group.id === id);
    expect(joined.data).toMatchObject({ group: { subject: 'Street' }, by: { id: founder.jid } });
  });

  facet.behaviour('receiving', 'a member who leaves is told', async (t) => {
    const who = await t.contact();
    const id = await t.ownGroup(who);
    await who.groups.leave(id);
    const { data } = await t.facts.next('group.participants_changed', ({ data }) => data.groupId === id);
    expect(data).toMatchObject({ action: 'remove', participants: [{ id: who.jid }] });
  });
}

function inviting(facet: Facet): void {
  facet.behaviour('groups.invite', 'whoever has the code comes in', async (t) => {
    const who = await t.contact();
    const id = await t.ownGroup();
    const { code } = await t.engine.groups.invite(id);
    expect(await who.groups.join(code)).toBe(id);
    const { data } = await t.facts.next('group.participants_changed', ({ data }) => data.groupId === id);
    expect(data).toMatchObject({ action: 'add', participants: [{ id: who.jid }] });
  });

  facet.behaviour('groups.invite', 'a revoked code lets nobody in, the new one does', async (t) => {
    const who = await t.contact();
    const id = await t.ownGroup();
    const old = await t.engine.groups.invite(id);
    const fresh = await t.engine.groups.revokeInvite(id);
    expect(fresh.code).not.toBe(old.code);
    expect((await t.engine.groups.invite(id)).code).toBe(fresh.code);
    await failsWith('not_found', who.groups.join(old.code));
    await who.groups.join(fresh.code);
    await who.seesGroup(id, (seen) => seen !== undefined);
  });

  facet.behaviour('groups.invite', 'who is no admin does not get the code', async (t) => {
    const id = await t.foreignGroup(await t.contact());
    await failsWith('not_allowed', t.engine.groups.invite(id));
  });

  facet.behaviour('groups.join', 'a code shows its group, and lets in', async (t) => {
    const founder = await t.contact();
    const { group } = await founder.groups.create('Choir', []);
    const { code } = await founder.groups.invite(group.id);
    expect(await t.engine.groups.previewInvite(code)).toMatchObject({ id: group.id, subject: 'Choir' });
    await founder.seesGroup(group.id, (seen) => seen?.participants.length === 1);
    expect(await t.engine.groups.join(code)).toBe(group.id);
    await founder.seesGroup(group.id, roleOf(t.owner, 'member'));
    await t.facts.next('group.joined', ({ data }) => data.group.id === group.id);
  });

  facet.behaviour('groups.join', 'a wrong code is not found', async (t) => {
    await failsWith('not_found', t.engine.groups.join('AAAAAAAAAAAAAAAAAAAAAA'));
    await failsWith('not_found', t.engine.groups.previewInvite('AAAAAAAAAAAAAAAAAAAAAA'));
  });
}

function joinRequests(facet: Facet): void {
  for (const approve of [true, false])
    facet.behaviour(
      'groups.joinRequests',
      `a request is told, listed and ${approve ? 'granted' : 'refused'}`,
      async (t) => {
        const who = await t.contact();
        const id = await t.ownGroup();
        await t.engine.groups.update(id, { joinApproval: true });
        const { code } = await t.engine.groups.invite(id);
        await who.groups.join(code);
        const { data } = await t.facts.next('group.join_requested', ({ data }) => data.groupId === id);
        expect(data.person.id).toBe(who.jid);
        expect((await t.engine.groups.joinRequests(id)).map(({ person }) => person.id)).toEqual([who.jid]);
        await who.seesGroup(id, (seen) => seen === undefined);
        const [result] = await t.engine.groups.answerJoinRequests(id, [who.jid], approve);
        expect(result).toMatchObject({ person: { id: who.jid }, outcome: 'done' });
        await who.seesGroup(id, (seen) => (seen !== undefined) === approve);
        expect(await t.engine.groups.joinRequests(id)).toEqual([]);
      },
    );

  facet.behaviour('groups.joinRequests', 'who is no admin does not see them', async (t) => {
    const id = await t.foreignGroup(await t.contact());
    await failsWith('not_allowed', t.engine.groups.joinRequests(id));
  });
}

function leaving(facet: Facet): void {
  facet.behaviour('groups.leave', 'the others see that one has left', async (t) => {
    const founder = await t.contact();
    const id = await t.foreignGroup(founder);
    await t.engine.groups.leave(id);
    await founder.seesGroup(id, roleOf(t.owner, undefined));
    await t.facts.next('group.left', ({ data }) => data.groupId === id);
  });

  facet.behaviour('groups.leave', 'a group that one is not in is not found', (t) =>
    failsWith('not_found', t.engine.groups.leave(NO_GROUP)),
  );

  facet.behaviour('groups.leave', 'a group that one has left is not found', async (t) => {
    const id = await t.foreignGroup(await t.contact());
    await t.engine.groups.leave(id);
    await failsWith('not_found', t.engine.groups.leave(id));
  });
}
