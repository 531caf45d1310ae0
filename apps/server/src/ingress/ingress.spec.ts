import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { loadConfig } from '../config/load-config.js';
import { IngressListener } from './ingress-listener.js';
import { ingressPort } from './ingress-settings.js';

/** All of 127.0.0.0/8 is this machine: one of its addresses plays the Supervisor, another one a neighbour. */
const SUPERVISOR = '127.0.0.1';
const NEIGHBOUR = '127.0.0.2';

let server: InProcessServer;
let address: AddressInfo;
beforeAll(async () => {
  server = await InProcessServer.start({
    env: { COLUMBA_INGRESS_PORT: '0', INGRESS_TRUSTED_IPS: SUPERVISOR, COLUMBA_HOST: '0.0.0.0' },
  });
  const listening = await server.app.get(IngressListener).listen();
  if (!listening) throw new Error('it does not listen');
  address = listening;
});
afterAll(() => server.stop());

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

async function ask(
  path: string,
  {
    from = SUPERVISOR,
    headers = {},
    method = 'GET',
  }: { from?: string; headers?: Record<string, string>; method?: string },
): Promise<Answer> {
  const asked = httpRequest({ host: '127.0.0.1', port: address.port, path, method, headers, localAddress: from });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

const FORGED = {
  'X-Ingress-Path': '/api/hassio_ingress/abc',
  'X-Forwarded-For': SUPERVISOR,
  'X-Real-IP': SUPERVISOR,
  Forwarded: `for=${SUPERVISOR}`,
  'X-Remote-User-Id': 'admin',
  'X-Remote-User-Name': 'admin',
  'X-Hass-Source': 'core.ingress',
};

const origin = (value: string) => ({
  Host: '172.30.33.4:8099',
  'X-Forwarded-Host': 'home.example.org',
  Origin: value,
});
const open = (from: string, headers: Record<string, string> = {}) =>
  new WebSocket(`ws://127.0.0.1:${address.port}/v1/events/socket`, { localAddress: from, headers });

describe('the door for Home Assistant', () => {
  it('needs no key, under whatever name Home Assistant is known', async () => {
    const home = { Host: 'home.example.org', 'X-Remote-User-Name': 'anna' };
    const { status, body } = await ask('/v1/api-keys/current', { headers: home });
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { keyId: 'ingress', name: 'anna in Home Assistant', scopes: ['read', 'send', 'admin'] },
    ]);
    expect((await ask('/v1/sessions', { headers: home })).status).toBe(200);
  });

  it.each(['/', '/v1/sessions', '/page.js', '/metrics', '/anything'])(
    'is closed to every other address, whatever it claims: %s',
    async (path) => {
      for (const headers of [{}, FORGED]) {
        const { status, body } = await ask(path, { from: NEIGHBOUR, headers });
        expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([401, 'unauthorized']);
      }
    },
  );

  it('shows nothing but the page and the native API', async () => {
    for (const path of ['/api/chats', '/stats', '/metrics', '/docs/openapi.json', '/ui/place.json'])
      expect({ path, status: (await ask(path, {})).status }).toEqual({ path, status: 404 });
    expect(JSON.parse((await ask('/place.json', {})).body)).toMatchObject({ port: 8066 });
    expect((await ask('//v1/sessions', {})).status).toBe(200);
  });

  it('lets Home Assistant frame it, and no foreign page call it', async () => {
    const { headers } = await ask('/v1/sessions', {});
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    for (const name of ['strict-transport-security', 'origin-agent-cluster']) expect(headers).not.toHaveProperty(name);
    expect((await ask('/v1/sessions', { headers: origin('https://home.example.org') })).status).toBe(200);
    expect((await ask('/v1/sessions', { headers: origin('https://evil.example') })).status).toBe(403);
  });

  it('opens the line of events to Home Assistant only', async () => {
    const line = open(SUPERVISOR, { Host: 'home.example.org', Origin: 'http://home.example.org' });
    const [first] = (await once(line, 'message')) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ kind: 'ready' });
    line.close();
    const [refused] = (await once(open(NEIGHBOUR, FORGED), 'error')) as [Error];
    expect(refused.message).toContain('401');
    const [code] = (await once(open(SUPERVISOR, { Origin: 'https://evil.example' }), 'close')) as [number];
    expect(code).toBe(4403);
  });
});

describe('the usual port', () => {
  it('means nothing to those headers: a key is needed there', async () => {
    await server.anonymous.get('/v1/sessions').set(FORGED).expect(401);
    await server.anonymous.get('/stats').set(FORGED).expect(401);
  });

  it('leads who types only the address to the page', async () => {
    const { headers } = await server.anonymous.get('/').expect(302);
    expect(headers['location']).toBe('ui/');
  });
});

it('is there in the add-on only, unless a port is named', () => {
  const token = { SUPERVISOR_TOKEN: 'x' };
  expect(ingressPort(loadConfig({}))).toBeUndefined();
  expect(ingressPort(loadConfig(token))).toBe(8099);
  expect(ingressPort(loadConfig({ ...token, HA_BASE_URL: 'http://homeassistant.local:8123' }))).toBeUndefined();
  expect(ingressPort(loadConfig({ COLUMBA_INGRESS_PORT: '9000' }))).toBe(9000);
});
