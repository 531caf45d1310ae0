import { beforeAll, describe, expect, it } from '@jest/globals';
import { jidNormalizedUser } from '@whiskeysockets/baileys';
import { simulatorFixture, text } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const [CAROL, DAN] = ['15550007777', '15550007778'];
const jid = (number: string) => `${number}@s.whatsapp.net`;
const statusOf = (error: unknown) => (error as { output?: { statusCode?: number }; data?: number }).data;
const create = async (client: RealClient, ...others: string[]) =>
  (await client.socket.groupCreate('Garden', others.map(jid))).id;

describe('groups', () => {
  const fixture = simulatorFixture({ seed: 'groups' });
  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    await fixture.sim.contact.add({ pn: DAN, name: 'Dan' });
  });
  const shown = async (pn: string, group: string) =>
    (await fixture.sim.recipient.view({ pn, chat: group })).map(({ content }) => content);

  it('is made by a client, and shows who is in it', async () => {
    const ann = await fixture.link('15550000501');
    const { id, participants } = await ann.socket.groupCreate('Garden', [jid(CAROL), jid('19998880000')]);
    expect(participants.map(({ phoneNumber, id: address, admin }) => [phoneNumber ?? address, admin])).toEqual([
      [ann.jid, 'superadmin'],
      [jid(CAROL), null],
      [jid('19998880000'), null],
    ]);
    const view = await fixture.sim.group.view({ group: id, by: CAROL });
    expect(view).toMatchObject({ subject: 'Garden', members: { [ann.number]: 'creator', [CAROL]: 'member' } });
    const all = await ann.socket.groupFetchAllParticipating();
    expect(Object.keys(all)).toEqual([id]);
  });

  it.each(['lid', 'pn'] as const)('carries text in all directions in %s addressing', async (addressing) => {
    const { sim } = fixture;
    const numbers = addressing === 'lid' ? ['15550000502', '15550000503'] : ['15550000504', '15550000505'];
    const [ann, ben] = [await fixture.link(numbers[0] ?? ''), await fixture.link(numbers[1] ?? '')];
    const { id } = await sim.group.create({ by: CAROL, subject: 'Street', who: [ann.number, ben.number], addressing });
    const group = `${id}@g.us`;
    await sim.send({ from: CAROL, to: id, content: text('from carol') });
    const heard = await Promise.all([ann.text('from carol'), ben.text('from carol')]);
    expect(
      heard.map(({ message }) => message.key.participant?.endsWith(addressing === 'lid' ? '@lid' : '.net')),
    ).toEqual([true, true]);
    await ann.send(group, 'from ann');
    await ben.text('from ann');
    await ben.send(group, 'from ben');
    await ann.text('from ben');
    await sim.send({ from: CAROL, to: id, content: text('carol again') });
    await Promise.all([ann.text('carol again'), ben.text('carol again')]);
    expect(await shown(CAROL, id)).toEqual(['from carol', 'from ann', 'from ben', 'carol again'].map(text));
  });

  it('tells a client of the receipts of every member', async () => {
    const { sim } = fixture;
    const ann = await (await fixture.link('15550000506')).synced();
    const group = await create(ann, CAROL, DAN);
    const readers = new Set<string>();
    const both = ann.wait('message-receipt.update', (updates) => {
      for (const { receipt } of updates) if (receipt.readTimestamp) readers.add(receipt.userJid ?? '');
      // The own phone says that it has seen it, too, and that may come together with a member's.
      readers.delete(jidNormalizedUser(ann.auth.creds.me?.lid));
      return readers.size === 2;
    });
    // A receipt that overtakes the library's own news of the message would become part of that.
    const told = ann.wait('messages.upsert', ({ messages }) => messages.some(({ key }) => key.remoteJid === group));
    const id = await ann.send(group, 'read this');
    await told;
    for (const by of [CAROL, DAN]) {
      await sim.await({ event: 'message.shown', match: { account: by, key: { id } } });
      await sim.receipt({ by, from: ann.number, ids: [id], type: 'read', group });
    }
    await both;
  });

  it('tells what others change', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000507');
    const joined = ann.wait('groups.upsert');
    const { id } = await sim.group.create({ by: CAROL, subject: 'Street', who: [ann.number] });
    expect((await joined)[0]).toMatchObject({ id: `${id}@g.us`, subject: 'Street' });
    const renamed = ann.wait('groups.update', ([update]) => update?.subject === 'Alley');
    await sim.group.subject({ group: id, by: CAROL, subject: 'Alley' });
    await renamed;
    for (const action of ['add', 'promote', 'demote', 'remove'] as const) {
      const seen = ann.wait('group-participants.update', (update) => update.action === action);
      await sim.group[action]({ group: id, by: CAROL, who: [DAN] });
      expect((await seen).participants).toMatchObject([{ phoneNumber: jid(DAN) }]);
    }
  });

  it('gives every person of a request an outcome', async () => {
    const ann = await fixture.link('15550000508');
    const group = await create(ann, CAROL);
    await fixture.sim.contact.add({ pn: '15550007780' });
    await fixture.sim.group.privacy({ pn: '15550007780', add: 'none' });
    const asked = [CAROL, DAN, '15550007780', '19998880000'].map(jid);
    const answers = await ann.socket.groupParticipantsUpdate(group, asked, 'add');
    expect(answers.map(({ status }) => status)).toEqual(['409', '200', '403', '404']);
    const gone = await ann.socket.groupParticipantsUpdate(group, [jid('15550007780'), ann.jid], 'remove');
    expect(gone.map(({ status }) => status)).toEqual(['404', '406']);
  });

  it('lets a client change everything, and nobody who may not', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000509');
    const group = await create(ann, CAROL);
    const { socket } = ann;
    await socket.groupUpdateSubject(group, 'Orchard');
    await socket.groupUpdateDescription(group, 'Apples');
    await socket.groupSettingUpdate(group, 'announcement');
    await socket.groupSettingUpdate(group, 'locked');
    await socket.groupJoinApprovalMode(group, 'on');
    await socket.groupMemberAddMode(group, 'all_member_add');
    await socket.groupToggleEphemeral(group, 86_400);
    expect(await socket.groupMetadata(group)).toMatchObject({
      subject: 'Orchard',
      desc: 'Apples',
      announce: true,
      restrict: true,
      joinApprovalMode: true,
      memberAddMode: true,
      ephemeralDuration: 86_400,
    });
    await expect(sim.group.subject({ group, by: CAROL, subject: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sim.send({ from: CAROL, to: group, content: text('hi') })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const foreign = await sim.group.create({ by: CAROL, subject: 'Closed', who: [DAN] });
    expect(statusOf(await socket.groupMetadata(`${foreign.id}@g.us`).catch((error: unknown) => error))).toBe(403);
    expect(statusOf(await socket.groupMetadata('120363999999999999@g.us').catch((error: unknown) => error))).toBe(404);
  });

  it('lets people in by invite, at once or with consent', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000510');
    const group = await create(ann);
    const code = (await ann.socket.groupInviteCode(group)) ?? '';
    expect(await sim.group.join({ by: CAROL, code })).toMatchObject({ waiting: false });
    const fresh = (await ann.socket.groupRevokeInvite(group)) ?? '';
    await expect(sim.group.join({ by: DAN, code })).rejects.toMatchObject({ code: 'not_found' });
    await ann.socket.groupJoinApprovalMode(group, 'on');
    expect(await sim.group.join({ by: DAN, code: fresh })).toMatchObject({ waiting: true });
    expect(await ann.socket.groupRequestParticipantsList(group)).toMatchObject([{ phone_number: jid(DAN) }]);
    await ann.socket.groupRequestParticipantsUpdate(group, [jid(DAN)], 'approve');
    expect((await sim.group.view({ group, by: DAN })).requests).toEqual([]);
    const choir = await sim.group.create({ by: CAROL, subject: 'Choir' });
    const invite = await sim.group.invite({ group: choir.id, by: CAROL });
    expect((await ann.socket.groupGetInviteInfo(invite.code)).subject).toBe('Choir');
    expect(await ann.socket.groupAcceptInvite(invite.code)).toBe(`${choir.id}@g.us`);
    await ann.socket.groupLeave(`${choir.id}@g.us`);
    expect((await sim.group.view({ group: choir.id, by: CAROL })).members).toEqual({ [CAROL]: 'creator' });
  });

  it('sends a message again to a client that could not open it', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000511');
    const { id } = await sim.group.create({ by: CAROL, subject: 'Street', who: [ann.number] });
    const match = { tag: 'message', nth: 1 };
    await sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'corrupt' } });
    await sim.send({ from: CAROL, to: id, content: text('second try') });
    await ann.text('second try');
  });

  it('asks a client for a copy that a phone could not open', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000512');
    const group = await create(ann, CAROL);
    const match = { tag: 'message', nth: 1 };
    await sim.fault.add({ device: ann.number, direction: 'in', match, action: { type: 'corrupt' } });
    const id = await ann.send(group, 'try again');
    await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    expect(await shown(CAROL, group)).toEqual([text('try again')]);
  });

  it('refuses too many questions', async () => {
    const ann = await fixture.link('15550000513');
    const group = await create(ann, CAROL);
    await fixture.sim.group.queryLimit({ perMinute: 1 });
    await ann.socket.groupMetadata(group);
    expect(statusOf(await ann.socket.groupMetadata(group).catch((error: unknown) => error))).toBe(429);
    await fixture.sim.group.queryLimit({ perMinute: null });
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});
