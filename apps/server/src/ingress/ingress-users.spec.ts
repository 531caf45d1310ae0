import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import { WebSocket } from 'ws';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import { loadConfig } from '../config/load-config.js';
import { homeAssistantAddress } from '../home-assistant/link/address.js';
import type { Answer } from '../home-assistant/link/ha-socket.js';
import { IngressListener } from './ingress-listener.js';
import { IngressUsers } from './ingress-users.js';

const OLIVIA = 'd0b1c2';
const ANNA = 'a7e6f5';
const RETIRED = 'c3c3c3';
const user = (id: string, groups: string[], more: object = {}) => ({
  id,
  is_owner: false,
  is_active: true,
  system_generated: false,
  group_ids: groups,
  ...more,
});
/** As Home Assistant answers `config/auth/list`. */
const USERS = [
  user(OLIVIA, ['system-admin'], { is_owner: true }),
  user(ANNA, ['system-users']),
  user(RETIRED, ['system-admin'], { is_active: false }),
];

describe('who comes in through Home Assistant', () => {
  let homeAssistant: StandInHomeAssistant;
  let server: InProcessServer;
  let port: number;

  beforeEach(async () => {
    homeAssistant = await StandInHomeAssistant.create({ supervisor: true });
    homeAssistant.commands = ({ type }) => (type === 'config/auth/list' ? { result: USERS } : undefined);
    await homeAssistant.become('running');
  });
  afterEach(async () => {
    await server.stop();
    await homeAssistant.close();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    server = await InProcessServer.start({
      env: {
        HA_BASE_URL: homeAssistant.baseUrl,
        SUPERVISOR_TOKEN: homeAssistant.token,
        COLUMBA_INGRESS_PORT: '0',
        INGRESS_TRUSTED_IPS: '127.0.0.1',
        ...env,
      },
    });
    port = (await server.app.get(IngressListener).listen())?.port ?? 0;
  }
  async function ask(id: string | undefined, path = '/v1/api-keys/current', method = 'GET') {
    const headers = id === undefined ? {} : { 'X-Remote-User-Id': id, 'X-Remote-User-Name': 'somebody' };
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const isJson = response.headers['content-type']?.includes('json') === true;
    return { status: response.statusCode, body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown> };
  }

  it('may do everything as an administrator, and nothing as anybody else', async () => {
    await start();
    expect(await ask(OLIVIA)).toMatchObject({ status: 200, body: { scopes: ['read', 'send', 'admin'] } });
    for (const id of [ANNA, RETIRED, 'unknown', undefined, ''])
      for (const path of ['/v1/api-keys/current', '/v1/sessions', '/place.json'])
        expect({ id, path, ...(await ask(id, path)) }).toMatchObject({
          id,
          path,
          status: 403,
          body: { code: 'forbidden', detail: expect.stringContaining('administrators of Home Assistant') },
        });
    // The files of the page, which say so.
    expect((await ask(ANNA, '/')).status).toBe(200);
    const line = new WebSocket(`ws://127.0.0.1:${port}/v1/events/socket`, { headers: { 'X-Remote-User-Id': ANNA } });
    const [refused] = (await once(line, 'error')) as [Error];
    expect(refused.message).toContain('403');
  });

  it('may read, where the settings say so', async () => {
    await start({ COLUMBA_INGRESS_OTHER_USERS: 'read' });
    expect(await ask(ANNA)).toMatchObject({ status: 200, body: { scopes: ['read'] } });
    expect((await ask(ANNA, '/v1/sessions')).status).toBe(200);
    expect((await ask(ANNA, '/v1/sessions/home/pairing', 'POST')).status).toBe(403);
    expect(await ask(OLIVIA)).toMatchObject({ body: { scopes: ['read', 'send', 'admin'] } });
  });

  it('may do everything, where the settings say so, and nobody is asked', async () => {
    homeAssistant.commands = () => undefined;
    await start({ COLUMBA_INGRESS_OTHER_USERS: 'everything' });
    expect(await ask(ANNA)).toMatchObject({ status: 200, body: { scopes: ['read', 'send', 'admin'] } });
    expect(homeAssistant.requests.map(({ path }) => path)).not.toContain('config/auth/list');
  });

  it('waits for Home Assistant to say who is one', async () => {
    await homeAssistant.become('starting');
    await start();
    const early = ask(OLIVIA);
    await homeAssistant.become('running');
    expect(await early).toMatchObject({ status: 200 });
  });

  it('is told to come again while Home Assistant does not say', async () => {
    homeAssistant.commands = () => undefined;
    await start();
    expect(await ask(OLIVIA)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await ask(OLIVIA, '/')).status).toBe(200);
  });
});

describe('the list of administrators', () => {
  const address = homeAssistantAddress('http://supervisor/core', 'x');
  let answers: Answer[];
  let asked: number;
  let clock: ManualClock;
  let users: IngressUsers;

  beforeEach(() => {
    [answers, asked, clock] = [[], 0, new ManualClock()];
    const ask = () => {
      asked += 1;
      return Promise.resolve(answers.shift() ?? { kind: 'lost' as const, reason: 'test' });
    };
    users = new IngressUsers(loadConfig({}), clock, silentLogger, { address, ask });
  });
  const may = async (id: string) => (await users.scopesOf(id))?.length;

  it('is asked for once a minute, and once for all who wait', async () => {
    answers = [
      { kind: 'ok', result: USERS },
      { kind: 'ok', result: USERS.map((each) => ({ ...each, is_owner: false, group_ids: ['system-users'] })) },
    ];
    expect(await Promise.all([may(OLIVIA), may(ANNA)])).toEqual([3, 0]);
    await clock.advance(59_000);
    expect(await may(OLIVIA)).toBe(3);
    expect(asked).toBe(1);
    await clock.advance(1_000);
    expect(await may(OLIVIA)).toBe(0);
    expect(asked).toBe(2);
  });

  it('stays as it was while Home Assistant is away', async () => {
    answers = [{ kind: 'ok', result: USERS }];
    expect(await may(OLIVIA)).toBe(3);
    await clock.advance(600_000);
    expect([await may(OLIVIA), await may(ANNA)]).toEqual([3, 0]);
  });

  it('is nobody’s where the answer is not one', async () => {
    answers = [{ kind: 'ok', result: [null, 1, { id: 7, is_owner: true }, { is_owner: true }] }];
    expect(await may('7')).toBe(0);
  });
});
