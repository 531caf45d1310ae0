/** How long the built server takes to listen and to be connected again with stored credentials, and its memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { linkAll, startServer } from './support/gateway.mjs';
import { launchSimulator, median, rssMb } from './support/processes.mjs';

const STARTS = 5;
const SETTLE_MS = 3_000;

async function measure(count) {
  const sessions = Array.from({ length: count }, (_, n) => `s${n}`);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'columba-bench-'));
  const simulator = await launchSimulator();
  const { waUrl } = simulator;

  const first = startServer(dataDirectory, waUrl, sessions);
  const accounts = sessions.map((_, n) => `155501002${String(n).padStart(2, '0')}`);
  await linkAll(first, simulator, sessions, accounts);
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

/** Medians of several starts, with one session, ten and twenty; what a further idle session costs comes from the first two. */
export async function footprint() {
  const rows = [await measure(1), await measure(10), await measure(20)];
  const perSession = (rows[1]['RSS MB'] - rows[0]['RSS MB']) / 9;
  return rows.map((row, index) =>
    index === 1 ? { ...row, 'MB per further session': Number(perSession.toFixed(1)) } : row,
  );
}
