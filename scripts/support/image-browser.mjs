import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildIfNeeded, entryOf } from '../build-if-needed.mjs';

const OWNER = '4915100000001';
const CONTACT = '4915100000002';
const PATIENCE_SECONDS = 90;

/** A simulated WhatsApp with a door for browsers. */
export async function simulator() {
  buildIfNeeded('simulator');
  const child = spawn(process.execPath, [entryOf('simulator'), '--seed', '1', '--web'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('waUrl')) continue;
    const { webDoor, controlUrl, token } = JSON.parse(line);
    const control = async (operation, body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const url = new URL(`/control/${operation}`, controlUrl);
      const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!reply.ok) throw new Error(`${operation}: ${reply.status} ${await reply.text()}`);
      return reply.json().catch(() => undefined);
    };
    await control('account.add', { pn: OWNER, name: 'Olivia Owner' });
    await control('account.add', { pn: CONTACT, name: 'Carl Contact' });
    return { control, browserArguments: webDoor.launchArguments, stop: () => child.kill() };
  }
  throw new Error('The simulator ended in its beginning');
}

/** Links a session in a browser and sends. @param api `(method, path, body) => answer` */
export async function useBrowser(api, { control }, data) {
  const session = '/v1/sessions/home';
  await eventually(async () => (await api('GET', session)).state === 'pairing');
  const { text: qr } = await eventually(async () => {
    const pairing = await api('GET', `${session}/pairing`);
    return pairing.kind === 'qr' && pairing;
  });
  await control('device.scan', { qr, pn: OWNER });
  await eventually(async () => (await api('GET', session)).state === 'connected');
  const content = { kind: 'text', text: 'from a browser in the image' };
  await api('POST', `${session}/messages`, { chatId: `+${CONTACT}`, content });
  const screen = await control('recipient.view', { pn: CONTACT, chat: OWNER });
  const owners = browsersOn(data).map((pid) => /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return {
    'a session in a browser is linked, and sends': JSON.stringify(screen).includes(content.text),
    'its browser runs as another user than root': owners.length > 0 && !owners.includes('0'),
  };
}

/** Main processes of browsers with a profile in this folder. */
export function browsersOn(data) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && hasProfile(name, data));
}

function hasProfile(pid, data) {
  try {
    const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (
      parts.some((part) => part.startsWith(`--user-data-dir=${data}/`)) &&
      !parts.some((part) => part.startsWith('--type='))
    );
  } catch {
    return false; // it has ended meanwhile
  }
}

async function eventually(ask) {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`not within ${PATIENCE_SECONDS} seconds: ${ask}`);
}
