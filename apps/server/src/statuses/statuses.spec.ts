import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { STATUS_JID, type MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { messagePageSchema, sendResultSchema } from '../messages/messages.schema.js';

let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  await friend.send(owner.jid, { kind: 'text', text: 'Hello' });
  await server.event('home', ({ type }) => type === 'message.received');
});
afterEach(() => server.stop());

const S = '/v1/sessions/home/statuses';
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code: string }).code];
const post = (body: object) => server.as().post(S).send(body);

describe('statuses', () => {
  it('are posted, listed and taken back', async () => {
    const { body } = await post({ content: { kind: 'text', text: 'On holiday' } }).expect(200);
    const { messageId, chatId } = sendResultSchema.parse(body);
    expect(chatId).toBe(STATUS_JID);
    await friend.seesMessage(STATUS_JID, messageId as MessageId);
    const list = async () => messagePageSchema.parse((await server.as().get(S).expect(200)).body).data;
    expect((await list()).map(({ content }) => content)).toEqual([{ kind: 'text', text: 'On holiday' }]);
    await server.as().delete(`${S}/${messageId}`).expect(204);
    await friend.seesMessage(STATUS_JID, messageId as MessageId, ({ revoked }) => revoked);
    expect(codeOf(await server.as().delete(`${S}/3EB0FF`))).toEqual([404, 'not_found']);
  });

  it('are shown only to whom they are for', async () => {
    const other = server.world.person();
    await other.send(owner.jid, { kind: 'text', text: 'Hi' });
    const content = { kind: 'text', text: 'For you' };
    const { body } = await post({ content, audience: [friend.phone] }).expect(200);
    await friend.seesMessage(STATUS_JID, (body as { messageId: MessageId }).messageId);
    expect(await other.messagesIn(STATUS_JID)).toEqual([]);
    const sent = server.world.engine('home').recorded.findLast(({ operation }) => operation === 'messages.send');
    expect(sent?.args[2]).toMatchObject({ audience: [friend.jid] });
  });

  it.each([
    [{}],
    [{ content: { kind: 'text', text: '' } }],
    [{ content: { kind: 'poll', question: 'When?', options: ['Mon', 'Tue'] } }],
    [{ content: { kind: 'text', text: 'hi' }, audience: [] }],
    [{ content: { kind: 'text', text: 'hi' }, audience: ['nobody'] }],
  ])('refuse %j', async (body) => {
    expect(codeOf(await post(body))).toEqual([400, 'invalid_input']);
  });

  it('are refused by an engine that cannot post', async () => {
    server = await server.restart({ capabilities: { 'statuses.post': { level: 'none', reason: 'for a test' } } });
    await server.as().post('/v1/sessions/home/start').expect(200);
    expect(codeOf(await post({ content: { kind: 'text', text: 'hi' } }))).toEqual([501, 'unsupported']);
  });
});
