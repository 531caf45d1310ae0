/**
 * `npm run bench`: how long the built server takes to listen and to be connected again with stored credentials, and how much
 * memory it holds, with 1 and with 10 linked sessions against the simulated WhatsApp. Medians of several starts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { buildIfNeeded, entryOf } from '../scripts/build-if-needed.mjs';

const STARTS = 5;
const SETTLE_MS = 3_000;
const TOKEN = 'a-token-that-is-only-for-benches-0123456789';

function launch(app, args, env) {
  const began = performance.now();
  const child = spawn(process.execPath, [entryOf(app), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const line = (match) =>
    new Promise((resolve) => {
      const look = (text) => {
        const found = match(text);
        if (!found) return;
        lines.off('line', look);
        resolve({ found, ms: performance.now() - began });
      };
      lines.on('line', look);
    });
  const stop = () => new Promise((done) => child.once('exit', done) && child.kill('SIGTERM'));
  return { child, line, stop };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rssMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function ask(url, token, method = 'GET', body) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Waits by long polling until every session has the state. */
async function until(url, sessions, match) {
  for (const session of sessions)
    for (let after = 0, found = false; !found;) {
      const page = await ask(`${url}/v1/sessions/${session}/events?afterSeq=${after}&waitSeconds=20`, TOKEN);
      found = page.data.some(match);
      after = page.data.at(-1)?.seq ?? after;
    }
}

function startServer(dataDirectory, waUrl, sessions) {
  const server = launch('server', [], {
    COLUMBA_DATA_DIR: dataDirectory,
    COLUMBA_API_TOKEN: TOKEN,
    COLUMBA_PORT: '0',
    COLUMBA_SESSIONS: sessions.join(','),
    WA_WEB_SOCKET_URL: waUrl,
  });
  let connected = 0;
  const all = server.line((text) => /"state":"connected"/.test(text) && ++connected === sessions.length);
  const listening = server.line((text) => /listening on (http:\/\/[^"\s]+)/.exec(text)?.[1]);
  return { ...server, listening, connected: all };
}

async function measure(count) {
  const sessions = Array.from({ length: count }, (_, n) => `s${n}`);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'columba-bench-'));
  const simulator = launch('simulator', ['--seed', '1'], {});
  const { found: line } = await simulator.line((text) => text.startsWith('{') && text);
  const { waUrl, controlUrl, token } = JSON.parse(line);

  const first = startServer(dataDirectory, waUrl, sessions);
  const { found: url } = await first.listening;
  for (const [n, session] of sessions.entries()) {
    await until(url, [session], ({ type, data }) => type === 'session.pairing_changed' && data.kind === 'qr');
    const { text: qr } = await ask(`${url}/v1/sessions/${session}/pairing`, TOKEN);
    await ask(new URL('/control/device.scan', controlUrl), token, 'POST', {
      qr,
      pn: `155501002${String(n).padStart(2, '0')}`,
    });
  }
  await first.connected;
  await first.stop();

  const runs = [];
  for (let start = 0; start < STARTS; start++) {
    const server = startServer(dataDirectory, waUrl, sessions);
    const [listening, connected] = await Promise.all([server.listening, server.connected]);
    await pause(SETTLE_MS);
    runs.push({ listening: listening.ms, connected: connected.ms, rss: rssMb(server.child.pid) });
    await server.stop();
  }
  await simulator.stop();
  rmSync(dataDirectory, { recursive: true });
  const of = (name) => Math.round(median(runs.map((run) => run[name])));
  return { sessions: count, 'listening ms': of('listening'), 'all connected ms': of('connected'), 'RSS MB': of('rss') };
}

buildIfNeeded('server');
buildIfNeeded('simulator');
console.table([await measure(1), await measure(10)]);
