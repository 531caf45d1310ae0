import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Jid } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import sharp from 'sharp';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { groupSchema } from '../events/event-data.schema.js';
import {
  createdGroupSchema,
  groupInviteSchema,
  groupPageSchema,
  joinRequestListSchema,
  participantResultsSchema,
} from './groups.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterEach(() => server.stop());

const G = '/v1/sessions/home/groups';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const create = async (subject: string, ...participants: string[]): Promise<string> => {
  const { body } = await server.as().post(G).send({ subject, participants }).expect(201);
  return createdGroupSchema.parse(body).group.id;
};
const list = async (query: object) => groupPageSchema.parse((await server.as().get(G).query(query).expect(200)).body);

describe('groups', () => {
  it('are made, with an outcome for each person', async () => {
    const stranger = server.world.strangerJid();
    const { body, headers } = await server
      .as()
      .post(G)
      .send({ subject: 'Club', participants: [friend.phone, stranger, friend.jid] })
      .expect(201);
    const { group, results } = createdGroupSchema.parse(body);
    expect(headers['location']).toBe(`${G}/${group.id}`);
    expect(results).toMatchObject([
      { person: { id: friend.jid }, outcome: 'done' },
      { person: { id: stranger }, outcome: 'not_on_whatsapp' },
    ]);
    expect(group.participants.map(({ id, role }) => [id, role])).toEqual([
      [owner.jid, 'owner'],
      [friend.jid, 'member'],
    ]);
  });

  it('are listed by subject, with participants on request', async () => {
    const ids = [await create('Bees'), await create('Ants', friend.phone)];
    const first = await list({ limit: 1 });
    expect(first.data).toMatchObject([{ id: ids[1], subject: 'Ants', size: 2 }]);
    expect(first.data[0]).not.toHaveProperty('participants');
    expect((await list({ limit: 1, cursor: first.nextCursor })).data.map(({ id }) => id)).toEqual([ids[0]]);
    const { data } = await list({ participants: true, refresh: true });
    expect(data[0]?.participants).toHaveLength(2);
  });

  it('change their texts and settings', async () => {
    const id = await create('Club', friend.phone);
    const change = { subject: 'Our club', description: 'All of us', announceOnly: true, joinApproval: true };
    const { body } = await server.as().patch(`${G}/${id}`).send(change).expect(200);
    expect(groupSchema.parse(body)).toMatchObject(change);
    const read = await server.as().get(`${G}/${id}`).query({ refresh: true }).expect(200);
    expect(groupSchema.parse(read.body)).toMatchObject(change);
    await friend.seesGroup(id as Jid, (group) => group?.subject === 'Our club');
  });

  it('have members who come, rise, fall and go', async () => {
    const id = await create('Club');
    const change = async (action: string, ...participants: string[]) => {
      const { body } = await server.as().post(`${G}/${id}/participants/${action}`).send({ participants }).expect(200);
      return participantResultsSchema.parse(body).data.map(({ outcome }) => outcome);
    };
    expect(await change('add', friend.phone)).toEqual(['done']);
    expect(await change('add', friend.phone)).toEqual(['already_member']);
    expect(await change('promote', friend.lid)).toEqual(['done']);
    await friend.seesGroup(id as Jid, (group) => group?.participants[1]?.role === 'admin');
    expect(await change('demote', friend.jid)).toEqual(['done']);
    expect(await change('remove', friend.jid)).toEqual(['done']);
    expect(await change('remove', friend.jid)).toEqual(['not_member']);
    const { status } = await server
      .as()
      .post(`${G}/${id}/participants/paint`)
      .send({ participants: [friend.phone] });
    expect(status).toBe(404);
  });

  it('are joined by code or link, and left', async () => {
    const { group } = await friend.groups.create('Theirs', []);
    const { code } = await friend.groups.invite(group.id);
    const preview = await server.as().post(`${G}/preview`).send({ code }).expect(200);
    expect(groupSchema.parse(preview.body).subject).toBe('Theirs');
    const { body } = await server
      .as()
      .post(`${G}/join`)
      .send({ code: `https://chat.whatsapp.com/${code}?mode=ac_t` })
      .expect(200);
    expect(body).toEqual({ groupId: group.id });
    await server.event('home', ({ type }) => type === 'group.joined');
    await server.as().delete(`${G}/${group.id}/membership`).expect(204);
    expect(groupPageSchema.parse((await server.as().get(G)).body).data).toEqual([]);
    for (const wrong of ['', 'a b', 'https://example.org/abcdefghijkl'])
      expect(codeOf(await server.as().post(`${G}/join`).send({ code: wrong }))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().post(`${G}/join`).send({ code: 'abcdefghijklmnop' }))).toEqual([404, 'not_found']);
  });

  it('show and revoke their invitation', async () => {
    const id = await create('Club');
    const invite = async () => groupInviteSchema.parse((await server.as().get(`${G}/${id}/invite`).expect(200)).body);
    const first = await invite();
    expect(first.link).toBe(`https://chat.whatsapp.com/${first.code}`);
    await server.as().delete(`${G}/${id}/invite`).expect(204);
    expect((await invite()).code).not.toBe(first.code);
  });

  it('let in who waits, or turn them away', async () => {
    const id = await create('Club');
    await server.as().patch(`${G}/${id}`).send({ joinApproval: true }).expect(200);
    const other = server.world.person();
    const { code } = await owner.groups.invite(id as Jid);
    for (const person of [friend, other]) await person.groups.join(code);
    const waiting = async () =>
      joinRequestListSchema
        .parse((await server.as().get(`${G}/${id}/join-requests`).expect(200)).body)
        .data.map(({ person }) => person.id);
    expect(await waiting()).toEqual([friend.jid, other.jid]);
    const answer = (action: string, person: FakePerson) =>
      server
        .as()
        .post(`${G}/${id}/join-requests/${action}`)
        .send({ participants: [person.phone] });
    const { body } = await answer('approve', friend).expect(200);
    expect(participantResultsSchema.parse(body).data).toMatchObject([{ outcome: 'done' }]);
    await answer('reject', other).expect(200);
    expect(await waiting()).toEqual([]);
    expect((await answer('paint', friend)).status).toBe(404);
  });

  it('change their picture, from any image', async () => {
    const id = await create('Club');
    const png = await sharp({ create: { width: 900, height: 700, channels: 4, background: '#f00a' } })
      .png()
      .toBuffer();
    const media = { kind: 'base64', data: png.toString('base64') };
    await server.as().put(`${G}/${id}/picture`).send({ media }).expect(204);
    const bytes = server.world.groups.get(id as Jid)?.picture;
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 640 });
    await server.as().delete(`${G}/${id}/picture`).expect(204);
    expect(server.world.groups.get(id as Jid)?.picture).toBeUndefined();
    const text = { kind: 'base64', data: Buffer.from('no image').toString('base64') };
    expect(codeOf(await server.as().put(`${G}/${id}/picture`).send({ media: text }))).toEqual([422, 'media_failed']);
  });
});

describe('what a group refuses', () => {
  it('nothing to who is not an admin', async () => {
    const { group } = await friend.groups.create('Theirs', [owner.jid]);
    await friend.groups.update(group.id, { locked: true, membersCanAdd: false });
    const path = `${G}/${group.id}`;
    const answers = await Promise.all([
      server.as().patch(path).send({ subject: 'Mine' }),
      server
        .as()
        .post(`${path}/participants/remove`)
        .send({ participants: [friend.phone] }),
      server.as().get(`${path}/invite`),
      server.as().get(`${path}/join-requests`),
    ]);
    expect(answers.map(codeOf)).toEqual(answers.map(() => [403, 'not_allowed']));
  });

  it.each([
    ['POST', '', {}],
    ['POST', '', { subject: 'Club' }],
    ['POST', '', { subject: '', participants: [] }],
    ['POST', '', { subject: 'x'.repeat(101), participants: [] }],
    ['POST', '', { subject: 'Club', participants: ['nobody'] }],
    ['POST', '', { subject: 'Club', participants: ['120363025246125486@g.us'] }],
    ['PATCH', '/120363025246125486@g.us', { subject: null }],
    ['PATCH', '/120363025246125486@g.us', { colour: 'red' }],
    ['PATCH', '/+4915123456789', { subject: 'Club' }],
    ['POST', '/120363025246125486@g.us/participants/add', { participants: [] }],
    ['POST', '/join', {}],
    ['PUT', '/120363025246125486@g.us/picture', {}],
    ['PUT', '/120363025246125486@g.us/picture', { media: { kind: 'fax' } }],
    ['PUT', '/120363025246125486@g.us/picture', { media: { kind: 'upload', mediaId: '../x' } }],
  ])('%s %s %j', async (method, path, body) => {
    const url = `${G}${path}`;
    const agent = server.as();
    const request = method === 'POST' ? agent.post(url) : method === 'PUT' ? agent.put(url) : agent.patch(url);
    expect(codeOf(await request.send(body))).toEqual([400, 'invalid_input']);
  });

  it('what is not known, and everything while the session is not connected', async () => {
    const path = `${G}/120363025246125486@g.us`;
    expect(codeOf(await server.as().get(path))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().patch(path).send({ subject: 'Club' }))).toEqual([404, 'not_found']);
    await server.as().post('/v1/sessions/home/stop').expect(200);
    expect(codeOf(await server.as().get(path))).toEqual([404, 'not_found']);
    const made = await server.as().post(G).send({ subject: 'Club', participants: [] });
    expect(codeOf(made)).toEqual([409, 'not_connected']);
    await server.as().get(G).expect(200);
  });
});
