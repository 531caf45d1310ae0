import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import { IngressListener } from '../ingress/ingress-listener.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let browser: Browser;
let homeAssistant: StandInHomeAssistant;
let server: InProcessServer;
/** The script that stands in Home Assistant. */
let script: object | undefined;

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? CHROMIUM.find((path) => existsSync(path));
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  homeAssistant = await StandInHomeAssistant.create();
  homeAssistant.routes = (method, path, body) => {
    if (path !== '/config/script/config/whatsapp_send_message') return undefined;
    if (method === 'POST') script = JSON.parse(body.toString()) as object;
    if (method === 'DELETE') script = undefined;
    if (method !== 'GET') return { body: { result: 'ok' } };
    return script ? { body: script } : { status: 404, body: { message: 'Resource not found' } };
  };
  homeAssistant.commands = ({ type }) => {
    if (type === 'config/auth/list') return { result: [{ id: 'anna', group_ids: ['system-users'] }] };
    return type === 'blueprint/list' ? { result: {} } : undefined;
  };
  await homeAssistant.become('running');
  server = await InProcessServer.start({
    env: {
      HA_BASE_URL: homeAssistant.baseUrl,
      HA_TOKEN: homeAssistant.token,
      MQTT: 'off',
      COLUMBA_INGRESS_PORT: '0',
      INGRESS_TRUSTED_IPS: '127.0.0.1',
    },
  });
  await homeAssistant.until(({ requests }) => requests.some(({ path }) => path === 'get_config'));
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await homeAssistant.close();
}, 30_000);

it('writes into Home Assistant only after a yes, shows before what it writes, and takes it out again', async () => {
  await server.as().post('/v1/sessions').send({ name: 'home', autoStart: false }).expect(201);
  const page = await browser.newPage();
  await page.goto(`${await server.app.getUrl()}/ui/`);
  await page.getByLabel('API key').fill(TOKEN);
  await page.getByRole('button', { name: 'Open' }).click();
  const card = page.getByRole('region', { name: 'Home Assistant', exact: true });
  await card.getByText('Connected', { exact: true }).waitFor();
  const row = card.getByRole('listitem').filter({ hasText: 'WhatsApp: send message' });

  await row.getByText('What is written').click();
  await row.getByText('whatsapp_send_message').waitFor();
  await row.getByRole('button', { name: 'Add' }).click();
  expect(script).toBeUndefined();
  await row.getByRole('button', { name: 'No' }).click();
  await row.getByRole('button', { name: 'Add' }).click();
  await row.getByRole('button', { name: 'Yes' }).click();
  await row.getByRole('button', { name: 'Remove' }).waitFor();
  expect(script).toMatchObject({ alias: 'WhatsApp: send message' });

  // What automations can say is offered now, too.
  await page.getByRole('tab', { name: 'Doorbell photo' }).waitFor();

  await row.getByRole('button', { name: 'Remove' }).click();
  await row.getByRole('button', { name: 'Yes' }).click();
  await row.getByRole('button', { name: 'Add' }).waitFor();
  expect(script).toBeUndefined();
}, 90_000);

it('tells a user of Home Assistant who is no administrator for whom it is', async () => {
  const ingress = await server.app.get(IngressListener).listen();
  const page = await browser.newPage({ extraHTTPHeaders: { 'X-Remote-User-Id': 'anna' } });
  await page.goto(`http://127.0.0.1:${ingress?.port}/`);
  await page.getByRole('alert').getByText('for administrators of Home Assistant').waitFor();
  expect(await page.getByLabel('API key').count()).toBe(0);
}, 30_000);
