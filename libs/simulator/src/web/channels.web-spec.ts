import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Channel } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';

const ALICE = '15550000001';
const CAROL = '15550000003';

/** Of the library, where its types are behind. */
interface Calls {
  getChannels(): Promise<Channel[]>;
  getChannelByInviteCode(code: string): Promise<Channel | undefined>;
  subscribeToChannel(id: string): Promise<boolean>;
  unsubscribeFromChannel(id: string, options?: object): Promise<boolean>;
}

describe('channels of a browser', () => {
  const fixture = browserFixture({ seed: 'web-channels', doors: ['noise', 'web'] });
  let alice: BrowserClient;
  let id = '';
  let code = '';

  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    const made = await fixture.sim.channel.create({ by: CAROL, name: 'Street', description: 'All of it' });
    [id, code] = [`${made.id}@newsletter`, made.invite];
    await fixture.sim.contact.add({ pn: ALICE, name: 'Alice' });
    await fixture.sim.channel.create({ by: ALICE, name: 'Mine' });
    alice = await fixture.link(ALICE);
  });

  const calls = () => alice.client as unknown as Calls;
  const view = () => fixture.sim.channel.view({ channel: id });
  const names = async () => (await calls().getChannels()).map(({ name }) => name);

  it('are there when it is linked', async () => {
    expect(await names()).toEqual(['Mine']);
  });

  it('are found by invitation', async () => {
    const found = await calls().getChannelByInviteCode(code);
    expect(found).toMatchObject({ name: 'Street', description: 'All of it', isChannel: true, isMuted: false });
    expect(found?.id._serialized).toBe(id);
  });

  it('are followed, muted and left', async () => {
    expect(await calls().subscribeToChannel(id)).toBe(true);
    expect((await view()).roles).toEqual({ [CAROL]: 'owner', [ALICE]: 'subscriber' });
    expect(await names()).toEqual(['Mine', 'Street']);
    const post = await fixture.sim.channel.post({ by: CAROL, channel: id, text: 'Rain tomorrow' });
    expect(await alice.text('Rain tomorrow')).toMatchObject({ from: id, id: { id: post.id } });
    const channel = await calls().getChannelByInviteCode(code);
    expect(await channel?.mute()).toBe(true);
    expect((await view()).mutedBy).toEqual([ALICE]);
    expect(await channel?.unmute()).toBe(true);
    expect((await view()).mutedBy).toEqual([]);
    expect(await calls().unsubscribeFromChannel(id)).toBe(true);
    expect((await view()).roles).toEqual({ [CAROL]: 'owner' });
    expect(await names()).toEqual(['Mine']);
  });

  it('says no to who does not follow, and to an owner', async () => {
    const channel = await calls().getChannelByInviteCode(code);
    expect(await channel?.mute()).toBe(false);
    const [mine] = await calls().getChannels();
    expect(await calls().unsubscribeFromChannel(mine?.id._serialized ?? '')).toBe(false);
  });

  it('leaves nothing unknown', async () => {
    const { web } = fixture.sim;
    expect([await web.unknownModules(), await web.pageErrors(), await web.doorErrors()]).toEqual([{}, [], []]);
  });
});
