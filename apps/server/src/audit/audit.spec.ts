import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { createdApiKeySchema } from '../api-keys/api-keys.schema.js';
import { auditPageSchema } from './audit.schema.js';

let server: InProcessServer;
beforeEach(async () => {
  server = await InProcessServer.start();
});
afterEach(() => server.stop());

const audit = async (query: Record<string, string> = {}, token?: string) =>
  auditPageSchema.parse((await server.as(token).get('/v1/audit').query(query).expect(200)).body).data;
const key = async (wanted: object) =>
  createdApiKeySchema.parse(
    (
      await server
        .as()
        .post('/v1/api-keys')
        .send({ name: 'Door bell', ...wanted })
    ).body,
  );

describe('the audit log', () => {
  it('says who did what, and how it ended', async () => {
    await server.linked();
    const friend = server.world.person();
    const bell = await key({ scopes: ['send'] });
    const message = { chatId: friend.jid, content: { kind: 'text', text: 'nobody reads this in a log' } };
    await server.as(bell.key).post('/v1/sessions/home/messages').send(message).expect(200);
    await server.as(bell.key).delete('/v1/sessions/home').expect(403);
    await server.as(bell.key).get('/v1/sessions/home/chats').expect(200);
    const done = await audit({ keyId: bell.keyId });
    expect(done).toMatchObject([
      { operation: 'deleteSession', keyName: 'Door bell', session: 'home', outcome: 'refused', status: 403 },
      { operation: 'sendMessage', keyName: 'Door bell', session: 'home', outcome: 'done', status: 200 },
    ]);
    expect(JSON.stringify(done)).not.toContain('nobody reads');
    expect(JSON.stringify(done)).not.toContain(friend.jid.split('@')[0]);
    expect(await audit({ operation: 'createApiKey' })).toMatchObject([{ outcome: 'done', status: 201 }]);
  });

  it('tells equal requests from others without their content', async () => {
    await server.linked();
    const send = async (text: string) => {
      const body = { chatId: '+4915123456789', content: { kind: 'text', text } };
      await server.as().post('/v1/sessions/home/messages').send(body);
    };
    await send('same');
    await send('same');
    await send('other');
    const [third, second, first] = await audit({ operation: 'sendMessage' });
    expect(first?.requestHash).toBe(second?.requestHash);
    expect(third?.requestHash).not.toBe(first?.requestHash);
  });

  it('is not stopped by what is nested without end', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const { status } = await server.as().post('/v1/sessions').set('Content-Type', 'application/json').send(deep);
    expect(status).toBe(400);
  });

  it('follows the other APIs too', async () => {
    await server.linked();
    await server.as().put('/api/me/available').expect(204);
    expect(await audit({ operation: 'gajosu.setAvailable' })).toHaveLength(1);
  });

  it('comes page by page, and to a bound key with its sessions only', async () => {
    for (const name of ['home', 'office']) await server.as().post('/v1/sessions').send({ name, autoStart: false });
    for (const name of ['home', 'office']) await server.as().patch(`/v1/sessions/${name}`).send({ autoStart: true });
    const bound = await key({ scopes: ['admin'], sessions: ['home'] });
    expect((await audit({}, bound.key)).map(({ session }) => session)).toEqual(['home']);
    const first = auditPageSchema.parse((await server.as().get('/v1/audit?limit=2').expect(200)).body);
    const rest = await audit({ cursor: first.nextCursor ?? '' });
    expect([...first.data, ...rest].map(({ operation }) => operation)).toEqual([
      'createApiKey',
      'updateSession',
      'updateSession',
      'createSession',
      'createSession',
    ]);
    expect((await server.as().get('/v1/audit?cursor=x')).status).toBe(400);
  });
});
