import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InProcessServer } from '../../../../../test/support/in-process-server.js';
import { problemSchema } from '../problem/problem.js';

let server: InProcessServer;
beforeAll(async () => {
  server = await InProcessServer.start({ env: { CORS_ORIGINS: 'https://panel.example' } });
});
afterAll(() => server.stop());

const problem = (body: unknown) => ({ ...problemSchema.parse(body), requestId: 'set' });

const preflight = (origin: string) =>
  server.anonymous.options('/v1/sessions').set('Origin', origin).set('Access-Control-Request-Method', 'POST');

describe('the edge', () => {
  it('answers in one form, whatever is wrong', async () => {
    const post = () => server.as().post('/v1/sessions');
    const answers = {
      'unknown path': await server.as().get('/v1/nowhere'),
      'wrong method': await server.as().put('/v1/sessions'),
      'broken JSON': await post().type('json').send('{"name":'),
      'no JSON at all': await post().type('text/plain').send('name=home'),
      'JSON in another charset': await post().type('application/json; charset=koi8-r').send('{}'),
      'too large': await post()
        .type('json')
        .send(JSON.stringify({ name: 'x'.repeat(17_000_000) })),
      'unknown field': await post().send({ name: 'home', colour: 'red' }),
      'wrong types': await post().send({ name: 7, autoStart: 'yes' }),
      'broken path': await server.as().get('/v1/sessions/%E0%A4%A'),
      'unknown session': await server.as().get('/v1/sessions/nowhere'),
      traversal: await server.as().get('/v1/sessions/..%2f..%2fetc'),
      'foreign host': await server.as().get('/v1/version').set('Host', 'evil.example'),
      'foreign origin': await server.as().get('/v1/version').set('Origin', 'https://evil.example'),
    };
    const seen = Object.entries(answers).map(([name, { status, type, body }]) => [
      name,
      { status, type, body: problem(body) },
    ]);
    expect(Object.fromEntries(seen)).toMatchSnapshot();
    expect(answers['wrong method'].headers['allow']).toBe('GET, POST');
  });

  it('keeps a request id, and makes one where the given one is unfit', async () => {
    const kept = await server.as().get('/v1/version').set('X-Request-Id', 'my-request.1');
    expect(kept.headers['x-request-id']).toBe('my-request.1');
    const made = await server.as().get('/v1/nowhere').set('X-Request-Id', 'no spaces');
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect((made.body as { requestId: string }).requestId).toBe(made.headers['x-request-id']);
  });

  it('sends the headers that browsers need', async () => {
    const { headers } = await server.as().get('/v1/version').expect(200);
    const wanted = [
      'content-security-policy',
      'x-content-type-options',
      'x-frame-options',
      'referrer-policy',
      'cache-control',
    ];
    expect(Object.fromEntries(wanted.map((name) => [name, headers[name]]))).toMatchSnapshot();
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('lets a configured page in, and no other', async () => {
    const allowed = await preflight('https://panel.example').expect(204);
    expect(allowed.headers['access-control-allow-origin']).toBe('https://panel.example');
    expect(allowed.headers).not.toHaveProperty('access-control-allow-credentials');
    const refused = await preflight('https://evil.example');
    expect(refused.status).toBe(403);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['/v1/sessions/home/messages', { chatId: '1', content: { kind: 'image', media: [null, null] } }],
    ['/v1/api-keys', { name: 'x', scopes: [null] }],
    ['/v1/webhooks', { url: 'https://example.org', maxAttempts: null }],
    ['/v1/webhooks', { url: 'https://example.org', sessions: null }],
  ])('refuses at %s what is empty where nothing may be: %j', async (path, wanted) => {
    const { status, body } = await server.as().post(path).send(wanted);
    expect({ status, code: (body as { code: string }).code }).toEqual({ status: 400, code: 'invalid_input' });
  });

  it('does not wait for the body of a stranger', async () => {
    const { port } = server.app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n{',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });
});
