import { describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../../testing/fixture.js';

describe('linking', () => {
  const fixture = simulatorFixture({ seed: 'linking' });

  it('links by pairing code', async () => {
    const client = fixture.client('15550000101', {}, false);
    const opened = client.wait('connection.update', ({ connection }) => connection === 'open');
    const shown = client.wait('connection.update', ({ qr }) => qr !== undefined);
    client.connect();
    await shown;
    const code = await client.socket.requestPairingCode(client.number);
    await fixture.sim.device.enterCode({ pn: client.number, code });
    await opened;
    expect(client.auth.creds.me?.id).toBe(`${client.number}:1@s.whatsapp.net`);
  });

  it('links nothing when another code is typed', async () => {
    const client = fixture.client('15550000104', {}, false);
    const shown = client.wait('connection.update', ({ qr }) => qr !== undefined);
    client.connect();
    await shown;
    await client.socket.requestPairingCode(client.number);
    await fixture.sim.device.enterCode({ pn: client.number, code: 'WRONG123' });
    await fixture.sim.await({ event: 'link.failed', match: { account: client.number } });
    expect(await fixture.sim.device.list({ pn: client.number })).toMatchObject([{ kind: 'phone' }]);
  });

  it('numbers a second device of an account on, and tells the first', async () => {
    const number = '15550000102';
    const first = await fixture.link(number);
    const second = await fixture.link(number);
    expect(second.auth.creds.me?.id).toBe(`${number}:2@s.whatsapp.net`);
    await fixture.sim.await({ event: 'device.linked', match: { device: `${number}:2` } });
    const told = await fixture.sim.stanzas({ device: `${number}:1`, tag: 'notification', direction: 'out' });
    expect(told.map(({ attrs }) => attrs.type)).toContain('devices');
    first.end();
  });

  it('refuses a QR text that nobody shows, and a code that nobody asked for', async () => {
    await expect(fixture.sim.device.scan({ qr: 'ref,a,b,c', pn: '15550000103' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(fixture.sim.device.enterCode({ pn: '15550000103', code: 'ABCD1234' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});
