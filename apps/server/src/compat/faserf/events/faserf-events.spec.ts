import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageError, type MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { InProcessServer, type WireEvent } from '../../../../../../test/support/in-process-server.js';
import { RecordingLogger } from '../../../../../../test/support/recording-logger.js';
import type { FaserfEvent } from './faserf-event.presenter.js';

let endpoint: Server;
let url: string;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  endpoint = createServer();
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook`;
  server = await InProcessServer.start({ env: { COLUMBA_WEBHOOK_ALLOW: url } });
  owner = await server.linked();
  friend = server.world.person();
  await take();
});
afterEach(async () => {
  await server.stop();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

async function take(): Promise<FaserfEvent[]> {
  const { body } = await server.as().get('/events').expect(200);
  return body as FaserfEvent[];
}

const stored = (where: (event: WireEvent) => boolean) => server.event('home', where);
const message = (id: MessageId) =>
  stored(({ data }) => (data['message'] as { messageId?: string } | undefined)?.messageId === id);

describe('the queue', () => {
  it('gives each event once, with the form of it that clients look into', async () => {
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    await message(id);
    const [event, ...more] = await take();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      id,
      type: 'message',
      content: 'hi',
      vote: [],
      sender: friend.jid,
      person_jid: friend.jid,
      from: friend.jid,
      sender_number: friend.phone.slice(1),
      is_group: false,
      from_me: false,
      media_url: null,
      session_id: 'default',
      replayed: false,
      age_s: 0,
    });
    expect(event?.raw).toMatchObject({
      key: { remoteJid: friend.jid, fromMe: false, id, participant: null },
      message: { conversation: 'hi' },
    });
    expect(await take()).toEqual([]);
  });

  it('is not lost when the server is started again', async () => {
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    await message(id);
    server = await server.restart();
    expect((await take()).map((event) => event.id)).toEqual([id]);
    server = await server.restart();
    expect(await take()).toEqual([]);
  });

  it('tells what was sent under the id that the sender was told, and a vote by its texts', async () => {
    const send = { number: friend.jid, question: 'Pizza?', options: ['Yes', 'No'] };
    const { body } = await server.as().post('/send_poll').send(send).expect(200);
    const { id } = body as { id: MessageId };
    expect(await take()).toMatchObject([{ id, type: 'poll', content: 'Pizza?', from_me: true, from: friend.jid }]);
    await friend.vote(owner.jid, id, ['Yes']);
    await stored(({ type }) => type === 'poll.voted');
    const [vote] = await take();
    expect(vote).toMatchObject({ type: 'poll_update', vote: ['Yes'], sender: friend.jid, from_me: false });
    expect(vote?.raw.message).toEqual({
      pollUpdateMessage: { pollCreationMessageKey: { remoteJid: friend.jid, fromMe: true, id, participant: null } },
    });
    await friend.vote(owner.jid, id, []);
    await stored(({ type, data }) => type === 'poll.voted' && (data['options'] as string[]).length === 0);
    expect(await take()).toMatchObject([{ type: 'poll_update', vote: [] }]);
  });

  it('tells a vote of our own as ours', async () => {
    const { group } = await friend.groups.create('Club', [owner.jid]);
    await stored(({ type }) => type === 'group.joined');
    const poll = await friend.send(group.id, {
      kind: 'poll',
      question: 'Pizza?',
      options: ['Yes', 'No'],
      selectableCount: 1,
    });
    await message(poll);
    await take();
    await server
      .as()
      .put(`/v1/sessions/home/chats/${group.id}/messages/${poll}/vote`)
      .send({ options: ['Yes'] })
      .expect(({ status }) => expect(status).toBeLessThan(300));
    await stored(({ type }) => type === 'poll.voted');
    const [vote] = await take();
    expect(vote).toMatchObject({ type: 'poll_update', vote: ['Yes'], from_me: true, raw: { key: { fromMe: true } } });
  });

  it('warns once that Home Assistant hears of everything twice', async () => {
    const logger = new RecordingLogger();
    const homeAssistant = { HA_BASE_URL: 'http://127.0.0.1:9', HA_TOKEN: 'a-token' };
    const warnings = () => logger.messages('warn').filter((text) => text.includes('HA_EVENTS'));
    server = await server.restart({ logger, env: { ...homeAssistant, HA_EVENTS: 'native' } });
    await take();
    expect(warnings()).toEqual([]);
    server = await server.restart({ logger, env: homeAssistant });
    await take();
    await take();
    expect(warnings()).toHaveLength(1);
  });

  it('tells which button or row was chosen', async () => {
    const button = await friend.send(owner.jid, { kind: 'buttonReply', buttonId: 'on', text: 'On' });
    const row = await friend.send(owner.jid, { kind: 'listReply', rowId: 'film', title: 'Film' });
    await message(button);
    await message(row);
    expect((await take()).map(({ raw }) => raw.message)).toEqual([
      { buttonsResponseMessage: expect.objectContaining({ selectedButtonId: 'on' }) },
      { listResponseMessage: expect.objectContaining({ singleSelectReply: { selectedRowId: 'film' } }) },
    ]);
  });

  it('names who wrote in a group, whether they run it, and where a file is', async () => {
    const { group } = await friend.groups.create('Club', [owner.jid]);
    await stored(({ type }) => type === 'group.joined');
    const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
    const id = await friend.send(group.id, { kind: 'document', bytes, mimeType: 'application/pdf', caption: 'rules' });
    await message(id);
    const [event] = await take();
    expect(event).toMatchObject({
      sender: friend.jid,
      from: group.id,
      is_group: true,
      media_url: `/media/default/${id}`,
      media_type: 'document',
      media_mimetype: 'application/pdf',
      caption: 'rules',
      content: 'rules',
      raw: { key: { remoteJid: group.id, participant: friend.jid }, message: { documentMessage: {} } },
    });
    const file = await server.as().get(String(event?.media_url)).buffer(true).expect(200);
    expect(file.body).toEqual(bytes);
    await server.anonymous.get(String(event?.media_url)).expect(401);
  });
});

const full = (): never => {
  throw new StorageError('The disk is full');
};

/** The next thing that is posted, once it is answered. */
async function posted() {
  const [request, response] = (await once(endpoint, 'request')) as [IncomingMessage, { end(): void }];
  const body = JSON.parse(await text(request)) as FaserfEvent;
  response.end();
  return { body, headers: request.headers };
}

describe('the webhook', () => {
  it('gets the same object as the queue, with its token, and nothing of before', async () => {
    await message(await friend.send(owner.jid, { kind: 'text', text: 'before' }));
    await take();
    const first = posted();
    await server.as().post('/settings/webhook').send({ url, enabled: true, token: 'house-secret' }).expect(200);
    await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    const { body, headers } = await first;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-webhook-token': 'house-secret' });
    expect(await take()).toEqual([body]);
  });

  it('is set all the same after the disk refused it once', async () => {
    const { consumers } = server.storage;
    const set = () => server.as().post('/settings/webhook').send({ url, enabled: true });
    Object.assign(consumers, { advance: full });
    await set().expect(500);
    Reflect.deleteProperty(consumers, 'advance');
    await set().expect(200);
    const first = posted();
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    expect((await first).body.id).toBe(id);
  });

  it('goes on after a new start, and ends when it is switched off', async () => {
    await server.as().post('/settings/webhook').send({ url, enabled: true }).expect(200);
    server = await server.restart({ env: { COLUMBA_WEBHOOK_ALLOW: url } });
    await server.as().post('/v1/sessions/home/start').expect(200);
    const first = posted();
    const id = await friend.send(owner.jid, { kind: 'text', text: 'hi' });
    const { body, headers } = await first;
    expect([body.id, headers['x-webhook-token']]).toEqual([id, undefined]);
    await server.as().post('/settings/webhook').send({ enabled: false }).expect(200);
    const calls: unknown[] = [];
    endpoint.on('request', (request) => calls.push(request.url));
    await message(await friend.send(owner.jid, { kind: 'text', text: 'unheard' }));
    expect(calls).toEqual([]);
  });
});
