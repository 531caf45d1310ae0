/**
 * From the simulator's send to Home Assistant's receipt: ten sessions, ten messages a second, everything durable on the
 * way; and in the same run, on the same simulated WhatsApp, the library alone, with nothing on disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { homeAssistant, launchGateway, now } from './support/gateway.mjs';
import { launchClient, launchSimulator, quantile } from './support/processes.mjs';

const SESSIONS = 10;
const MESSAGES = 300;
const EVERY_MS = 100;
const SENDER = '15550600000';
const accountsOf = (digit) => Array.from({ length: SESSIONS }, (_, n) => `155506${digit}${String(n).padStart(4, '0')}`);

/** Times by the number in the text. */
class Arrivals {
  #times = new Map();
  #all;

  note(text, at) {
    const n = Number(/latency (\d+)/.exec(text)?.[1] ?? Number.NaN);
    if (!Number.isInteger(n) || this.#times.has(n)) return;
    this.#times.set(n, at);
    if (this.#times.size === MESSAGES) this.#all?.();
  }

  async times() {
    if (this.#times.size < MESSAGES) await new Promise((resolve) => (this.#all = resolve));
    return this.#times;
  }
}

/** One message every tenth of a second, to each account in turn. @returns when each was handed to the simulator */
async function write(simulator, accounts) {
  for (const to of accounts)
    await simulator.control('send', { from: SENDER, to, content: { kind: 'text', text: 'first' } });
  await pause(3_000);
  const sent = new Map();
  const began = now();
  for (let n = 0; n < MESSAGES; n++) {
    await pause(Math.max(0, began + n * EVERY_MS - now()));
    sent.set(n, now());
    const content = { kind: 'text', text: `latency ${n}` };
    await simulator.control('send', { from: SENDER, to: accounts[n % accounts.length], content });
  }
  return sent;
}

const row = (what, sent, arrived) => {
  const ms = [...sent].map(([n, at]) => arrived.get(n) - at);
  const shown = (q) => Number(quantile(ms, q).toFixed(1));
  return { what, 'p50 (ms)': shown(0.5), 'p90 (ms)': shown(0.9), 'p99 (ms)': shown(0.99), 'most (ms)': shown(1) };
};

async function library(simulator) {
  const accounts = accountsOf(1);
  for (const pn of accounts) await simulator.control('account.add', { pn });
  const [told, fired] = [new Arrivals(), new Arrivals()];
  const hass = await homeAssistant((_name, body) => fired.note(body, now()));
  const directory = mkdtempSync(join(tmpdir(), 'columba-bench-latency-'));
  const client = await launchClient('plain-many.mjs', { directory, waUrl: simulator.waUrl, homeAssistant: hass.url });
  client.on('message', ({ text, at }) => told.note(text, at));
  for (const [n, pn] of accounts.entries()) {
    const qr = client.event(`qr ${n}`);
    const opened = client.event(`open ${n}`);
    await client.call('connect', n);
    await simulator.control('device.scan', { pn, qr: await qr });
    await opened;
  }
  const sent = await write(simulator, accounts);
  const rows = [
    row('library alone, until it tells', sent, await told.times()),
    row('library alone, fired at Home Assistant', sent, await fired.times()),
  ];
  await client.stop();
  await hass.stop();
  rmSync(directory, { recursive: true, force: true });
  return rows;
}

async function gateway(simulator) {
  const accounts = accountsOf(2);
  for (const pn of accounts) await simulator.control('account.add', { pn });
  const fired = new Arrivals();
  const hass = await homeAssistant((name, body) => name === 'whatsapp_message_received' && fired.note(body, now()));
  const env = { HA_BASE_URL: hass.url, SUPERVISOR_TOKEN: 'bench' };
  const server = await launchGateway(simulator, accounts, env);
  const sent = await write(simulator, accounts);
  const rows = [row('Columba, fired at Home Assistant', sent, await fired.times())];
  await server.stop();
  await hass.stop();
  return rows;
}

export async function latency() {
  const simulator = await launchSimulator();
  await simulator.control('contact.add', { pn: SENDER });
  try {
    return [...(await library(simulator)), ...(await gateway(simulator))];
  } finally {
    await simulator.stop();
  }
}
