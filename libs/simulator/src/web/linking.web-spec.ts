import { describe, expect, it } from '@jest/globals';
import { browserFixture } from '../../testing/browser-fixture.js';

const ALICE = '15550000001';

describe('linking a browser', () => {
  const fixture = browserFixture({ seed: 'web-linking', doors: ['web'] });

  it('shows a QR code, is ready once it was scanned, and is a device of the account', async () => {
    const alice = await fixture.link(ALICE);
    expect(alice.events.map(({ event }) => event)).toEqual(expect.arrayContaining(['qr', 'authenticated', 'ready']));
    expect(alice.client.info.wid._serialized).toBe(alice.wid);
    expect(await alice.client.getState()).toBe('CONNECTED');
    const { sim } = fixture;
    expect(await sim.device.list({ pn: ALICE })).toMatchObject([{ kind: 'phone' }, { kind: 'web', online: true }]);
    expect(await sim.web.online()).toEqual([`${ALICE}:1`]);
  });
});
