import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import sharp from 'sharp';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { callListSchema, callSchema } from '../calls/calls.schema.js';
import { groupPageSchema } from '../groups/groups.schema.js';
import { profileSchema } from '../profile/profile.schema.js';
import {
  contactPageSchema,
  contactSchema,
  identitySchema,
  numberCheckListSchema,
  personListSchema,
} from './contacts.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let path: string;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  path = `${S}/contacts/${friend.jid}`;
  await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
  await server.event('home', ({ type }) => type === 'message.received');
});
afterEach(() => server.stop());

const S = '/v1/sessions/home';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const jpeg = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: '#0a0' } })
    .jpeg()
    .toBuffer();

describe('contacts', () => {
  it('are listed, searched and read under any address', async () => {
    const list = await server.as().get(`${S}/contacts`).query({ saved: false }).expect(200);
    expect(contactPageSchema.parse(list.body).data.map(({ id }) => id)).toContain(friend.jid);
    const search = async (wanted: object) =>
      contactPageSchema.parse((await server.as().post(`${S}/contacts/search`).send(wanted).expect(200)).body).data;
    expect((await search({ text: 'frie' })).map(({ id }) => id)).toEqual([friend.jid]);
    expect(await search({ text: 'frie', business: true })).toEqual([]);
    for (const spelling of [friend.jid, friend.phone, friend.lid]) {
      const { body } = await server
        .as()
        .get(`${S}/contacts/${encodeURIComponent(spelling)}`)
        .expect(200);
      expect(contactSchema.parse(body)).toMatchObject({ id: friend.jid, pushName: 'Friend', blocked: false });
    }
    const identity = await server.as().get(`${S}/identities/${friend.lid}`).expect(200);
    expect(identitySchema.parse(identity.body).aliases).toEqual(expect.arrayContaining([friend.jid, friend.lid]));
  });

  it('are saved under a name, and blocked and unblocked', async () => {
    const saved = await server.as().patch(path).send({ savedName: 'Best friend' }).expect(200);
    expect(contactSchema.parse(saved.body)).toMatchObject({ savedName: 'Best friend', name: 'Best friend' });
    const blocked = await server.as().put(`${path}/block`).expect(200);
    expect(contactSchema.parse(blocked.body).blocked).toBe(true);
    const list = await server.as().get(`${S}/blocked-contacts`).expect(200);
    expect(personListSchema.parse(list.body).data.map(({ id }) => id)).toEqual([friend.jid]);
    await server.as().delete(`${path}/block`).expect(204);
    await server.as().delete(`${path}/block`).expect(204);
    expect(contactSchema.parse((await server.as().get(path)).body).blocked).toBe(false);
  });

  it('are known as unblocked when WhatsApp says so, whoever unblocked them', async () => {
    server.storage.observations.contact(parseSessionName('home'), { id: friend.jid, blocked: true });
    expect(contactSchema.parse((await server.as().get(path)).body).blocked).toBe(true);
    const list = await server.as().get(`${S}/blocked-contacts`).expect(200);
    expect(personListSchema.parse(list.body).data).toEqual([]);
    expect(contactSchema.parse((await server.as().get(path)).body).blocked).toBe(false);
  });

  it('are checked by number, in the order of the question', async () => {
    const stranger = server.world.strangerJid().replace(/@.*/, '');
    const phones = [stranger, friend.phone, `+${friend.phone.slice(1, 4)} ${friend.phone.slice(4)}`];
    const { body } = await server.as().post(`${S}/contacts/check`).send({ phones }).expect(200);
    expect(numberCheckListSchema.parse(body).data).toMatchObject([
      { asked: phones[0], exists: false },
      { asked: phones[1], exists: true, person: { id: friend.jid } },
      { asked: phones[2], exists: true, person: { id: friend.jid } },
    ]);
  });

  it.each([
    [{}],
    [{ phones: [] }],
    [{ phones: 'all' }],
    [{ phones: ['0151 2345678'] }],
    [{ phones: Array.from({ length: 51 }, () => '+4915123456789') }],
  ])('refuse to check %j', async (body) => {
    expect(codeOf(await server.as().post(`${S}/contacts/check`).send(body))).toEqual([400, 'invalid_input']);
  });

  it('show their picture and what they say of themselves', async () => {
    expect(codeOf(await server.as().get(`${path}/picture`))).toEqual([404, 'not_found']);
    const bytes = await jpeg();
    await friend.setPicture(bytes);
    const answer = await server.as().get(`${path}/picture`).expect(200);
    expect(answer.headers['content-type']).toBe('image/jpeg');
    expect(answer.body).toEqual(bytes);
    expect((await server.as().get(`${path}/about`).expect(200)).body).toEqual({ about: null });
    await friend.setAbout('Busy');
    expect((await server.as().get(`${path}/about`).expect(200)).body).toMatchObject({ about: 'Busy' });
    expect(contactSchema.parse((await server.as().get(path)).body).about).toBe('Busy');
  });

  it('share groups', async () => {
    await server
      .as()
      .post(`${S}/groups`)
      .send({ subject: 'Both', participants: [friend.phone] })
      .expect(201);
    await server.as().post(`${S}/groups`).send({ subject: 'Alone', participants: [] }).expect(201);
    const { body } = await server.as().get(`${path}/groups`).expect(200);
    expect(groupPageSchema.parse(body).data.map(({ subject }) => subject)).toEqual(['Both']);
  });

  it('say when they are not known, no person, or the session is not connected', async () => {
    const stranger = server.world.strangerJid();
    expect(codeOf(await server.as().get(`${S}/contacts/${stranger}`))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().get(`${S}/identities/${stranger}`))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().put(`${S}/contacts/${stranger}/block`))).toEqual([422, 'not_on_whatsapp']);
    expect(codeOf(await server.as().get(`${S}/contacts/120363025246125486@g.us`))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().patch(path).send({ savedName: '' }))).toEqual([400, 'invalid_input']);
    await server.as().post(`${S}/stop`).expect(200);
    expect(codeOf(await server.as().put(`${path}/block`))).toEqual([409, 'not_connected']);
    await server.as().get(path).expect(200);
  });
});

describe('the own profile', () => {
  it('is read and changed', async () => {
    const before = await server.as().get(`${S}/profile`).expect(200);
    expect(profileSchema.parse(before.body)).toMatchObject({ id: owner.jid, phone: owner.phone });
    const { body } = await server.as().patch(`${S}/profile`).send({ name: 'Ada', about: 'Here' }).expect(200);
    expect(profileSchema.parse(body)).toMatchObject({ name: 'Ada', about: 'Here' });
    await friend.seesProfile(owner.jid, ({ name, about }) => name === 'Ada' && about === 'Here');
    for (const wrong of [{ name: '' }, { name: 'x'.repeat(26) }, { about: 5 }, { colour: 'red' }])
      expect(codeOf(await server.as().patch(`${S}/profile`).send(wrong))).toEqual([400, 'invalid_input']);
  });

  it('has a picture', async () => {
    const media = { kind: 'base64', data: (await jpeg()).toString('base64') };
    await server.as().put(`${S}/profile/picture`).send({ media }).expect(204);
    await friend.seesProfile(owner.jid, ({ picture }) => picture !== undefined);
    await server.as().delete(`${S}/profile/picture`).expect(204);
    await friend.seesProfile(owner.jid, ({ picture }) => picture === undefined);
  });

  it('is there while the session is stopped, without what only WhatsApp knows', async () => {
    await server.as().post(`${S}/stop`).expect(200);
    const { body } = await server.as().get(`${S}/profile`).expect(200);
    expect(profileSchema.parse(body)).toMatchObject({ id: owner.jid });
    await server.as().post('/v1/sessions').send({ name: 'new', autoStart: false }).expect(201);
    expect(codeOf(await server.as().get('/v1/sessions/new/profile'))).toEqual([409, 'not_connected']);
  });
});

describe('calls', () => {
  it('are listed and rejected while they ring', async () => {
    const callId = await friend.call(owner.jid, { video: true });
    await server.event('home', ({ type }) => type === 'call.offered');
    const { body } = await server.as().post(`${S}/calls/${callId}/reject`).expect(200);
    expect(callSchema.parse(body)).toMatchObject({ callId, video: true, outcome: 'rejected' });
    await friend.seesCall(callId, 'rejected');
    const list = await server.as().get(`${S}/calls`).expect(200);
    expect(callListSchema.parse(list.body).data).toMatchObject([{ callId, from: { id: friend.jid } }]);
    expect(codeOf(await server.as().post(`${S}/calls/${callId}/reject`))).toEqual([409, 'conflict']);
    expect(codeOf(await server.as().post(`${S}/calls/nothing/reject`))).toEqual([404, 'not_found']);
  });
});
