import { afterEach, describe, expect, it } from '@jest/globals';
import { InProcessServer, TOKEN } from '../../../../../test/support/in-process-server.js';
import { digestOf } from '../../auth/key-ring.js';
import type { Scope } from '../../auth/caller.js';

const UNAUTHORIZED = { error: 'Unauthorized', detail: 'Invalid or missing X-Auth-Token' };

let server: InProcessServer;
afterEach(() => server.stop());

function key(name: string, scopes: Scope[], sessions?: string[]): string {
  const secret = `${name}-key-0123456789-0123456789-0123456789`;
  const bound = sessions && { sessions: sessions as never };
  server.storage.apiKeys.create({ name, scopes, ...bound, hash: digestOf(secret).toString('hex') });
  return secret;
}

describe('who calls', () => {
  it.each([
    ['X-Auth-Token', TOKEN],
    ['X-Api-Key', TOKEN],
    ['Authorization', `Bearer ${TOKEN}`],
  ])('is told by %s', async (header, value) => {
    server = await InProcessServer.start();
    await server.anonymous.get('/stats').set(header, value).expect(200);
    await server.anonymous.get('/stats').set(header, `${value}x`).expect(401, UNAUTHORIZED);
  });

  it('is never nobody, not even where another API was opened', async () => {
    server = await InProcessServer.start({ env: { GAJOSU_API_AUTH: 'none' } });
    for (const path of ['/status', '/api/dashboard', '/api/moderation/config', '/events', '/nowhere'])
      await server.anonymous.get(path).expect(401, UNAUTHORIZED);
    await server.anonymous.post('/send_message').send({ number: '1', message: 'a' }).expect(401, UNAUTHORIZED);
    await server.as().get('/api/dashboard').expect(200);
  });

  it('is not told by an address, or by what a proxy is said to have written', async () => {
    server = await InProcessServer.start();
    const forged = {
      'X-Forwarded-For': '10.0.0.1',
      'X-Ingress-Path': '/api/hassio_ingress/a',
      'X-Remote-User-Id': '1',
    };
    await server.anonymous.get('/status').set(forged).expect(401, UNAUTHORIZED);
    await server.anonymous.get(`/status?token=${TOKEN}`).expect(401, UNAUTHORIZED);
  });

  it('may do only what the key is for', async () => {
    server = await InProcessServer.start();
    await server.linked();
    const reader = key('reader', ['read']);
    await server.as(reader).get('/status').expect(200);
    const { body } = await server
      .as(reader)
      .post('/send_message')
      .send({ number: '4915123456789', message: 'a' })
      .expect(403);
    expect(Object.keys(body as object)).toEqual(['detail', 'error']);
    await server
      .as(key('sender', ['send']))
      .delete('/session')
      .expect(403);
    const bound = key('bound', ['admin'], ['office']);
    await server.as(bound).get('/status').expect(403);
    await server.as(bound).get('/status?session_id=office').expect(200);
    await server.as(bound).get('/media/default/3EB0').set('x-session-id', 'office').expect(403);
    await server.as(bound).get('/media/office/3EB0').expect(404);
    const hook = { url: 'https://example.com/hook', enabled: true };
    await server.as(bound).post('/settings/webhook?session_id=office').send(hook).expect(403);
  });

  it('is told to wait after too many wrong tokens, in words that clients know', async () => {
    server = await InProcessServer.start();
    const wrong = () => server.anonymous.get('/status').set('X-Auth-Token', 'wrong-token');
    let answer = await wrong();
    for (let times = 0; times < 50 && answer.status === 401; times++) answer = await wrong();
    expect([answer.status, (answer.body as { detail: string }).detail]).toEqual([
      429,
      expect.stringContaining('(429)'),
    ]);
    await server.as().get('/status').expect(200);
  });
});

describe('a server', () => {
  it('does not have this API where it is switched off', async () => {
    server = await InProcessServer.start({ env: { FASERF_API: 'off' } });
    await server.anonymous.get('/health').expect(404);
    for (const path of ['/status', '/stats', '/api/dashboard']) await server.as().get(path).expect(404);
    await server.as().get('/v1/sessions').expect(200);
  });

  it('never answers anything but JSON in its own form', async () => {
    server = await InProcessServer.start();
    await server.linked();
    const post = (path: string) => server.as().post(path);
    const answers = {
      'broken JSON': await post('/send_message').type('json').send('{"number": "a'),
      'a list': await post('/send_message').send([1]),
      'a foreign charset': await post('/send_message').type('application/json; charset=koi8-r').send('{}'),
      'no JSON': await post('/send_message').type('text/plain').send('number=1'),
      'an unknown path': await post('/send_nothing').send({}),
      'a wrong method': await server.as().put('/send_message').send({}),
      'a broken path': await server.as().get('/media/%E0%A4%A/1'),
      'a wild session': await server.as().get('/status?session_id=---'),
      'a foreign host': await server.as().get('/status').set('Host', 'evil.example'),
      'too large': await post('/groups/picture')
        .type('json')
        .send(`{"picture":"${'A'.repeat(16_800_000)}"}`),
    };
    const seen = Object.fromEntries(
      Object.entries(answers).map(([name, { status, type, body }]) => [name, { status, type, body: body as unknown }]),
    );
    expect(seen).toMatchSnapshot();
  });

  it('takes a large picture within the body', async () => {
    server = await InProcessServer.start();
    await server.linked();
    const picture = 'A'.repeat(2_000_000);
    const { status } = await server.as().post('/groups/picture').send({ number: '120363041234567890@g.us', picture });
    expect(status).toBe(400);
  });
});
