/** The built gateway on a simulated WhatsApp, as two processes, with the session `home` linked: for whatever tries it from outside. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfNeeded, entryOf } from '../build-if-needed.mjs';

export const OWNER = '15550100000';
/** Answers every text. */
export const ADA = '15550100001';

/** Starts one of the applications; resolves with the first line that `match` likes. */
function start(app, args, env, match) {
  const child = spawn(process.execPath, [entryOf(app), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const announced = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (match(line)) resolve(line);
      });
    void exited.then(({ code }) => reject(new Error(`the ${app} ended (${code}):\n${lines.slice(-20).join('\n')}`)));
  });
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    return exited;
  };
  return { child, lines, announced, exited, stop };
}

/** @param {Record<string, string>} env settings of the gateway beside those that lead it to the simulator */
export async function startTryOut(env = {}) {
  buildIfNeeded('server');
  buildIfNeeded('simulator');
  const folder = mkdtempSync(join(tmpdir(), 'columba-try-'));
  const token = randomBytes(32).toString('base64url');
  const simulator = start('simulator', ['--seed', '1', '--demo'], {}, (line) => line.startsWith('{'));
  const at = JSON.parse(await simulator.announced);
  const control = (operation, input = {}) => post(new URL(`/control/${operation}`, at.controlUrl), at.token, input);
  const media = await control('media.host');
  writeFileSync(join(folder, 'media.pem'), media.certificate);
  const settings = {
    COLUMBA_DATA_DIR: folder,
    COLUMBA_API_TOKEN: token,
    COLUMBA_PORT: '0',
    COLUMBA_SESSIONS: 'home',
    WA_WEB_SOCKET_URL: at.waUrl,
    WA_MEDIA_HOST: media.address,
    WA_MEDIA_CA: join(folder, 'media.pem'),
    ...env,
  };
  const server = start('server', [], settings, (line) => /listening on http:/.test(line));
  const url = /http:\/\/[^\s"]+/.exec(await server.announced)[0].replace(/\/$/, '');
  const stop = async () => {
    const { code } = await server.stop();
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
  const world = {
    url,
    token,
    waUrl: at.waUrl,
    control,
    controlUrl: at.controlUrl,
    controlToken: at.token,
    server,
    stop,
    folder,
  };
  await link(world, 'home', OWNER);
  return world;
}

/** Lets a phone scan the QR of a session that is on its way. */
export async function link({ url, token, control }, session, pn) {
  const api = `${url}/v1/sessions/${session}`;
  const event = async (match) => {
    for (let after = 0; ;) {
      const { data } = await get(`${api}/events?afterSeq=${after}&waitSeconds=20`, token);
      if (data.some(match)) return;
      after = data.at(-1)?.seq ?? after;
    }
  };
  await event(({ type, data }) => type === 'session.pairing_changed' && data.kind === 'qr');
  const { text: qr } = await get(`${api}/pairing`, token);
  await control('device.scan', { qr, pn });
  await event(({ type, data }) => type === 'session.state_changed' && data.state === 'connected');
}

async function post(url, token, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function get(url, token) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
