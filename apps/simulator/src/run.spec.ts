import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { DEMO_PEOPLE } from './demo-people.js';
import { run } from './run.js';

interface Addresses {
  waUrl: string;
  controlUrl: string;
  token: string;
  seed: string;
}

describe('the simulator as a process', () => {
  it('prints one line with its addresses, serves the demo people, and stops on SIGTERM', async () => {
    const signals = new EventEmitter();
    const lines: string[] = [];
    await run({ simulator: { seed: '7' }, demo: true }, signals, (line) => lines.push(line));
    expect(lines).toHaveLength(1);
    const { waUrl, controlUrl, token, seed } = JSON.parse(lines[0] ?? '') as Addresses;
    expect([waUrl, seed]).toEqual([expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/ws\/chat$/), '7']);
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    const response = await fetch(`${controlUrl}/control/account.list`, { method: 'POST', headers });
    const people = (await response.json()) as { name: string }[];
    expect(people.map(({ name }) => name)).toEqual(DEMO_PEOPLE.map(({ name }) => name));
    signals.emit('SIGTERM');
    await refused(Number(new URL(waUrl).port));
  });
});

/** Resolves once nothing listens on the port any more. */
async function refused(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      await once(socket, 'close');
    } catch {
      return;
    } finally {
      socket.destroy();
    }
  }
}
