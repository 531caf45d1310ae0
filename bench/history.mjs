/** A phone with a long past is linked: memory while the past is read in, and whether sends go on meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchClient, launchSimulator, quantile } from './support/processes.mjs';

const ACCOUNT = '15550400001';
const FRIEND = '15550400002';

export async function history(messages = 50_000) {
  const simulator = await launchSimulator();
  await simulator.control('contact.add', { pn: FRIEND });
  await simulator.control('history.seed', { pn: ACCOUNT, chats: 200, messages, days: 365 });
  const directory = mkdtempSync(join(tmpdir(), 'columba-bench-history-'));
  const client = await launchClient('engine.mjs', { directory, waUrl: simulator.waUrl });
  const qr = client.event('qr');
  await client.call('connect');
  const measured = client.call('history', FRIEND);
  await simulator.control('device.scan', { pn: ACCOUNT, qr: await qr });
  const { ms, extraMb, sends } = await measured;
  await client.call('end');
  await client.stop();
  await simulator.stop();
  rmSync(directory, { recursive: true });
  return [
    {
      messages,
      'read in (s)': Number((ms / 1000).toFixed(1)),
      'more memory at most (MB)': Math.round(extraMb),
      'sends meanwhile': sends.length,
      'p50 (ms)': Math.round(quantile(sends, 0.5)),
      'p99 (ms)': Math.round(quantile(sends, 0.99)),
    },
  ];
}
