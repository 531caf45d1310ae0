/**
 * A session in a browser through our engine, everything durable, against the library alone with its own `LocalAuth`; both
 * in turns, in one run, in the same Chromium, on the same simulated WhatsApp. Ratios are what counts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchClient, launchSimulator, median } from './support/processes.mjs';
import { shown } from './support/shown.mjs';
import { pssMb, treeOf } from './support/tree.mjs';

const ROUNDS = 3;
const STARTS = 3;
const SENDS = 200;
const SETTLE_MS = 5_000;
const LANES = Array.from({ length: 10 }, (_, n) => `1555040${String(n).padStart(4, '0')}`);
const VARIANTS = { plain: 'web-plain.mjs', engine: 'web-engine.mjs' };
/** Name → what the engine's may be of the library's. */
const WANTED = {
  'ready, ms': 'at most 1.5',
  'sequential sends/s': 'at least 0.75',
  'sends/s, 10 in flight': 'at least 0.9',
  'memory of all processes, PSS MB': 'at most 1.1',
};

let accounts = 0;

export async function wwebjs() {
  const browser = await chromium();
  if (typeof browser === 'string') return [{ skipped: browser }];
  const simulator = await launchSimulator(['--web']);
  for (const pn of LANES) await simulator.control('contact.add', { pn });
  const results = { plain: [], engine: [] };
  const { launchArguments } = simulator.webDoor;
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browserArguments = [...launchArguments, ...root];
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const variant of Object.keys(VARIANTS))
        results[variant].push(await measure(simulator, variant, { ...browser, browserArguments }));
  } finally {
    await simulator.stop();
  }
  const of = (variant, name) => median(results[variant].map((run) => run[name]));
  return Object.entries(WANTED).map(([name, wanted]) => ({
    what: name,
    'library alone': Math.round(of('plain', name)),
    engine: Math.round(of('engine', name)),
    ratio: Number((of('engine', name) / of('plain', name)).toFixed(2)),
    wanted,
  }));
}

/** @returns how both start it; in words, why there is none */
async function chromium() {
  const { findChromium, headlessMode } = await import('../dist/server/libs/engine-wwebjs/src/index.js');
  try {
    const executablePath = findChromium(process.env.CHROMIUM_PATH);
    return { executablePath, headless: headlessMode(executablePath) };
  } catch (error) {
    return error.message;
  }
}

async function measure({ control }, variant, browser) {
  const account = `1555050${String(accounts++).padStart(4, '0')}`;
  await control('account.add', { pn: account });
  const directory = mkdtempSync(join(tmpdir(), `columba-bench-web-${variant}-`));
  const start = async () => {
    const client = await launchClient(VARIANTS[variant], { directory, ...browser });
    const opened = client.event('open');
    const qr = client.event('qr');
    const began = performance.now();
    await client.call('connect');
    return { client, qr, ready: opened.then(() => performance.now() - began) };
  };
  const first = await start();
  await control('device.scan', { pn: account, qr: await first.qr });
  await first.ready;
  const sends = await sending(first.client, control);
  await end(first.client);

  const runs = [];
  for (let n = 0; n < STARTS; n++) {
    const { client, ready } = await start();
    const ms = await ready;
    await pause(SETTLE_MS);
    runs.push({ ms, mb: pssMb(treeOf(client.pid)) });
    await end(client);
  }
  rmSync(directory, { recursive: true });
  return {
    'ready, ms': median(runs.map(({ ms }) => ms)),
    'memory of all processes, PSS MB': median(runs.map(({ mb }) => mb)),
    ...sends,
  };
}

async function end(client) {
  await client.call('end');
  await client.stop();
}

/** From the first call until the phones of the recipients show all. */
async function sending(client, control) {
  const rate = async (lanes) => {
    const { lastEvent } = await control('stats');
    const began = performance.now();
    await client.call('send', lanes, SENDS);
    await shown(control, lanes, SENDS, lastEvent);
    return (1000 * SENDS) / (performance.now() - began);
  };
  // The first message to somebody makes the chat.
  const { lastEvent } = await control('stats');
  await client.call('send', LANES, LANES.length);
  await shown(control, LANES, LANES.length, lastEvent);
  return { 'sequential sends/s': await rate([LANES[0]]), 'sends/s, 10 in flight': await rate(LANES) };
}
