/** How long the built server takes to listen and to be connected again with stored credentials, and its memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, launch, launchSimulator, median, rssMb } from './support/processes.mjs';

const STARTS = 5;
const SETTLE_MS = 3_000;
const TOKEN = 'a-token-that-is-only-for-benches-0123456789';

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
  const simulator = await launchSimulator();
  const { waUrl } = simulator;

  const first = startServer(dataDirectory, waUrl, sessions);
  const { found: url } = await first.listening;
  for (const [n, session] of sessions.entries()) {
    await until(url, [session], ({ type, data }) => type === 'session.pairing_changed' && data.kind === 'qr');
    const { text: qr } = await ask(`${url}/v1/sessions/${session}/pairing`, TOKEN);
    await simulator.control('device.scan', { qr, pn: `155501002${String(n).padStart(2, '0')}` });
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

/** Medians of several starts, with one session and with ten; what a further idle session costs comes from the two. */
export async function footprint() {
  const rows = [await measure(1), await measure(10)];
  const perSession = (rows[1]['RSS MB'] - rows[0]['RSS MB']) / 9;
  return rows.map((row, index) =>
    index === 1 ? { ...row, 'MB per further session': Number(perSession.toFixed(1)) } : row,
  );
}
