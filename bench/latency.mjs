/**
 * From the simulator's send to Home Assistant's receipt: ten sessions, ten messages a second, everything durable on the
 * way; and in the same run, on the same simulated WhatsApp, the library alone, with nothing on disk.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAssistant, launchGateway, now } from './support/gateway.mjs';
import { launchClient, launchSimulator } from './support/processes.mjs';
import { Arrivals, lagOf, SENDER, write } from './support/traffic.mjs';

const SESSIONS = 10;
const MEMORY = '/dev/shm';
const accountsOf = (digit) => Array.from({ length: SESSIONS }, (_, n) => `155506${digit}${String(n).padStart(4, '0')}`);

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
    lagOf('library alone, until it tells', sent, await told.times()),
    lagOf('library alone, fired at Home Assistant', sent, await fired.times()),
  ];
  await client.stop();
  await hass.stop();
  rmSync(directory, { recursive: true, force: true });
  return rows;
}

/** @param digit so that no account is used twice */
async function gateway(simulator, what, digit, folder) {
  const accounts = accountsOf(digit);
  for (const pn of accounts) await simulator.control('account.add', { pn });
  const fired = new Arrivals();
  const hass = await homeAssistant((name, body) => name === 'whatsapp_message_received' && fired.note(body, now()));
  const env = { HA_BASE_URL: hass.url, SUPERVISOR_TOKEN: 'bench' };
  const server = await launchGateway(simulator, accounts, env, folder);
  const sent = await write(simulator, accounts);
  const rows = [lagOf(what, sent, await fired.times())];
  await server.stop();
  await hass.stop();
  return rows;
}

export async function latency() {
  // The frames leave at once: what the network takes is nobody's work.
  const simulator = await launchSimulator(['--latency-ms', '0']);
  await simulator.control('contact.add', { pn: SENDER });
  try {
    const rows = await library(simulator);
    rows.push(...(await gateway(simulator, 'Columba, fired at Home Assistant', 2)));
    // Without a disk to wait for: what is left is our own work.
    if (existsSync(MEMORY)) rows.push(...(await gateway(simulator, 'the same on a memory disk', 3, MEMORY)));
    return rows;
  } finally {
    await simulator.stop();
  }
}
