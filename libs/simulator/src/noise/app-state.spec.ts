import { describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../testing/fixture.js';

describe('app state', () => {
  const fixture = simulatorFixture({ seed: 'app-state' });

  it('tells a new device its own name', async () => {
    const number = '15550000601';
    await fixture.sim.account.add({ pn: number, name: 'Ann' });
    const client = fixture.client(number);
    const named = client.wait('creds.update', ({ me }) => me?.name === 'Ann');
    await client.open();
    await named;
  });

  it('carries what one device sets to the other', async () => {
    const number = '15550000602';
    const [first, second] = [await fixture.link(number), await fixture.link(number)];
    const chat = '15550007777@s.whatsapp.net';
    const pinned = second.wait('chats.update', (all) => all.some(({ id, pinned }) => id === chat && Boolean(pinned)));
    await fixture.sim.contact.add({ pn: '15550007777' });
    await first.socket.chatModify({ pin: true }, chat);
    await pinned;
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});
