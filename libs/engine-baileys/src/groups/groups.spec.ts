import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJid, parseMessageId, type Jid, type MessageId } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

const [CAROL, DAN] = ['15550007777', '15550007778'];
const [carol, dan, nobody] = [parseJid(CAROL), parseJid(DAN), parseJid('19998880000')];
const NO_GROUP = parseJid('120363999999999999@g.us');

const text = (words: string) => ({ kind: 'text' as const, text: words });
const own = async (ann: SimulatedSession, ...who: Jid[]) => {
  const { group } = await ann.engine.groups.create('Garden', who);
  await ann.context.nextFact('group.joined', ({ data }) => data.group.id === group.id);
  return group.id;
};

describe('groups with the simulated WhatsApp', () => {
  let sim: Simulator;
  let last = 15550003000;
  let ids = 0;
  const sessions: SimulatedSession[] = [];
  const session = (options = {}) => {
    const made = new SimulatedSession(sim, String((last += 1)), options);
    sessions.push(made);
    return made.open();
  };
  const nextId = () => parseMessageId(`3EB0AAAABBBBCCCCEEE${String((ids += 1)).padStart(3, '0')}`);
  const seen = (group: Jid, by = CAROL) => sim.group.view({ group, by });
  const foreign = async (ann: SimulatedSession, addressing: 'lid' | 'pn' = 'lid') => {
    const { id } = await sim.group.create({ by: CAROL, subject: 'Street', who: [ann.number, DAN], addressing });
    const group = parseJid(`${id}@g.us`);
    await ann.context.nextFact('group.joined', ({ data }) => data.group.id === group);
    return group;
  };
  const send = async (ann: SimulatedSession, group: Jid, words: string): Promise<MessageId> => {
    const messageId = nextId();
    await ann.engine.messages.send(group, text(words), { messageId });
    return messageId;
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'groups' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
    await sim.contact.add({ pn: DAN, name: 'Dan' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
    await sim.fault.clear();
    await sim.group.queryLimit({ perMinute: null });
  });
  afterAll(() => sim.stop());

  it('are made with everybody who can be in them, and read and listed', async () => {
    const ann = await session();
    const { group, results } = await ann.engine.groups.create('Garden', [carol, nobody]);
    expect(results.map(({ person, outcome, whatsappCode }) => [person.id, outcome, whatsappCode])).toEqual([
      [carol, 'done', undefined],
      [nobody, 'not_on_whatsapp', 404],
    ]);
    const me = parseJid(ann.number);
    expect(group.participants.map(({ id, role }) => [id, role])).toEqual([
      [me, 'owner'],
      [carol, 'member'],
    ]);
    expect((await seen(group.id)).members).toEqual({ [ann.number]: 'creator', [CAROL]: 'member' });
    const { data } = await ann.context.nextFact('group.joined');
    expect(data).toMatchObject({ group: { id: group.id, subject: 'Garden', owner: { id: me } }, by: { id: me } });
    expect(await ann.engine.groups.get(group.id)).toEqual(group);
    expect((await ann.engine.groups.list()).map(({ id }) => id)).toEqual([group.id]);
  });

  it.each(['lid', 'pn'] as const)('get a new key when somebody is gone, also unseen (%s)', async (addressing) => {
    const ann = await session();
    const group = await foreign(ann, addressing);
    const read = async (words: string, ...by: string[]) => {
      const id = await send(ann, group, words);
      for (const account of by) await sim.await({ event: 'message.shown', match: { account, key: { id } } });
    };
    await read('all of us', CAROL, DAN);
    await sim.group.remove({ by: CAROL, group, who: [DAN] });
    await ann.context.nextFact('group.participants_changed', ({ data }) => data.action === 'remove');
    await read('without Dan', CAROL);
    await sim.group.add({ by: CAROL, group, who: [DAN] });
    await ann.context.nextFact('group.participants_changed', ({ data }) => data.action === 'add');
    await read('with Dan', CAROL, DAN);
    await ann.engine.stop();
    await sim.group.remove({ by: CAROL, group, who: [DAN] });
    await ann.open();
    await ann.context.nextFact('group.participants_changed', ({ data }) => data.action === 'remove');
    await read('without Dan again', CAROL);
    expect(
      (await sim.events()).filter(({ name }) => name === 'group.leaked' || name === 'phone.undecryptable'),
    ).toEqual([]);
  });

  it('are left by those whom we remove, who can read nothing of what comes after', async () => {
    const ann = await session();
    const group = await own(ann, carol, dan);
    await sim.await({ event: 'message.shown', match: { account: DAN, key: { id: await send(ann, group, 'one') } } });
    await ann.engine.groups.changeParticipants(group, 'remove', [dan]);
    await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id: await send(ann, group, 'two') } } });
    expect((await sim.events()).filter(({ name }) => name === 'group.leaked')).toEqual([]);
  });

  it('are changed, and the change is seen and told', async () => {
    const ann = await session();
    const group = await own(ann, carol);
    const change = {
      subject: 'Orchard',
      description: 'Apples',
      announceOnly: true,
      locked: true,
      joinApproval: true,
      membersCanAdd: true,
      disappearingSeconds: 86_400,
    };
    await ann.engine.groups.update(group, change);
    expect(await seen(group)).toMatchObject({
      subject: 'Orchard',
      description: 'Apples',
      settings: { announce: true, locked: true, approval: true, membersCanAdd: true, ephemeral: 86_400 },
    });
    for (const [name, value] of Object.entries(change)) {
      const { data } = await ann.context.nextFact('group.updated', (made) => made.data.changed.includes(name));
      expect(data).toMatchObject({ group: { id: group, [name]: value }, by: { id: parseJid(ann.number) } });
    }
    expect(await ann.engine.groups.get(group)).toMatchObject(change);
  });

  it('give every person of a request an outcome, and tell whom it concerned', async () => {
    const ann = await session();
    const { groups } = ann.engine;
    const group = await own(ann, carol);
    const outcomes = async (action: 'add' | 'remove' | 'promote' | 'demote', ...who: Jid[]) =>
      (await groups.changeParticipants(group, action, who)).map(({ outcome }) => outcome);
    expect(await outcomes('add', carol, dan, nobody)).toEqual(['already_member', 'done', 'not_on_whatsapp']);
    expect(await outcomes('promote', dan)).toEqual(['done']);
    expect((await seen(group)).members[DAN]).toBe('admin');
    expect(await outcomes('demote', dan)).toEqual(['done']);
    expect(await outcomes('remove', dan, nobody)).toEqual(['done', 'not_member']);
    expect((await seen(group)).members[DAN]).toBeUndefined();
    for (const action of ['add', 'promote', 'demote', 'remove']) {
      const { data } = await ann.context.nextFact('group.participants_changed', (made) => made.data.action === action);
      expect(data).toMatchObject({ groupId: group, participants: [{ id: dan }], by: { id: parseJid(ann.number) } });
    }
  });

  it('tell what others do, also that we are out and in again', async () => {
    const ann = await session();
    const group = await foreign(ann);
    await sim.group.subject({ group, by: CAROL, subject: 'Alley' });
    const { data, chat } = await ann.context.nextFact('group.updated');
    expect(data).toMatchObject({ group: { subject: 'Alley' }, by: { id: carol, name: 'Carol' }, changed: ['subject'] });
    expect(chat).toBe(group);
    await sim.group.leave({ group, by: DAN });
    const leaving = await ann.context.nextFact('group.participants_changed');
    expect(leaving.data).toMatchObject({ action: 'remove', participants: [{ id: dan }], by: { id: dan } });
    await sim.group.remove({ group, by: CAROL, who: [ann.number] });
    const out = await ann.context.nextFact('group.left');
    expect(out.data).toMatchObject({ groupId: group, by: { id: carol } });
    await expect(send(ann, group, 'hello?')).rejects.toMatchObject({ code: 'not_allowed' });
    await sim.group.add({ group, by: CAROL, who: [ann.number] });
    await ann.context.nextFact('group.joined', (made) => made.data.group.subject === 'Alley');
  });

  it('are entered by invite, and left', async () => {
    const ann = await session();
    const { groups } = ann.engine;
    const group = await own(ann);
    const old = await groups.invite(group);
    const fresh = await groups.revokeInvite(group);
    await expect(sim.group.join({ by: CAROL, code: old.code })).rejects.toMatchObject({ code: 'not_found' });
    await sim.group.join({ by: CAROL, code: fresh.code });
    await ann.context.nextFact('group.participants_changed', ({ data }) => data.participants[0]?.id === carol);
    const { id } = await sim.group.create({ by: CAROL, subject: 'Choir' });
    const { code } = await sim.group.invite({ group: id, by: CAROL });
    const choir = parseJid(`${id}@g.us`);
    expect(await groups.previewInvite(code)).toMatchObject({ id: choir, subject: 'Choir' });
    expect(await groups.join(code)).toBe(choir);
    expect((await seen(choir)).members[ann.number]).toBe('member');
    await groups.leave(choir);
    expect((await seen(choir)).members[ann.number]).toBeUndefined();
    await ann.context.nextFact('group.left', ({ data }) => data.groupId === choir);
    await expect(groups.previewInvite('AAAA')).rejects.toMatchObject({ code: 'not_found' });
    await expect(groups.join('AAAA')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([true, false])('answer who wants to come in: %s', async (approve) => {
    const ann = await session();
    const { groups } = ann.engine;
    const group = await own(ann);
    await groups.update(group, { joinApproval: true });
    await sim.group.join({ by: DAN, code: (await groups.invite(group)).code });
    const { data } = await ann.context.nextFact('group.join_requested');
    expect(data).toMatchObject({ groupId: group, person: { id: dan } });
    expect(await groups.joinRequests(group)).toMatchObject([{ person: { id: dan } }]);
    expect(await groups.answerJoinRequests(group, [dan], approve)).toMatchObject([{ outcome: 'done' }]);
    const { members, requests } = await seen(group, ann.number);
    expect([members[DAN], requests]).toEqual([approve ? 'member' : undefined, []]);
  });

  it('refuse what one may not, and what is not there', async () => {
    const ann = await session();
    const { groups } = ann.engine;
    const group = await foreign(ann);
    await expect(groups.changeParticipants(group, 'remove', [dan])).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(groups.invite(group)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(groups.joinRequests(group)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(groups.get(NO_GROUP)).rejects.toMatchObject({ code: 'not_found' });
    await expect(groups.leave(NO_GROUP)).rejects.toMatchObject({ code: 'not_found' });
    await sim.group.settings({ group, by: CAROL, settings: { announce: true } });
    const messageId = await send(ann, group, 'not for me');
    const { data } = await ann.context.nextFact('message.status_changed', (made) => made.data.status === 'failed');
    expect(data).toMatchObject({ messageId, error: { code: 'not_allowed', whatsappCode: 420 } });
  });

  it('end a question that nobody answers', async () => {
    const ann = await session({ queryTimeoutMs: 1500 });
    const match = { tag: 'iq', attrs: { xmlns: 'w:g2' } };
    await sim.fault.add({ device: ann.number, direction: 'in', match, action: { type: 'drop' } });
    await expect(ann.engine.groups.get(NO_GROUP)).rejects.toMatchObject({ code: 'timeout' });
  });

  it.each(['lid', 'pn'] as const)('carry text both ways in %s addressing, with receipts of everybody', async (mode) => {
    const ann = await session();
    const group = await foreign(ann, mode);
    await sim.send({ from: CAROL, to: group, content: text('hello all') });
    const { data } = await ann.context.nextFact('message.received');
    expect(data.message).toMatchObject({ key: { chat: group, participant: carol }, content: text('hello all') });
    const messageId = await send(ann, group, 'hello carol');
    for (const [by, person] of [
      [CAROL, carol],
      [DAN, dan],
    ] as const) {
      const told = (status: string) =>
        ann.context.nextFact(
          'message.status_changed',
          (made) =>
            made.data.messageId === messageId && made.data.status === status && made.data.participant === person,
        );
      await told('delivered');
      await sim.receipt({ by, from: ann.number, ids: [messageId], type: 'read', group });
      await told('read');
    }
    const view = await sim.recipient.view({ pn: DAN, chat: group });
    expect(view.map(({ content }) => content)).toEqual([text('hello all'), text('hello carol')]);
  });

  it('recover a message whose key did not arrive', async () => {
    const ann = await session();
    const group = await foreign(ann);
    const match = { tag: 'message', nth: 1 };
    await sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'corrupt' } });
    await sim.send({ from: CAROL, to: group, content: text('second try') });
    await ann.context.nextFact('message.undecryptable');
    const { data } = await ann.context.nextFact('message.recovered');
    expect(data.message).toMatchObject({ key: { chat: group }, content: text('second try') });
  });

  it('are asked for once, and are good enough while WhatsApp refuses to be asked', async () => {
    const ann = await session();
    const group = await foreign(ann);
    await send(ann, group, 'one');
    await sim.group.queryLimit({ perMinute: 0 });
    await send(ann, group, 'two');
    await sim.group.subject({ group, by: CAROL, subject: 'Alley' });
    await ann.context.nextFact('group.updated');
    const third = await send(ann, group, 'three');
    await sim.await({ event: 'message.shown', match: { account: DAN, key: { id: third } } });
    await expect(ann.engine.groups.list()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('leave nothing unknown', async () => {
    const { noise } = await sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});
