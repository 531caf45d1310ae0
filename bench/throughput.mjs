/**
 * Sending and receiving through our engine, everything durable, against the library alone with its own multi-file key
 * store; both in turns, in one run, on the same simulated WhatsApp. Ratios are what counts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchClient, launchSimulator, median } from './support/processes.mjs';
import { shown } from './support/shown.mjs';

const ROUNDS = 3;
/** A gateway runs for months: what is measured is compiled code. */
const WARM_UP = 200;
const SENDS = 300;
const BURST = 500;
const LANES = Array.from({ length: 16 }, (_, n) => `1555020${String(n).padStart(4, '0')}`);
const VARIANTS = { plain: 'plain.mjs', engine: 'engine.mjs' };

let accounts = 0;

export async function throughput() {
  const simulator = await launchSimulator();
  for (const pn of LANES) await simulator.control('contact.add', { pn });
  const results = { plain: [], engine: [] };
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const variant of Object.keys(VARIANTS)) results[variant].push(await measure(simulator, variant));
  } finally {
    await simulator.stop();
  }
  const rate = (variant, name) => median(results[variant].map((run) => run[name]));
  return ['sequential sends/s', 'sends/s, 16 in flight', 'burst received/s'].map((name) => ({
    what: name,
    'library alone': Math.round(rate('plain', name)),
    engine: Math.round(rate('engine', name)),
    ratio: Number((rate('engine', name) / rate('plain', name)).toFixed(2)),
  }));
}

async function measure({ waUrl, control }, variant) {
  const account = `1555030${String(accounts++).padStart(4, '0')}`;
  await control('account.add', { pn: account });
  const directory = mkdtempSync(join(tmpdir(), `columba-bench-${variant}-`));
  const start = async () => {
    const client = await launchClient(VARIANTS[variant], { directory, waUrl });
    const opened = client.event('open');
    return { client, opened };
  };
  const first = await start();
  const qr = first.client.event('qr');
  await first.client.call('connect');
  await control('device.scan', { pn: account, qr: await qr });
  await first.opened;
  const send = async (lanes, count) => {
    await Promise.all(lanes.map((lane) => first.client.call('send', [lane], 1)));
    const { lastEvent } = await control('stats');
    const began = performance.now();
    await first.client.call('send', lanes, count);
    await shown(control, lanes, count, lastEvent);
    return (1000 * count) / (performance.now() - began);
  };
  await send(LANES, WARM_UP);
  const sequential = await send([LANES[0]], SENDS);
  const parallel = await send(LANES, SENDS);
  await first.client.call('end');
  await first.client.stop();

  for (let n = 0; n < BURST; n++)
    await control('send', {
      from: LANES[n % LANES.length],
      to: account,
      content: { kind: 'text', text: `burst ${n}` },
    });
  const second = await start();
  await second.client.call('expect', BURST);
  const received = second.client.event('received');
  await second.client.call('connect');
  const ms = await received;
  await second.client.call('end');
  await second.client.stop();
  rmSync(directory, { recursive: true });
  return {
    'sequential sends/s': sequential,
    'sends/s, 16 in flight': parallel,
    'burst received/s': (1000 * (BURST - 1)) / ms,
  };
}
