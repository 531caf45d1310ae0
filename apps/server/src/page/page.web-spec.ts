import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { InProcessServer, TOKEN } from '../../../../test/support/in-process-server.js';
import { IngressProxy } from '../../../../test/support/ingress-proxy.js';
import { readQr } from '../../../../test/support/qr.js';
import { PACKAGE_FOLDER } from '../common/package-folder.js';
import { IngressListener } from '../ingress/ingress-listener.js';

const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Run in the browser: what sticks out, how dark it is, and what a screen reader has no name for. */
const SHAPE = `(() => {
  const nameless = (element) => {
    const name = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? element.textContent;
    return !name && !element.hasAttribute('alt') && (element.labels?.length ?? 0) === 0;
  };
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    back: getComputedStyle(document.body).backgroundColor,
    nameless: [...document.querySelectorAll('button, input, select, textarea, img')].filter(nameless).length,
  };
})()`;

let browser: Browser;
let server: InProcessServer;
let proxy: IngressProxy;
let context: BrowserContext;
let page: Page;
/** What must not happen: dialogs, script errors, reports of the content security policy. */
let alarms: string[];

beforeAll(async () => {
  const executablePath = process.env['CHROMIUM_PATH'] ?? CHROMIUM.find((path) => existsSync(path));
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
}, 30_000);
afterAll(() => browser.close());

beforeEach(async () => {
  server = await InProcessServer.start({ env: { COLUMBA_INGRESS_PORT: '0', INGRESS_TRUSTED_IPS: '127.0.0.1' } });
  const ingress = await server.app.get(IngressListener).listen();
  proxy = await IngressProxy.start(ingress?.port ?? 0);
  context = await browser.newContext();
  page = await context.newPage();
  alarms = [];
  page.on('dialog', (dialog) => alarms.push(`dialog: ${dialog.message()}`));
  page.on('pageerror', (error) => alarms.push(`error: ${error.message}`));
  page.on('console', (line) => {
    if (/content security policy|refused to/i.test(line.text())) alarms.push(line.text());
  });
}, 30_000);
afterEach(async () => {
  await context.close();
  await proxy.stop();
  await server.stop();
  expect(alarms).toEqual([]);
}, 30_000);

const address = async () => `${await server.app.getUrl()}/ui/`;
const card = (name: string) => page.getByRole('article', { name: `Session ${name}` });
const sees = (text: string) => page.getByText(text).first().waitFor({ timeout: 10_000 });

async function logIn(): Promise<void> {
  await page.goto(await address());
  await page.getByLabel('API key').fill(TOKEN);
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('heading', { name: 'API keys' }).waitFor();
}

describe('the page inside Home Assistant', () => {
  it('links an account behind the prefix, without a key, and shows each step as it happens', async () => {
    await server.as().post('/v1/sessions').send({ name: 'home' }).expect(201);
    await page.goto(proxy.url);
    const picture = await card('home').getByAltText('QR to scan with the phone').getAttribute('src');
    const owner = server.world.person({ name: HOSTILE });
    await owner.link(readQr(Buffer.from(String(picture).replace(/^.*base64,/, ''), 'base64')));
    await card('home').getByText('Connected').waitFor();
    await card('home').getByText(owner.phone).waitFor();
    expect(await page.getByText('Log out').count()).toBe(0);
  }, 60_000);

  it('shows a code where somebody asks for one', async () => {
    await server.as().post('/v1/sessions').send({ name: 'home' }).expect(201);
    await page.goto(proxy.url);
    await page.getByText('Use a code instead').click();
    await page.getByLabel('Phone number of the account').fill('+49 151 23456789');
    await page.getByRole('button', { name: 'Get a code' }).click();
    const code = await page.getByLabel('Pairing code').textContent();
    expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  }, 60_000);

  it('finds its way back when the line is cut, and asks for nothing outside of its prefix', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(proxy.url);
    await sees('0 of 0 connected');
    proxy.cutLines();
    await sees('No connection to Columba');
    await server.as().post('/v1/sessions').send({ name: 'office' }).expect(201);
    await card('office').waitFor({ timeout: 10_000 });
    await sees('0 of 1 connected');
    expect(proxy.openLines).toBe(1);
    expect(asked.filter((url) => !url.startsWith(proxy.url) && !url.startsWith('data:'))).toEqual([]);
  }, 60_000);
});

describe('the page on the usual port', () => {
  it('takes a key, keeps it for the tab, and refuses a wrong one', async () => {
    await page.goto(await server.app.getUrl());
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('alert').waitFor();
    await logIn();
    await page.reload();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]')).toEqual([0, 0, '']);
  }, 60_000);

  it('sends a message and tells what became of it; what others write is text and nothing else', async () => {
    const owner = await server.linked();
    const stranger = server.world.person({ name: HOSTILE });
    await logIn();
    await page.getByRole('status').getByText('Connected', { exact: true }).waitFor();
    await stranger.send(owner.jid, { kind: 'text', text: `${HOSTILE} {{ states('x') }}` });
    await card('home').getByText("{{ states('x') }}").waitFor();
    expect(await card('home').locator('.who').textContent()).toContain(HOSTILE);
    expect(await page.locator('img[src="x"]').count()).toBe(0);

    await page.getByLabel('To', { exact: true }).fill(stranger.phone);
    await page.getByLabel('Text', { exact: true }).fill('Hello');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await sees('Your message was delivered.');
    await sees('1 in, 1 out');
  }, 60_000);

  it('shows a new key once', async () => {
    await logIn();
    await page.getByLabel('What it is for').fill('Node-RED');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.getByLabel('New API key', { exact: true }).textContent();
    await server.as(String(key)).get('/v1/sessions').expect(200);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('list', { name: 'API keys' }).getByText('Node-RED').waitFor();
    expect(await page.content()).not.toContain(String(key));
    expect(await page.content()).not.toContain(TOKEN);
  }, 60_000);

  it('fits a phone and is dark where the person wants it so', async () => {
    await server.linked();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await logIn();
    const shape = await page.evaluate(SHAPE);
    expect(shape).toEqual({ overflow: 0, back: 'rgb(16, 23, 22)', nameless: 0 });
  }, 60_000);
});

it('never turns a text into markup', () => {
  const folder = join(PACKAGE_FOLDER, 'apps/page/src');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name)) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    expect({
      name,
      markup: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\b/i.test(source),
    }).toEqual({ name, markup: false });
  }
});
