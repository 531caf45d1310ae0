import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import type { FakePerson } from '@columba/core/testing';
import { load } from 'js-yaml';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { readQr } from '../../../../test/support/qr.js';
import { StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import {
  StandInSupervisor,
  SUPERVISOR_TOKEN,
} from '../../../../test/support/stand-in-supervisor/stand-in-supervisor.js';
import { IngressListener } from '../ingress/ingress-listener.js';

/**
 * The way that ha-addon/DOCS.md describes, from the first look at the page to the photo of the doorbell, as a newcomer goes
 * it: in the sidebar of Home Assistant. With `PICTURES=docs/images` the pictures of that document are taken on the way.
 */
const DOCS = readFileSync(fileURLToPath(new URL('../../../../ha-addon/DOCS.md', import.meta.url)), 'utf8');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const OLIVIA = 'user-1';
const SCRIPT = '/config/script/config/whatsapp_send_message';

let browser: Browser;
let page: Page;
let homeAssistant: StandInHomeAssistant;
let supervisor: StandInSupervisor;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let photo: Buffer;

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise<void>((resolve) => listener.close(() => resolve()));
  return port;
}

/** What this Home Assistant has: its users, a camera, and room for a script and blueprints. */
function furnish(): void {
  let script: object | undefined;
  const blueprints: Record<string, object> = {};
  homeAssistant.routes = (method, path, body) => {
    if (path === '/camera_proxy/camera.front_door') return { body: photo, type: 'image/png' };
    if (path !== SCRIPT) return undefined;
    if (method === 'POST') script = JSON.parse(body.toString()) as object;
    if (method !== 'GET') return { body: { result: 'ok' } };
    return script ? { body: script } : { status: 404, body: { message: 'Resource not found' } };
  };
  homeAssistant.commands = ({ type, path }) => {
    if (type === 'config/auth/list') return { result: [{ id: OLIVIA, is_owner: true, group_ids: ['system-admin'] }] };
    if (type === 'blueprint/list') return { result: blueprints };
    if (type !== 'blueprint/save') return undefined;
    blueprints[String(path)] = {};
    return { result: {} };
  };
}

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? CHROMIUM.find((path) => existsSync(path));
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  photo = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#274' } })
    .png()
    .toBuffer();
  homeAssistant = await StandInHomeAssistant.create();
  furnish();
  await homeAssistant.become('running');
  const ingressPort = await freePort();
  supervisor = await StandInSupervisor.start(homeAssistant, { ingressPort });
  server = await InProcessServer.start({
    env: {
      HA_BASE_URL: supervisor.coreUrl,
      SUPERVISOR_TOKEN,
      COLUMBA_INGRESS_PORT: String(ingressPort),
      INGRESS_TRUSTED_IPS: supervisor.ingressAddress,
    },
  });
  await server.app.get(IngressListener).listen();
  await server.as().post('/v1/sessions').send({ name: 'home' }).expect(201);
  await homeAssistant.until(({ requests }) => requests.filter(({ path }) => path === 'subscribe_events').length >= 3);
  owner = server.world.person({ name: 'Our house', phone: '+15550100000' });
  friend = server.world.person({ name: 'Ada', phone: '+15550100001' });
  page = await browser.newPage({ viewport: { width: 600, height: 900 } });
  await page.goto(supervisor.ingressUrl);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await supervisor.stop();
  await homeAssistant.close();
}, 30_000);

async function picture(name: string, of: Locator): Promise<void> {
  expect(DOCS).toContain(`/main/docs/images/${name}.png)`);
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await of.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
/** The words of the document that are set as titles or buttons are on the page. */
const says = (text: string) => expect(DOCS.replaceAll(/\s+/g, ' ')).toContain(text);
const card = () => page.getByRole('article', { name: 'Session home' });

it('links the account by its QR', async () => {
  const qr = card().getByAltText('QR to scan with the phone');
  await qr.waitFor();
  await picture('link-by-qr', card());
  says('WhatsApp → Linked devices → Link a device');
  await card().getByText('Link a device').waitFor();
  says('**Use a code instead**');
  await card().getByText('Use a code instead').waitFor();
  const source = String(await qr.getAttribute('src'));
  await owner.link(readQr(Buffer.from(source.replace(/^.*base64,/, ''), 'base64')));
  says('_Connected_');
  await card().getByText('Connected', { exact: true }).waitFor();
}, 60_000);

it('sends a first message', async () => {
  says('**Send a test message**');
  const form = page.getByRole('region', { name: 'Send a test message' });
  await form.getByLabel('To').fill('+1 555 010 0001');
  await form.getByLabel('Text').fill('Hello from the new house!');
  await form.getByRole('button', { name: 'Send' }).click();
  says('_delivered_');
  await form.getByText('was delivered').waitFor();
  await picture('send-a-message', form);
}, 60_000);

it('adds the form and the blueprint of the doorbell', async () => {
  const house = page.getByRole('region', { name: 'Home Assistant', exact: true });
  for (const name of ['WhatsApp: send message', 'WhatsApp: picture of the doorbell']) {
    says(`**${name}**`);
    const row = house.getByRole('listitem').filter({ hasText: name });
    await row.getByRole('button', { name: 'Add' }).click();
    await row.getByRole('button', { name: 'Yes' }).click();
    await row.getByRole('button', { name: 'Remove' }).waitFor();
  }
  await picture('home-assistant', house);
}, 60_000);

it('sends the photo that the automation of the document asks for', async () => {
  const [, text = ''] = /```yaml\n(alias: Doorbell photo[\s\S]*?)```/.exec(DOCS) ?? [];
  const { actions } = load(text) as { actions: { event: string; event_data: Record<string, string> }[] };
  const [fired] = actions;
  expect(fired?.event_data['camera']).toBe('camera.front_door');
  homeAssistant.raise(fired?.event ?? '', { ...fired?.event_data, to: friend.phone, request_id: 'bell' });
  const told = () => homeAssistant.fired.find(({ body }) => body['request_id'] === 'bell');
  await homeAssistant.until(() => told() !== undefined);
  const seen = await friend.seesMessage(owner.jid, told()?.body['id'] as MessageId);
  expect(seen.content).toMatchObject({
    kind: 'image',
    caption: 'Somebody is at the door.',
    media: { sizeBytes: photo.byteLength },
  });
  await card().getByText('You: Somebody is at the door.').waitFor();
  await picture('first-doorbell-photo', card());
}, 60_000);
