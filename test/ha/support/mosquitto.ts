import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { eventually, freePort } from './real-home-assistant.js';

/** A real broker, on a port of its own. */
export async function startMosquitto(program: string) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'columba-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  const broker = spawn(program, ['-c', file], { stdio: 'ignore' });
  const url = `mqtt://127.0.0.1:${port}`;
  await eventually(async () => {
    const client = await connectAsync(url, { reconnectPeriod: 0 }).catch(() => undefined);
    await client?.endAsync();
    return client && true;
  }, 'Mosquitto answers');
  const stop = async () => {
    const gone = once(broker, 'exit');
    broker.kill();
    await gone;
    rmSync(folder, { recursive: true });
  };
  return { port, url, stop };
}
