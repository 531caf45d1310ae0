import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotAllowedError, type Channel } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { channelSchema } from './channels.schema.js';

const C = '/v1/sessions/home/channels';
const NOBODYS = '120363999999999999@newsletter';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let channel: Channel;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  channel = await friend.channels.create('Street', { description: 'All of it' });
});
afterEach(() => server.stop());

const read = async () => channelSchema.parse((await server.as().get(`${C}/${channel.id}`).expect(200)).body);
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];

describe('channels', () => {
  it('are read by address', async () => {
    expect(await read()).toMatchObject({
      id: channel.id,
      name: 'Street',
      description: 'All of it',
      inviteLink: `https://whatsapp.com/channel/${channel.inviteCode}`,
      subscribers: 0,
      role: 'guest',
      muted: false,
      createdAt: channel.createdAt?.toISOString(),
    });
  });

  it('are seen by code or link, without being followed', async () => {
    const { inviteCode: code = '' } = channel;
    for (const given of [code, `https://whatsapp.com/channel/${code}`, `www.whatsapp.com/channel/${code}/?x=1`]) {
      const { body } = await server.as().post(`${C}/preview`).send({ code: given }).expect(200);
      expect(channelSchema.parse(body)).toMatchObject({ id: channel.id, role: 'guest' });
    }
    for (const wrong of ['a b', 'https://example.org/channel/0029VaAAAAAAAAAA'])
      expect(codeOf(await server.as().post(`${C}/preview`).send({ code: wrong }))).toEqual([400, 'invalid_input']);
    const none = await server.as().post(`${C}/preview`).send({ code: '0029VaNobodys000000' });
    expect(codeOf(none)).toEqual([404, 'not_found']);
  });

  it('are followed, muted and left; each also again', async () => {
    const at = `${C}/${channel.id}`;
    for (const _ of ['first', 'again']) {
      const { body } = await server.as().put(`${at}/subscription`).expect(200);
      expect(channelSchema.parse(body)).toMatchObject({ role: 'subscriber', subscribers: 1, muted: false });
    }
    for (const muted of [true, true, false]) {
      const { body } = await server.as().patch(at).send({ muted }).expect(200);
      expect(channelSchema.parse(body)).toMatchObject({ muted });
      await friend.channels.sees(channel.id, ({ mutedBy }) => mutedBy.includes(owner.jid) === muted);
    }
    for (const _ of ['first', 'again']) await server.as().delete(`${at}/subscription`).expect(204);
    expect(await read()).toMatchObject({ role: 'guest', subscribers: 0 });
  });

  it('are chats once something was said in them', async () => {
    await server.as().put(`${C}/${channel.id}/subscription`).expect(200);
    const id = await friend.channels.post(channel.id, 'Rain tomorrow');
    const { data } = await server.event('home', ({ type }) => type === 'message.received');
    expect(data['message']).toMatchObject({
      messageId: id,
      from: { id: channel.id },
      content: { kind: 'text', text: 'Rain tomorrow' },
    });
    const messages = await server.as().get(`/v1/sessions/home/chats/${channel.id}/messages`).expect(200);
    expect((messages.body as { data: unknown[] }).data).toMatchObject([{ messageId: id }]);
    const { body } = await server.as().get(`/v1/sessions/home/chats/${channel.id}`).expect(200);
    expect(body).toMatchObject({ chatId: channel.id, kind: 'channel', unreadCount: 1 });
    const contacts = await server.as().get('/v1/sessions/home/contacts').expect(200);
    expect(JSON.stringify(contacts.body)).not.toContain(channel.id);
  });

  it('refuse what is wrong, missing or not allowed', async () => {
    expect(codeOf(await server.as().get(`${C}/${NOBODYS}`))).toEqual([404, 'not_found']);
    expect(codeOf(await server.as().get(`${C}/${friend.jid}`))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().patch(`${C}/${channel.id}`).send({}))).toEqual([400, 'invalid_input']);
    expect(codeOf(await server.as().patch(`${C}/${channel.id}`).send({ muted: true }))).toEqual([403, 'not_allowed']);
    const mine = await owner.channels.create('Mine');
    const left = await server.as().delete(`${C}/${mine.id}/subscription`);
    expect(codeOf(left)).toEqual([403, 'not_allowed']);
  });

  it('say what WhatsApp refuses', async () => {
    server.world.engine('home').failNext('channels.follow', new NotAllowedError('Not to you'));
    expect(codeOf(await server.as().put(`${C}/${channel.id}/subscription`))).toEqual([403, 'not_allowed']);
  });
});
