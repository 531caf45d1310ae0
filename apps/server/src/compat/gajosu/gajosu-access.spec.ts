import { afterEach, describe, expect, it } from '@jest/globals';
import { InProcessServer, TOKEN } from '../../../../../test/support/in-process-server.js';

const UNAUTHORIZED = { error: 'Unauthorized', detail: 'Invalid or missing X-Auth-Token' };
const NOT_CONNECTED = { message: 'Whatsapp is not connected', status: 503 };

let server: InProcessServer;
afterEach(() => server.stop());

describe('who calls', () => {
  it.each([
    ['X-Auth-Token', TOKEN],
    ['X-Api-Key', TOKEN],
    ['Authorization', `Bearer ${TOKEN}`],
  ])('is told by %s', async (header, value) => {
    server = await InProcessServer.start();
    await server.anonymous.get('/api/status').set(header, value).expect(200, { status: 'INITIALIZING' });
    await server.anonymous.get('/api/status').set(header, `${value}x`).expect(401, UNAUTHORIZED);
  });

  it('needs a token on every path, known or not', async () => {
    server = await InProcessServer.start();
    await server.anonymous.get('/api/status').expect(401, UNAUTHORIZED);
    await server.anonymous.put('/api/nowhere').expect(401, UNAUTHORIZED);
    const { body } = await server.anonymous.get('/api/dashboard').expect(401);
    expect(body).toMatchObject({ code: 'unauthorized' });
  });

  it('is nobody where the owner has said so, and only in this API', async () => {
    server = await InProcessServer.start({ env: { GAJOSU_API_AUTH: 'none' } });
    await server.anonymous.get('/api/status').expect(200, { status: 'INITIALIZING' });
    await server.anonymous.get('/api/status').set('X-Auth-Token', 'old and wrong').expect(200);
    for (const path of ['/v1/sessions', '/api/dashboard', '/api/nowhere', '/docs/openapi.json', '/status'])
      await server.anonymous.get(path).expect(401);
    const { body } = await server.as().get('/v1/health').expect(200);
    expect(body).toMatchObject({ warnings: [{ code: 'gajosu_api_open' }] });
  });

  it('may be bound to other sessions', async () => {
    server = await InProcessServer.start({ env: { GAJOSU_SESSION: 'office' } });
    server.storage.apiKeys.create({
      name: 'kitchen',
      scopes: ['admin'],
      sessions: ['home' as never],
      hash: await digest('k'.repeat(40)),
    });
    await server.as('k'.repeat(40)).get('/api/status').expect(403, { error: 'This key is bound to other sessions' });
  });
});

describe('what comes first', () => {
  it('is the connection, before anything of the request is looked at', async () => {
    server = await InProcessServer.start();
    for (const path of ['/api/nowhere', '/api/status/more', '/api'])
      await server.as().get(path).expect(503, NOT_CONNECTED);
    const broken = server.as().post('/api/chats/1/messages').set('Content-Type', 'application/json').send('{"msg": "a');
    await broken.expect(503, NOT_CONNECTED);
  });

  it('is the state for whoever asks for nothing else', async () => {
    server = await InProcessServer.start();
    await server.linked();
    await server.as().get('/api/status').expect(200, { status: 'CONNECTED' });
    await server.as().post('/v1/sessions/home/stop').expect(200);
    await server.as().get('/api/status').expect(200, { status: 'UNLAUNCHED' });
    await server.as().get('/api/me').expect(503, NOT_CONNECTED);
  });

  it('is JSON for a path or a method that there is not', async () => {
    server = await InProcessServer.start();
    await server.linked();
    await server.as().put('/api/nowhere').expect(404, { error: 'Cannot PUT /api/nowhere' });
    await server.as().patch('/api/status').expect(404, { error: 'Cannot PATCH /api/status' });
  });
});

async function digest(key: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  return Buffer.from(bytes).toString('hex');
}
