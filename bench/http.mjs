/**
 * What HTTP, the checks of a request, the outbox and the idempotency cost a send: at 50 requests a second, over the API until
 * `sent`, against the engine alone on the same storage, until its log says so; both in turns, in one run, on the same simulated WhatsApp.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atRate } from './support/at-rate.mjs';
import { launchGateway } from './support/gateway.mjs';
import { launchClient, launchSimulator, quantile } from './support/processes.mjs';

const PER_SECOND = 50;
const SENDS = 250;
const ROUNDS = 3;
const WARM_UP = 200;
const OWNER = '15550309998';
const OTHER_OWNER = '15550309999';
const LANES = Array.from({ length: 16 }, (_, n) => `1555020${String(n).padStart(4, '0')}`);
const LIMITS = {
  COLUMBA_SENDS_PER_MINUTE: '100000',
  COLUMBA_CHAT_GAP_MS: '0',
  COLUMBA_SENDS_PER_HOUR: '100000',
  COLUMBA_SENDS_PER_DAY: '100000',
  COLUMBA_NEW_CHATS_PER_DAY: '100000',
};

export async function http() {
  // What the network takes is left out: it would hide what we take.
  const simulator = await launchSimulator(['--latency-ms', '0']);
  const directory = mkdtempSync(join(tmpdir(), 'columba-bench-engine-'));
  const times = { 'engine alone': [], 'over HTTP': [] };
  try {
    for (const pn of LANES) await simulator.control('contact.add', { pn });
    for (const pn of [OWNER, OTHER_OWNER]) await simulator.control('account.add', { pn });
    const engine = await linkedEngine(simulator, directory);
    const gateway = await launchGateway(simulator, [OWNER], LIMITS);
    const post = (chatId, text) =>
      gateway.call('POST', `/v1/sessions/${gateway.sessions[0]}/messages`, { chatId, content: { kind: 'text', text } });
    // A gateway runs for months: what is measured is compiled code, in known chats.
    await atRate(LANES, WARM_UP, PER_SECOND, post);
    await engine.call('send', LANES, WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      times['engine alone'].push(...(await engine.call('pacedUntilSent', LANES, SENDS, PER_SECOND)));
      times['over HTTP'].push(...(await atRate(LANES, SENDS, PER_SECOND, post)));
    }
    await engine.call('end');
    await engine.stop();
    await gateway.stop();
  } finally {
    await simulator.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  const rounded = (name) => (q) => Number(quantile(times[name], q).toFixed(1));
  const more = (q) => Number((quantile(times['over HTTP'], q) - quantile(times['engine alone'], q)).toFixed(1));
  return [...Object.keys(times).map((name) => row(name, rounded(name))), row('more over HTTP', more)];
}

const row = (what, at) => ({ what, 'p50 ms': at(0.5), 'p99 ms': at(0.99) });

async function linkedEngine({ control, waUrl }, directory) {
  const client = await launchClient('engine.mjs', { directory, waUrl });
  const [qr, opened] = [client.event('qr'), client.event('open')];
  await client.call('connect');
  await control('device.scan', { pn: OTHER_OWNER, qr: await qr });
  await opened;
  return client;
}
