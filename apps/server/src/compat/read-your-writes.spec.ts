import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseMessageId, type SessionName } from '@columba/core';
import { aFact, type FakePerson } from '@columba/core/testing';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { MessageActsService } from '../messages/message-acts.service.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let number: string;
beforeAll(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person();
  number = friend.phone.slice(1);
});
afterAll(() => server.stop());

async function received(text: string): Promise<string> {
  const id = await friend.send(owner.jid, { kind: 'text', text });
  await server.event('home', ({ data }) => (data['message'] as { messageId?: string } | undefined)?.messageId === id);
  return id;
}

const chat = () => server.storage.chats.get('home', friend.jid);

const put = (change: string) => server.as().put(`/api/chats/${number}/${change}`).expect(204);
const listed = async () => {
  const { body } = await server.as().get('/api/chats').expect(200);
  return (body as { id: { user: string } }[]).find(({ id }) => id.user === number);
};
const post = (path: string, more: object = {}) =>
  server.anonymous
    .post(path)
    .set('X-Auth-Token', TOKEN)
    .send({ number, ...more })
    .expect(200);

/** Whoever changes something and reads next, reads what was changed, without waiting for an event. */
describe('in the REST API of gajosu', () => {
  it.each([
    ['archive', { archived: true }],
    ['unarchive', { archived: false }],
    ['pin', { pinned: true }],
    ['unpin', { pinned: false }],
    ['mark-as-unread', { unreadCount: -1 }],
  ])('%s', async (change, shown) => {
    await received(change);
    await put('mark-as-read');
    await put(change);
    expect(await listed()).toMatchObject(shown);
  });

  it('mark-as-read leaves nothing unread', async () => {
    await received('one');
    await received('two');
    expect(chat()?.unreadCount).toBe(2);
    await put('mark-as-read');
    expect(chat()).toMatchObject({ unreadCount: 0, markedUnread: false });
  });

  it('a contact is as WhatsApp has it, whatever was kept before', async () => {
    server.storage.observations.contact('home' as SessionName, { id: friend.jid, blocked: true });
    const { body } = await server.as().get(`/api/contacts/${number}`).expect(200);
    expect(body).toMatchObject({ isBlocked: false });
  });

  it.each([
    ['block', true],
    ['unblock', false],
  ])('%s', async (change, isBlocked) => {
    await server.as().get('/api/contacts').expect(200);
    await server.as().put(`/api/contacts/${number}/${change}`).expect(204);
    const { body } = await server.as().get('/api/contacts').expect(200);
    expect(body).toContainEqual(expect.objectContaining({ number, isBlocked }));
  });

  it('star and unstar', async () => {
    const path = `/api/chats/${number}/messages/${await received('shining')}`;
    for (const [change, isStarred] of [['star', true] as const, ['unstar', false] as const]) {
      await server.as().put(`${path}/${change}`).expect(204);
      expect((await server.as().get(path).expect(200)).body).toMatchObject({ isStarred });
    }
  });

  it('a message that was taken back', async () => {
    const { body } = await server.as().post(`/api/chats/${number}/messages`).send({ msg: 'oops' }).expect(200);
    const path = `/api/chats/${number}/messages/${(body as { id: { id: string } }).id.id}`;
    await server.as().delete(path).expect(204);
    expect((await server.as().get(path).expect(200)).body).toMatchObject({ type: 'revoked', body: '' });
  });

  it('a chat that was deleted is not listed', async () => {
    await server.as().delete(`/api/chats/${number}`).expect(204);
    expect(await listed()).toBeUndefined();
  });
});

describe('in the flat API', () => {
  it('everything in a chat is read', async () => {
    await received('one');
    expect(chat()?.unreadCount).toBe(1);
    await post('/mark_as_read');
    expect(chat()).toMatchObject({ unreadCount: 0 });
  });

  it('a chat is read with its newest message, and not with one before', async () => {
    await received('one');
    const older = chat()?.lastMessage?.key.id;
    await received('two');
    const newest = chat()?.lastMessage?.key.id;
    await post('/mark_as_read', { messageId: older });
    expect(chat()?.unreadCount).toBe(2);
    await post('/mark_as_read', { messageId: newest });
    expect(chat()).toMatchObject({ unreadCount: 0, markedUnread: false });
  });

  it('a chat is cleared, and then deleted', async () => {
    await received('one');
    await post('/chats/clear');
    expect(chat()).toMatchObject({ id: friend.jid });
    expect(chat()?.lastMessage).toBeUndefined();
    await post('/chats/delete');
    expect(chat()).toBeUndefined();
  });
});

/** An engine may tell of what WhatsApp has done a moment later, as one in a browser does. */
describe('what is done to a message is over when the log has it', () => {
  const key = { key: 'k', scope: 's' };

  it.each(['star', 'revoke'] as const)('%s', async (act) => {
    const acts = server.app.get(MessageActsService);
    const messageId = parseMessageId(await received(act));
    const path = { session: 'home', chatId: friend.jid, messageId };
    jest.spyOn(server.world.engine('home').messages, act).mockResolvedValueOnce();
    const over = jest.fn();
    const done = (act === 'star' ? acts.star(path, key, true) : acts.revoke(path, key)).then(over);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(over).not.toHaveBeenCalled();
    const ref = { messageId, chat: friend.jid, by: { id: friend.jid } };
    server.storage.inbox.record('home' as SessionName, [
      act === 'star' ? aFact('message.starred', { ...ref, starred: true }) : aFact('message.revoked', ref),
    ]);
    await done;
  });
});
