import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServerProcess } from '../support/server-process.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-trouble-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What a start that must fail prints, without the lines of the log. */
async function refusal(dataDirectory: string, env: Record<string, string>): Promise<string[]> {
  const start = ServerProcess.start(dataDirectory, env);
  const failed = await start.then(
    () => undefined,
    (error: unknown) => error as Error & { lines?: string[] },
  );
  if (!failed) throw new Error('it started');
  return failed.message.split('\n').filter((line) => line.startsWith('Columba cannot start'));
}

describe('a start that cannot be', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['a wrong port', { COLUMBA_PORT: 'many' }, /COLUMBA_PORT/],
    ['an unknown setting', { COLUMBA_PROT: '1' }, /COLUMBA_PROT/],
    ['a short token', { COLUMBA_API_TOKEN: 'secret' }, /COLUMBA_API_TOKEN/],
    ['an unknown engine', { WA_ENGINE: 'pigeon' }, /WA_ENGINE/],
    ['a bad address of Home Assistant', { HA_BASE_URL: 'ftp://x' }, /HA_BASE_URL/],
  ])('says so in one line: %s', async (_, env, line) => {
    const lines = await refusal(directory, env);
    expect(lines).toEqual([expect.stringMatching(line)]);
  });

  it('names a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const lines = await refusal(directory, { COLUMBA_PORT: String(port) });
    taken.close();
    expect(lines).toEqual([expect.stringContaining(String(port))]);
  });

  it('leaves a damaged database as it is', async () => {
    const file = join(directory, 'columba.db');
    writeFileSync(file, 'this was a database once '.repeat(500));
    const before = readFileSync(file);
    expect(await refusal(directory, {})).toEqual([expect.stringMatching(/damaged/)]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a data directory that is in use, and one that is a file', async () => {
    const first = await ServerProcess.start(directory, { COLUMBA_SESSIONS: '' });
    expect(await refusal(directory, {})).toEqual([expect.stringMatching(/in use/)]);
    await first.stop();
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(await refusal(file, {})).toEqual([expect.stringMatching(/cannot be used/)]);
  });
});

describe('WhatsApp out of reach', () => {
  it('is a state, and everything else goes on', async () => {
    const server = await ServerProcess.start(directory, {
      WA_WEB_SOCKET_URL: 'ws://127.0.0.1:9/ws/chat',
      WA_CONNECT_TIMEOUT_SECONDS: '1',
    });
    await server.state('home', 'reconnecting');
    expect((await server.call('GET', '/v1/health/live')).status).toBe(200);
    const { status, body } = await server.call('POST', '/v1/sessions/none/messages', {
      chatId: '+4915123456789',
      content: { kind: 'text', text: 'hi' },
    });
    expect([status, body['code']]).toEqual([404, 'not_found']);
    expect((await server.stop()).code).toBe(0);
  }, 30_000);
});
