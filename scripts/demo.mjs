/**
 * `npm run demo`: the gateway with a simulated WhatsApp behind it. No phone, no account. An invented owner's phone scans
 * the QR by itself; Ada, one of the invented people, answers every text. Everything is gone when it ends.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfNeeded, entryOf } from './build-if-needed.mjs';

const OWNER = '15550100000';
const PORT = process.env.COLUMBA_PORT ?? '8066';
/** From a container, what others have to call is another port than the one listened on. */
const SHOWN_PORT = process.env.DEMO_SHOWN_PORT;

buildIfNeeded('server');
buildIfNeeded('simulator');
buildIfNeeded('page');

const dataDirectory = mkdtempSync(join(tmpdir(), 'columba-demo-'));
const token = randomBytes(32).toString('base64url');
const children = [];

/** Starts one of the two applications; resolves with the first line that `match` likes. */
function start(app, args, env, match) {
  const child = spawn(process.execPath, [entryOf(app), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let announced = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!announced && match(line)) {
        announced = true;
        resolve(line);
      }
    });
    child.on('exit', (code) => {
      if (!announced) reject(new Error(`the ${app} ended before it was ready (exit code ${code})`));
      end(code ?? 1);
    });
  });
}

let ending = false;
function end(code) {
  if (ending) return;
  ending = true;
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
  void Promise.all(children.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done)))).finally(
    () => {
      rmSync(dataDirectory, { recursive: true, force: true });
      process.exit(code);
    },
  );
}
process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));

async function post(url, bearer, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function get(url) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The next event of the session that `match` likes, by long polling. */
async function event(api, match) {
  for (let after = 0; ;) {
    const page = await get(`${api}/events?afterSeq=${after}&waitSeconds=20`);
    const found = page.data.find(match);
    if (found) return found;
    after = page.data.at(-1)?.seq ?? after;
  }
}

try {
  const simulator = JSON.parse(await start('simulator', ['--seed', '1', '--demo'], {}, (line) => line.startsWith('{')));
  const listening = await start(
    'server',
    [],
    {
      COLUMBA_DATA_DIR: dataDirectory,
      COLUMBA_API_TOKEN: token,
      COLUMBA_PORT: PORT,
      COLUMBA_SESSIONS: 'home',
      WA_WEB_SOCKET_URL: simulator.waUrl,
    },
    (line) => /listening/i.test(line) && /http:\/\/[^\s"]+/.test(line),
  );
  const url = /http:\/\/[^\s"]+/.exec(listening)[0].replace(/\/$/, '');
  const api = `${url}/v1/sessions/home`;

  await event(api, ({ type, data }) => type === 'session.pairing_changed' && data.kind === 'qr');
  const pairing = await get(`${api}/pairing`);
  await post(new URL('/control/device.scan', simulator.controlUrl), simulator.token, { qr: pairing.text, pn: OWNER });
  await event(api, ({ type, data }) => type === 'session.state_changed' && data.state === 'connected');

  const shown = SHOWN_PORT ? `http://127.0.0.1:${SHOWN_PORT}` : url;
  console.log(`
Columba is up, and linked to an invented WhatsApp account.

  API      ${shown}
  page     ${shown}/ui/
  docs     ${shown}/docs
  token    ${token}

Send a text to Ada, who answers:

  curl -s ${shown}/v1/sessions/home/messages \\
    -H 'X-Api-Key: ${token}' -H 'Content-Type: application/json' \\
    -d '{"chatId": "+1 555 010 0001", "content": {"kind": "text", "text": "Hello Ada"}}'

See everything that happened, in order:

  curl -s '${shown}/v1/events' -H 'X-Api-Key: ${token}'

Ctrl-C ends the demo and forgets it all.
`);
} catch (error) {
  console.error(`The demo could not start: ${error.message}`);
  end(1);
}
