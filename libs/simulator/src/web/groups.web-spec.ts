import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GroupChat, GroupNotification, Message } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const ALICE = '15550000001';
const BOB = '15550000002';
const CAROL = '15550000003';
const DAN = '15550000004';

describe('groups of a browser', () => {
  const fixture = browserFixture({ seed: 'web-groups', doors: ['noise', 'web'] });
  let alice: BrowserClient;
  let bob: RealClient;
  let group = '';

  beforeAll(async () => {
    for (const [pn, name] of [
      [CAROL, 'Carol'],
      [DAN, 'Dan'],
    ] as const)
      await fixture.sim.contact.add({ pn, name });
    bob = await fixture.linkNoise(BOB);
    alice = await fixture.link(ALICE);
  });

  const digits = () => group.replace('@g.us', '');
  const chat = async () => (await alice.client.getChatById(group)) as GroupChat;
  const notified = (event: string, type: string) =>
    alice.wait<[Omit<GroupNotification, 'type'> & { type: string }]>(event, ({ type: told }) => told === type);

  it('are made, with what became of everyone', async () => {
    await fixture.sim.group.privacy({ pn: DAN, add: 'none' });
    const made = await alice.client.createGroup('Team', [
      `${BOB}@c.us`,
      `${CAROL}@c.us`,
      `${DAN}@c.us`,
      '19990001111@c.us',
    ]);
    if (typeof made === 'string') throw new Error(made);
    group = (made.gid as unknown as { _serialized: string })._serialized;
    const outcomes = Object.entries(made.participants).map(([id, { statusCode, isInviteV4Sent }]) => [
      id,
      statusCode,
      isInviteV4Sent,
    ]);
    expect(outcomes).toEqual([
      [`${ALICE}@c.us`, 200, false],
      [`${BOB}@c.us`, 200, false],
      [`${CAROL}@c.us`, 200, false],
      [`${DAN}@c.us`, 403, true],
      ['19990001111@c.us', 404, false],
    ]);
    const shown = await chat();
    expect([shown.isGroup, shown.name, shown.participants.length]).toEqual([true, 'Team', 3]);
    expect(await fixture.sim.recipient.view({ pn: DAN })).toMatchObject([
      { content: { kind: 'groupInvite', groupName: 'Team' } },
    ]);
  });

  it('carry messages between the doors, and acks of all members', async () => {
    const sent = await alice.client.sendMessage(group, 'hello all');
    const { message } = await bob.text('hello all');
    expect(message.key).toMatchObject({ id: sent.id.id, remoteJid: group });
    await alice.wait<[Message, number]>('message_ack', ({ id }, ack) => id.id === sent.id.id && ack === 2);
    const id = await bob.send(group, 'hello Alice');
    const heard = await alice.text('hello Alice');
    expect(heard).toMatchObject({ id: { id }, from: group });
    const author = await heard.getContact();
    expect(author.id._serialized).toBe(`${BOB}@c.us`);
    const reacted = bob.wait('messages.upsert', ({ messages }) =>
      messages.some((each) => each.message?.reactionMessage?.text === '👋'),
    );
    await heard.react('👋');
    await reacted;
  });

  it('are changed from the browser', async () => {
    const shown = await chat();
    await shown.setSubject('The team');
    await shown.setDescription('Who we are');
    await shown.setMessagesAdminsOnly(true);
    await shown.setInfoAdminsOnly(true);
    await shown.setAddMembersAdminsOnly(false);
    await shown.promoteParticipants([`${BOB}@c.us`]);
    expect(await fixture.sim.group.view({ group: digits(), by: ALICE })).toMatchObject({
      subject: 'The team',
      description: 'Who we are',
      settings: { announce: true, locked: true, membersCanAdd: true },
      members: { [BOB]: 'admin' },
    });
    await shown.demoteParticipants([`${BOB}@c.us`]);
    await shown.setMessagesAdminsOnly(false);
    await notified('group_update', 'subject');
    await notified('group_admin_changed', 'promote');
  });

  it('tell what others change', async () => {
    const { sim } = fixture;
    await sim.group.remove({ group: digits(), by: ALICE, who: [CAROL] });
    const [gone] = await notified('group_leave', 'remove');
    expect(gone.chatId).toBe(group);
    const shown = await chat();
    expect(shown.participants.map(({ id }) => id._serialized).toSorted()).toEqual([`${ALICE}@c.us`, `${BOB}@c.us`]);
    expect(await shown.addParticipants([`${CAROL}@c.us`])).toEqual({
      [`${CAROL}@c.us`]: { code: 200, message: expect.any(String), isInviteV4Sent: false },
    });
    await notified('group_join', 'add');
    await sim.group.leave({ group: digits(), by: CAROL });
    await notified('group_leave', 'leave');
  });

  it('let people in by invite, with or without consent', async () => {
    const { sim } = fixture;
    const shown = await chat();
    const code = await shown.getInviteCode();
    await sim.group.join({ by: CAROL, code });
    await notified('group_join', 'invite');
    expect(await shown.revokeInvite()).not.toBe(code);
    await sim.group.settings({ group: digits(), by: ALICE, settings: { approval: true } });
    await sim.group.join({ by: DAN, code: await shown.getInviteCode() });
    await notified('group_membership_request', 'membership_approval_request');
    expect(await shown.getGroupMembershipRequests()).toMatchObject([{ id: { _serialized: `${DAN}@c.us` } }]);
    const approved = await shown.approveGroupMembershipRequests({ requesterIds: [`${DAN}@c.us`], sleep: null });
    expect(approved).toMatchObject([{ message: 'Approved successfully' }]);
    expect((await sim.group.view({ group: digits(), by: ALICE })).members[DAN]).toBe('member');
  });

  it('are joined by code, seen in common, and left', async () => {
    const { sim } = fixture;
    const other = await sim.group.create({ by: CAROL, subject: 'Others' });
    const { code } = await sim.group.invite({ group: other.id, by: CAROL });
    expect(await alice.client.getInviteInfo(code)).toMatchObject({ subject: 'Others', size: 1 });
    expect(await alice.client.acceptInvite(code)).toBe(`${other.id}@g.us`);
    await sim.send({ from: CAROL, to: other.id, content: text('welcome') });
    await alice.text('welcome');
    const common = await alice.client.getCommonGroups(`${CAROL}@c.us`);
    expect(common.map((id) => (id as unknown as { _serialized: string })._serialized).toSorted()).toEqual(
      [group, `${other.id}@g.us`].toSorted(),
    );
    await ((await alice.client.getChatById(`${other.id}@g.us`)) as GroupChat).leave();
    await notified('group_leave', 'leave');
    expect((await sim.group.view({ group: other.id, by: CAROL })).members[ALICE]).toBeUndefined();
    expect((await alice.client.getChats()).length).toBeGreaterThan(2);
  });
});
