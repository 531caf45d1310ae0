import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import sharp from 'sharp';
import { InProcessServer, TOKEN } from '../../../../../test/support/in-process-server.js';
import { readQr } from '../../../../../test/support/qr.js';
import { SessionsService } from '../../sessions/sessions.service.js';

let server: InProcessServer;
let owner: FakePerson;
beforeEach(async () => {
  server = await InProcessServer.start();
  owner = server.world.person();
});
afterEach(() => server.stop());

type Json = Record<string, unknown>;

/** As Home Assistant's integration calls: every answer but 200 is an error. */
async function call(method: 'get' | 'post' | 'delete', path: string, body?: object): Promise<Json> {
  const request = server.anonymous[method](path).query({ session_id: 'default' }).set('X-Auth-Token', TOKEN);
  const answer = await (body === undefined ? request : request.send(body)).expect(200);
  return answer.body as Json;
}

const connected = () =>
  server.event('home', ({ type, data }) => type === 'session.state_changed' && data['state'] === 'connected');

async function scan(): Promise<void> {
  const { status, qr } = await call('get', '/qr');
  expect(status).toBe('scanning');
  await owner.link(readQr(Buffer.from(String(qr).replace(/^data:image\/png;base64,/, ''), 'base64')));
  await connected();
}

const waitForQr = () =>
  server.event('home', ({ type, data }) => type === 'session.pairing_changed' && data['kind'] === 'qr');

describe('the integration', () => {
  it('is set up by a scan, and accepts no account before', async () => {
    expect(await call('get', '/stats')).toMatchObject({ connected: false, my_number: null });
    expect(await call('post', '/session/start')).toMatchObject({ status: 'starting', isConnected: false });
    await waitForQr();
    const { connected: isConnected, my_number: number } = await call('get', '/stats');
    expect(Boolean(isConnected) || Boolean(number)).toBe(false);
    await scan();
    expect(await call('get', '/stats')).toMatchObject({ connected: true, my_number: owner.phone.slice(1) });
    expect(await call('get', '/api/dashboard')).toMatchObject({ passkeyDetected: false, isConnected: true });
    expect(await call('get', '/qr')).toEqual({ status: 'connected', qr: null });
  });

  it('is set up by a code as well', async () => {
    const { code } = await call('post', '/session/pair', { phone_number: owner.phone.slice(1) });
    await owner.link(String(code));
    await connected();
    expect(await call('get', '/stats')).toMatchObject({ connected: true });
  });

  it('begins anew: the link, the queue, the log and the counters are gone', async () => {
    await call('post', '/session/start');
    await waitForQr();
    await scan();
    const friend = server.world.person();
    await call('post', '/send_message', { number: friend.jid, message: 'hi' });
    expect(await call('get', '/stats')).toMatchObject({
      sent: 1,
      last_sent_message: 'hi',
      last_sent_target: friend.jid,
    });
    expect(await call('delete', '/session')).toEqual({ status: 'success', message: 'Session deleted and logged out' });
    expect(await call('get', '/events')).toEqual([]);
    expect(await call('get', '/logs')).toEqual([]);
    expect(await call('get', '/stats')).toMatchObject({ connected: false, sent: 0, lifetime_sent: 0 });
    expect(await call('post', '/session/start')).toMatchObject({ status: 'starting' });
    expect(await owner.linkedDevices()).toBe(0);
    const after = server.storage.events.lastSeq('home');
    const next = server.world.person();
    const { code } = await call('post', '/session/pair', { phone_number: next.phone });
    await next.link(String(code));
    await server.event('home', ({ seq, data }) => seq > after && data['state'] === 'connected');
    expect(await call('get', '/chats')).toEqual([]);
    expect(await call('get', '/contacts')).toEqual([expect.objectContaining({ id: next.jid })]);
    const nothing = { lifetime_sent: 0, last_sent_message: null, last_sent_target: null, chat_count: 0 };
    expect(await call('get', '/stats')).toMatchObject({ ...nothing, my_number: next.phone.slice(1) });
    server = await server.restart();
    expect(await call('get', '/stats')).toMatchObject(nothing);
  });

  it('sends nothing as another account that was still waiting to leave', async () => {
    await call('post', '/session/start');
    await waitForQr();
    await scan();
    const friend = server.world.person();
    server.world.engine('home').disconnect('lost');
    const waiting = { chatId: friend.jid, content: { kind: 'text', text: 'as the first' } };
    const { body } = await server.as().post('/v1/sessions/home/messages').query({ waitFor: 'none' }).send(waiting);
    await call('delete', '/session');
    const sent = server.storage.sends.get('home', (body as { messageId: MessageId }).messageId);
    expect(sent).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
  });

  it('finds a session of its own again when the server was started anew', async () => {
    const connects = (afterSeq: number) =>
      server.event('work', ({ seq, data }) => seq > afterSeq && data['state'] === 'connected');
    const { body } = await server.as().post('/session/pair?session_id=work').send({ number: owner.phone }).expect(200);
    await owner.link(String((body as Json)['code']));
    const { seq } = await connects(0);
    server = await server.restart();
    await server.app.get(SessionsService).startConfigured();
    await connects(seq);
    const status = await server.as().get('/status?session_id=work').expect(200);
    expect(status.body).toMatchObject({ connected: true, session_id: 'work' });
  });

  it('polls as fast as it can be told to, and is never sent away', async () => {
    await call('post', '/session/start');
    await waitForQr();
    await scan();
    for (let second = 0; second < 60; second++) {
      for (const path of [
        '/health',
        '/stats',
        '/api/dashboard',
        '/chats',
        '/events',
        '/status',
        '/qr',
        '/passkey/status',
      ])
        await call('get', path);
      await server.as().get('/api/telegram/config?session_id=default').expect(404);
    }
  }, 60_000);

  it('tells why it is not connected any more', async () => {
    await call('post', '/session/start');
    await waitForQr();
    await scan();
    await owner.unlinkDevices();
    await server.event('home', ({ type, data }) => type === 'session.state_changed' && data['state'] === 'logged_out');
    expect(await call('get', '/stats')).toMatchObject({ connected: false, disconnect_reason: 'logged_out' });
    expect(await call('get', '/logs')).toContainEqual(expect.objectContaining({ type: 'error' }));
  });
});

describe('the same payload', () => {
  it('while it is on its way is one message, and afterwards another one', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#2a6' } })
      .png()
      .toBuffer();
    let both = Promise.resolve();
    const host = createServer((_request, response) => void both.then(() => response.end(png)));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/a.png`;
    server = await server.restart({ env: { COLUMBA_MEDIA_ALLOWED_ADDRESSES: url } });
    await call('post', '/session/start');
    await waitForQr();
    await scan();
    const friend = server.world.person();
    const send = () => call('post', '/send_image', { number: friend.jid, url });
    // The file comes when both requests are there.
    both = requests(2);
    const [first, second] = await Promise.all([send(), send()]);
    expect(first['id']).toBe(second['id']);
    const third = await send();
    expect(third['id']).not.toBe(first['id']);
    const seen = await friend.messagesIn(owner.jid);
    expect(seen.map(({ id, copies }) => [id, copies])).toEqual([
      [first['id'], 1],
      [third['id'], 1],
    ]);
    await new Promise((resolve) => host.close(resolve));
  });
});

/** Resolves when so many requests have come, with all of their bodies. */
function requests(count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    server.app.getHttpServer().on('request', (request: IncomingMessage) =>
      request.once('end', () => {
        seen += 1;
        if (seen === count) setImmediate(resolve);
      }),
    );
  });
}
