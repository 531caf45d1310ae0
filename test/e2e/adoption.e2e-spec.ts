import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, OWNER } from '../support/gateway.js';
import { NodeProcess } from '../support/node-process.js';
import { ServerProcess } from '../support/server-process.js';
import { SimulatorProcess } from '../support/simulator-process.js';

const OLD_GATEWAY = fileURLToPath(new URL('../support/old-gateway.mjs', import.meta.url));
const OLD_TOKEN = '0f'.repeat(3) + '9c51d7a8e4b26f30'.repeat(3) + '0123456789';

let simulator: SimulatorProcess;
let data: string;
let old: string;
let server: ServerProcess;
let gateway: NodeProcess;

const texts = async () => {
  const screen = await simulator.control<{ content?: { text?: string } }[]>('recipient.view', {
    pn: CONTACT,
    chat: OWNER,
  });
  return screen.map(({ content }) => content?.text);
};
const snapshot = () => readdirSync(old).map((name) => [name, readFileSync(join(old, name), 'utf8')]);

/** What the add-on by FaserF leaves in its data folder, made by the library itself: linked, and with somebody talked to. */
beforeAll(async () => {
  simulator = await SimulatorProcess.start();
  await simulator.control('account.add', { pn: OWNER, name: 'Olivia Owner' });
  await simulator.control('account.add', { pn: CONTACT, name: 'Carl Contact' });
  data = mkdtempSync(join(tmpdir(), 'columba-adoption-'));
  old = join(data, 'auth_info_baileys');
  mkdirSync(old);
  gateway = NodeProcess.start(OLD_GATEWAY, [old, simulator.waUrl, CONTACT], {});
  const qr = (await gateway.line((line) => line.startsWith('qr '))).slice('qr '.length);
  await simulator.control('device.scan', { qr, pn: OWNER });
  await gateway.line((line) => line.startsWith('sent'));
  await simulator.control('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text: 'to the old one' } });
  await gateway.line((line) => line === 'received to the old one');
  await gateway.stop();
  writeFileSync(join(data, '.api_token'), `${OLD_TOKEN}\n`);
}, 90_000);
afterAll(async () => {
  await gateway?.stop('SIGKILL');
  await server?.stop();
  await simulator?.stop();
  rmSync(data, { recursive: true, force: true });
});

const start = async (env: Record<string, string> = {}) => {
  server = await ServerProcess.start(data, {
    WA_WEB_SOCKET_URL: simulator.waUrl,
    COLUMBA_API_TOKEN: '',
    ...env,
  });
};
const call = <T>(method: string, path: string, body?: unknown) =>
  server.call<T>(method, path, body, { 'x-api-key': OLD_TOKEN });
const events = async () =>
  (await call<{ data: { type: string; data: Record<string, unknown> }[] }>('GET', '/v1/events?limit=200')).body.data;

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await call('GET', '/v1/sessions/home/events?afterSeq=1000000&waitSeconds=1');
  }
}

describe('on the data folder of the add-on by FaserF', () => {
  it('is connected without a QR, under the old token, and lets the folder be', async () => {
    const before = snapshot();
    await start();
    await until(async () => {
      const { status, body } = await call<{ state: string }>('GET', '/v1/sessions/home');
      expect(status).toBe(200);
      return body.state === 'connected' || undefined;
    });
    const { body } = await call<{ account: { phone: string } }>('GET', '/v1/sessions/home');
    expect(body.account.phone).toBe(`+${OWNER}`);
    expect((await events()).filter(({ type }) => type === 'session.pairing_changed')).toEqual([]);
    expect(snapshot()).toEqual(before);
    expect(readdirSync(data)).not.toContain('first-token');
  }, 60_000);

  it('goes on with the conversation that the old gateway had', async () => {
    await simulator.control('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text: 'to the new one' } });
    const received = await until(async () => (await events()).find(({ type }) => type === 'message.received'));
    expect(received.data['message']).toMatchObject({ content: { kind: 'text', text: 'to the new one' } });
    const sent = await call('POST', '/v1/sessions/home/messages', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text: 'from the new one' },
    });
    expect(sent.status).toBe(200);
    expect(await texts()).toEqual(expect.arrayContaining(['from the old gateway', 'from the new one']));
  }, 60_000);

  it('does not bring the login back once the person has logged out', async () => {
    expect((await call('POST', '/v1/sessions/home/logout')).status).toBe(200);
    await server.stop();
    await start();
    await until(async () => {
      const { body } = await call<{ kind: string }>('GET', '/v1/sessions/home/pairing');
      return body.kind === 'qr' || undefined;
    });
  }, 60_000);
});
