import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';

const BYTES = randomBytes(900_000);

describe('files that are on their way when the process ends', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    await gateway.linkByQr('home', OWNER);
  }, 60_000);
  afterAll(() => gateway.stop());

  it('are fetched after the next start, and lie there as they were sent', async () => {
    const stall = { direction: 'download', action: { type: 'stall', afterBytes: 300_000 } };
    await gateway.simulator.control('media.fault', stall);
    const content = { kind: 'image', bytes: BYTES.toString('base64'), mimeType: 'image/jpeg' };
    await gateway.simulator.control('send', { from: CONTACT, to: OWNER, content });
    await gateway.simulator.control('await', { event: 'media.fault', timeoutMs: 20_000 });
    await gateway.server.stop('SIGKILL');
    await gateway.simulator.control('media.heal');
    await gateway.startServer();
    const { data } = await gateway.server.event('home', ({ type }) => type === 'media.changed');
    const { mediaId, state } = data['media'] as { mediaId: string; state: string };
    expect(state).toBe('ready');
    const file = join(gateway.dataDirectory, 'sessions/home/media/incoming', mediaId);
    expect(readFileSync(file).equals(BYTES)).toBe(true);
  }, 60_000);
});
