import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '@columba/engine-wwebjs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import { NodeProcess } from '../support/node-process.js';
import type { SimulatorProcess } from '../support/simulator-process.js';

const OLD_GATEWAY = fileURLToPath(new URL('../support/old-browser-gateway.mjs', import.meta.url));
const LAST = 'while nobody was there';

const write = (simulator: SimulatorProcess, text: string) =>
  simulator.control('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text } });

/** What the add-on by gajosu leaves in its data folder, made by the library itself: linked, and with somebody talked to. */
async function oldLogin(simulator: SimulatorProcess, data: string, end: NodeJS.Signals): Promise<void> {
  const old = NodeProcess.start(OLD_GATEWAY, [data, CONTACT, ...simulator.browserArguments], {
    CHROMIUM_PATH: findChromium(process.env.CHROMIUM_PATH),
  });
  try {
    const qr = (await old.line((line) => line.startsWith('qr '))).slice('qr '.length);
    await simulator.control('device.scan', { qr, pn: OWNER });
    await old.line((line) => line.startsWith('sent'));
    await write(simulator, 'to the old one');
    await old.line((line) => line === 'received to the old one');
    expect(await old.stop(end)).toMatchObject({ code: 0 });
  } finally {
    await old.stop('SIGKILL');
  }
  await write(simulator, LAST);
}

const snapshot = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => [name, join(folder, name)] as const)
    .filter(([, path]) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map(([name, path]) => [name, createHash('sha256').update(readFileSync(path)).digest('hex')]);

/** A container that is stopped leaves its browser no time. */
const ENDS: [how: string, signal: NodeJS.Signals][] = [
  ['closed', 'SIGTERM'],
  ['killed', 'SIGINT'],
];

describeWithBrowser.each(ENDS)('on the data folder of the add-on by gajosu, which was %s', (_how, end) => {
  let data: string;
  let gateway: Gateway;
  let left: string[][];

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'columba-adoption-'));
    const before = async (simulator: SimulatorProcess) => {
      await oldLogin(simulator, data, end);
      left = snapshot(join(data, 'session'));
    };
    gateway = await Gateway.start({ WA_ENGINE: 'wwebjs' }, { dataDirectory: data, before });
  }, 120_000);
  afterAll(() => gateway.stop());

  const received = async (text: string) => {
    const { data: told } = await gateway.server.event(
      'home',
      ({ type, data: each }) => type === 'message.received' && JSON.stringify(each).includes(text),
    );
    return told['message'];
  };

  it('is connected without a QR, and lets the folder be', async () => {
    await gateway.server.state('home', 'connected');
    const { body } = await gateway.server.call<{ account: { phone: string } }>('GET', '/v1/sessions/home');
    expect(body.account.phone).toBe(`+${OWNER}`);
    const events = await gateway.server.events('home');
    expect(events.filter(({ type }) => type === 'session.pairing_changed')).toEqual([]);
    expect(left.length).toBeGreaterThan(10);
    expect(snapshot(join(data, 'session'))).toEqual(left);
    expect(gateway.server.process.lines.join('\n')).toContain('an old login was taken over');
  }, 90_000);

  it('goes on with the conversation that the old gateway had', async () => {
    expect(await received(LAST)).toMatchObject({ content: { kind: 'text', text: LAST } });
    await write(gateway.simulator, 'to the new one');
    expect(await received('to the new one')).toMatchObject({ content: { kind: 'text', text: 'to the new one' } });
    const sent = await gateway.server.call('POST', '/v1/sessions/home/messages', {
      chatId: `+${CONTACT}`,
      content: { kind: 'text', text: 'from the new one' },
    });
    expect(sent.status).toBe(200);
    const screen = await gateway.simulator.control<{ content?: { text?: string } }[]>('recipient.view', {
      pn: CONTACT,
      chat: OWNER,
    });
    expect(screen.map(({ content }) => content?.text)).toEqual(
      expect.arrayContaining(['from the old gateway', 'from the new one']),
    );
  }, 60_000);

  it('does not bring the login back once the person has logged out', async () => {
    expect((await gateway.server.call('POST', '/v1/sessions/home/logout')).status).toBe(200);
    await gateway.server.stop();
    await gateway.startServer();
    await gateway.server.event(
      'home',
      ({ type, data: told }) => type === 'session.pairing_changed' && told['kind'] === 'qr',
    );
  }, 90_000);
});
