import { describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../testing/fixture.js';
import { closeCode, type RealClient } from '../../testing/real-client.js';

async function codeOf(client: RealClient, act: () => Promise<unknown>): Promise<number | undefined> {
  const closed = client.closed();
  await act();
  return closeCode(await closed);
}

describe('how connections end', () => {
  const fixture = simulatorFixture({ seed: 'sessions' });

  it.each(['503', '515', '401', '500'])('stream error %s', async (code) => {
    const client = await fixture.link(`155500002${code}`);
    const { connection } = fixture.sim;
    const withoutRestart =
      code === '515' ? client.wait('connection.update', (update) => update.connection === 'open') : undefined;
    expect(await codeOf(client, () => connection.kick({ device: client.number, code }))).toBe(Number(code));
    await withoutRestart;
  });

  it('a takeover closes with 440, a dropped socket with 428', async () => {
    const client = await fixture.link('15550000210');
    const { connection } = fixture.sim;
    expect(await codeOf(client, () => connection.replace({ device: client.number }))).toBe(440);
    await client.open();
    expect(await codeOf(client, () => connection.drop({ device: client.number }))).toBe(428);
  });

  it('a second login of the same device replaces the first', async () => {
    const client = await fixture.link('15550000211');
    const closed = client.closed();
    const twin = fixture.client(client.number);
    Object.assign(twin.auth.creds, client.auth.creds);
    await twin.open();
    expect(closeCode(await closed)).toBe(440);
  });

  it('unlinking closes with 401, and the next login fails with 401', async () => {
    const client = await fixture.link('15550000212');
    expect(await codeOf(client, () => fixture.sim.device.unlink({ device: client.number }))).toBe(401);
    expect(await codeOf(client, async () => client.connect())).toBe(401);
    await fixture.sim.await({ event: 'login.refused', match: { code: '401' } });
  });

  it('the client unlinks itself', async () => {
    const client = await fixture.link('15550000213');
    await client.socket.logout();
    await fixture.sim.await({ event: 'device.unlinked', match: { device: `${client.number}:1` } });
  });

  it('a ban refuses logins until it is lifted', async () => {
    const client = await fixture.link('15550000214');
    const { connection } = fixture.sim;
    expect(await codeOf(client, () => connection.ban({ pn: client.number }))).toBe(403);
    expect(await codeOf(client, async () => client.connect())).toBe(403);
    await connection.ban({ pn: client.number, banned: false });
    await client.open();
  });

  it('refuses as many logins as asked, with the code', async () => {
    const client = await fixture.link('15550000215');
    const { connection } = fixture.sim;
    await connection.refuseLogin({ device: client.number, code: 503, times: 2 });
    await codeOf(client, () => connection.drop({ device: client.number }));
    for (let attempt = 0; attempt < 2; attempt++) expect(await codeOf(client, async () => client.connect())).toBe(503);
    await client.open();
  });

  it('says nothing any more: the client gives up with 408', async () => {
    const client = await fixture.link('15550000216', { keepAliveIntervalMs: 500 });
    expect(await codeOf(client, () => fixture.sim.connection.silence({ device: client.number }))).toBe(408);
  });

  it('an outage refuses TCP, then ends', async () => {
    const client = await fixture.link('15550000217');
    expect(await codeOf(client, () => fixture.sim.connection.outage({ ms: 150 }))).toBe(428);
    // Refused at once, so that attempts follow each other until the port is back.
    let open = false;
    while (!open) {
      const end = client.wait('connection.update', ({ connection }) => connection === 'open' || connection === 'close');
      client.connect();
      open = (await end).connection === 'open';
    }
  });
});
