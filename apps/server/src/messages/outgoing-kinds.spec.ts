import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Jid, MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterEach(() => server.stop());

const send = (content: object) =>
  server.as().post('/v1/sessions/home/messages').send({ chatId: friend.phone, content });

async function seen(content: object) {
  const { body } = await send(content).expect(200);
  const { messageId, status } = body as { messageId: MessageId; status: string };
  expect(status).not.toBe('failed');
  return (await friend.seesMessage(owner.jid, messageId)).content;
}

describe('kinds of content', () => {
  it('sends a text with the preview of a link', async () => {
    const preview = { url: 'https://example.org/a', title: 'An example', description: 'Of a page' };
    expect(await seen({ kind: 'text', text: 'See https://example.org/a', preview })).toMatchObject({ preview });
  });

  it('makes cards of names and numbers, and takes ready ones', async () => {
    const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nEND:VCARD';
    const contacts = [
      { name: 'Ada; Countess', phones: ['+49 151 23456789'] },
      { name: 'Bob', vcard },
    ];
    const content = (await seen({ kind: 'contact', contacts })) as { contacts: { name: string; vcard: string }[] };
    expect(content.contacts.map(({ name }) => name)).toEqual(['Ada; Countess', 'Bob']);
    expect(content.contacts[0]?.vcard).toContain('FN:Ada\\; Countess');
    expect(content.contacts[0]?.vcard).toContain('waid=4915123456789:+4915123456789');
    expect(content.contacts[1]?.vcard).toBe(vcard);
  });

  it('sends an event', async () => {
    const event = { kind: 'event', name: 'Barbecue', startsAt: '2027-05-01T18:00:00+02:00', location: 'Garden' };
    expect(await seen(event)).toMatchObject({
      name: 'Barbecue',
      startsAt: new Date('2027-05-01T16:00:00Z'),
      location: 'Garden',
    });
  });

  it('sends an invitation to a group', async () => {
    const { group } = await owner.groups.create('Club', []);
    expect(await seen({ kind: 'groupInvite', groupId: group.id, caption: 'Come' })).toMatchObject({
      groupId: group.id,
      groupName: 'Club',
      caption: 'Come',
    });
  });

  it('sends buttons and lists with an engine that can', async () => {
    const buttons = [{ id: 'yes', text: 'Yes' }];
    expect(await seen({ kind: 'buttons', text: 'Well?', buttons })).toMatchObject({ buttons });
    const sections = [{ title: 'Days', rows: [{ id: 'mon', title: 'Monday' }] }];
    expect(await seen({ kind: 'list', text: 'When?', buttonText: 'Choose', sections })).toMatchObject({ sections });
  });

  it('says at once what the engine cannot send', async () => {
    const reason = 'for a test';
    server = await server.restart({ capabilities: { 'messages.send.buttons': { level: 'none', reason } } });
    await server.as().post('/v1/sessions/home/start').expect(200);
    const { status, body } = await send({ kind: 'buttons', text: 'Well?', buttons: [{ id: 'yes', text: 'Yes' }] });
    expect([status, (body as { code: string }).code]).toEqual([501, 'unsupported']);
  });

  const startsAt = '2027-05-01T18:00:00Z';
  it.each([
    [{ kind: 'text', text: 'no link', preview: { url: 'https://example.org', title: 'An example' } }],
    [{ kind: 'text', text: 'ftp://example.org', preview: { url: 'ftp://example.org', title: 'An example' } }],
    [{ kind: 'text', text: 'hi', preview: null }],
    [{ kind: 'contact', contacts: [] }],
    [{ kind: 'contact', contacts: [{ name: 'Ada' }] }],
    [{ kind: 'contact', contacts: [{ name: 'Ada', phones: ['12'] }] }],
    [{ kind: 'contact', contacts: [{ name: 'Ada', phones: [] }] }],
    [{ kind: 'contact', contacts: ['Ada'] }],
    [{ kind: 'event', name: 'Barbecue' }],
    [{ kind: 'event', name: 'Barbecue', startsAt: 'tomorrow' }],
    [{ kind: 'event', name: 'Barbecue', startsAt: '2027-05-01T18:00:00' }],
    [{ kind: 'event', name: 'Barbecue', startsAt: '20270501T180000Z' }],
    [{ kind: 'event', name: 'Barbecue', startsAt, endsAt: '2027-05-01T17:00:00Z' }],
    [{ kind: 'groupInvite', groupId: '+4915123456789' }],
    [{ kind: 'buttons', text: 'Well?', buttons: [] }],
    [{ kind: 'buttons', text: 'Well?', buttons: [{ id: 'yes' }] }],
    [{ kind: 'list', text: 'When?', buttonText: 'Choose', sections: [{ rows: [] }] }],
    [{ kind: 'buttonReply', buttonId: 'yes', text: 'Yes' }],
  ])('refuses %j', async (content) => {
    const { status, body } = await send(content);
    expect([status, (body as { code: string }).code]).toEqual([400, 'invalid_input']);
  });
});

const forward = (chat: Jid, id: MessageId, chatIds: unknown) =>
  server.as().post(`/v1/sessions/home/chats/${chat}/messages/${id}/forward`).send({ chatIds });

describe('forwarding', () => {
  it('sends to several chats, each with a result of its own', async () => {
    const { messageId } = (await send({ kind: 'text', text: 'News' })).body as { messageId: MessageId };
    const [one, two] = [server.world.person(), server.world.person()];
    const { body } = await forward(friend.jid, messageId, [one.phone, two.phone, one.jid]).expect(200);
    const { data } = body as { data: { chatId: Jid; messageId: MessageId; status: string }[] };
    expect(data.map(({ chatId }) => chatId)).toEqual([one.jid, two.jid]);
    for (const [n, person] of [one, two].entries()) {
      const message = await person.seesMessage(owner.jid, data[n]?.messageId as MessageId);
      expect(message).toMatchObject({ content: { text: 'News' } });
    }
  });

  it('tells of the one chat that failed', async () => {
    const { messageId } = (await send({ kind: 'text', text: 'News' })).body as { messageId: MessageId };
    const one = server.world.person();
    const stranger = server.world.strangerJid();
    const { body } = await forward(friend.jid, messageId, [stranger, one.phone]).expect(200);
    const { data } = body as { data: { status: string; error?: { code: string } }[] };
    expect(data[0]).toMatchObject({ status: 'failed', error: { code: 'not_on_whatsapp' } });
    expect(data[1]?.status).not.toBe('failed');
  });

  it('refuses what is not known, and no chats at all', async () => {
    expect((await forward(friend.jid, '3EB0FFFFFFFFFFFFFFFFFF' as MessageId, [friend.phone])).status).toBe(404);
    const { messageId } = (await send({ kind: 'text', text: 'News' })).body as { messageId: MessageId };
    expect((await forward(friend.jid, messageId, [])).status).toBe(400);
    expect((await forward(friend.jid, messageId, ['nobody'])).status).toBe(400);
  });
});
