import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { messageSchema } from './messages.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let id: MessageId;
let path: string;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  const content = { kind: 'text', text: 'Tomorow' };
  const sent = await server.as().post('/v1/sessions/home/messages').send({ chatId: friend.phone, content });
  id = sent.body.messageId as MessageId;
  path = `/v1/sessions/home/chats/${friend.jid}/messages/${id}`;
});
afterEach(() => server.stop());

const send = (content: object) =>
  server.as().post('/v1/sessions/home/messages').send({ chatId: friend.phone, content });

describe('sending other kinds', () => {
  it.each([
    { kind: 'location', latitude: 52.5163, longitude: 13.3777, name: 'Gate' },
    { kind: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectableCount: 1 },
  ])('sends a $kind', async (content) => {
    const { body } = await send(content);
    expect((await friend.seesMessage(owner.jid, body.messageId as MessageId)).content).toMatchObject(content);
  });

  it.each([
    { kind: 'location', latitude: 95, longitude: 0 },
    { kind: 'poll', question: 'When?', options: ['Mon', 'Mon'] },
    { kind: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectableCount: 3 },
  ])('refuses %j', async (content) => {
    expect((await send(content)).status).toBe(400);
  });
});
const remove = (scope: string) => server.as().delete(path).query({ scope }).set('Idempotency-Key', 'key-1');

describe('what is done to a message', () => {
  it('edits and revokes', async () => {
    const { body } = await server.as().patch(path).send({ text: 'Tomorrow' }).expect(200);
    expect(messageSchema.parse(body)).toMatchObject({ content: { text: 'Tomorrow' }, editedAt: expect.any(String) });
    const edited = await friend.seesMessage(owner.jid, id, (seen) => seen.edited);
    expect(edited.content).toMatchObject({ text: 'Tomorrow' });
    expect((await server.as().delete(path)).status).toBe(400);
    expect((await server.as().delete(path).query({ scope: 'everyone' })).status).toBe(204);
    await friend.seesMessage(owner.jid, id, (seen) => seen.revoked);
  });

  it('takes a key that deleted for oneself for another request than deleting for everyone', async () => {
    await remove('me').expect(204);
    expect((await remove('everyone')).status).toBe(422);
    expect((await remove('me').expect(204)).headers['idempotent-replayed']).toBe('true');
  });

  it('reacts and takes it back', async () => {
    expect((await server.as().put(`${path}/reaction`).send({ emoji: '👍' })).status).toBe(204);
    await friend.seesMessage(owner.jid, id, (seen) => seen.reactions[owner.jid] === '👍');
    expect((await server.as().delete(`${path}/reaction`)).status).toBe(204);
    await friend.seesMessage(owner.jid, id, (seen) => !(owner.jid in seen.reactions));
  });

  it('pins and stars', async () => {
    expect((await server.as().put(`${path}/pin`).send({ durationSeconds: 86_400 })).status).toBe(204);
    await friend.seesMessage(owner.jid, id, (seen) => seen.pinned);
    expect((await server.as().delete(`${path}/pin`)).status).toBe(204);
    await friend.seesMessage(owner.jid, id, (seen) => !seen.pinned);
    expect((await server.as().put(`${path}/star`)).status).toBe(204);
    await owner.seesMessage(friend.jid, id, (seen) => seen.starred);
  });

  it('refuses a vote in what is no poll, and unknown messages', async () => {
    expect(
      (
        await server
          .as()
          .put(`${path}/vote`)
          .send({ options: ['Mon'] })
      ).status,
    ).toBe(400);
    const unknown = await server.as().put(`${path}0/reaction`).send({ emoji: '👍' });
    expect(unknown.status).toBe(404);
  });
});
