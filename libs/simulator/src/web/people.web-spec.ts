import { beforeAll, describe, expect, it } from '@jest/globals';
import wwebjs, { type Call, type Message } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';

const { MessageMedia } = wwebjs;

const ALICE = '15550000001';
const CAROL = '15550000003';

/** A picture of one pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('people and a browser', () => {
  const fixture = browserFixture({ seed: 'web-people', doors: ['web'] });
  let alice: BrowserClient;

  beforeAll(async () => {
    const { sim } = fixture;
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
    alice = await fixture.link(ALICE);
    await sim.send({ from: CAROL, to: ALICE, content: text('hello') });
    await alice.text('hello');
  });

  it('call, and are turned away', async () => {
    const { sim } = fixture;
    const { id } = await sim.call.offer({ from: CAROL, to: ALICE, video: true });
    const [call] = await alice.wait<[Call]>('call', (candidate) => candidate.id === id);
    expect(call).toMatchObject({ from: `${CAROL}@c.us`, isVideo: true, isGroup: false });
    await call.reject();
    await sim.await({ event: 'call.ended', match: { call: { id }, end: 'rejected', by: ALICE } });
    const other = await sim.call.offer({ from: CAROL, to: ALICE });
    await alice.wait<[Call]>('call', (candidate) => candidate.id === other.id);
    await sim.call.hangUp({ id: other.id });
  });

  it('have pictures, and show them to whom they like', async () => {
    const { sim } = fixture;
    expect(await alice.client.getProfilePicUrl(`${CAROL}@c.us`)).toBeUndefined();
    await sim.picture.set({ by: CAROL, jpeg: PNG });
    expect(await alice.client.getProfilePicUrl(`${CAROL}@c.us`)).toBe(`data:image/jpeg;base64,${PNG}`);
    await sim.picture.privacy({ pn: CAROL, show: 'none' });
    expect(await alice.client.getProfilePicUrl(`${CAROL}@c.us`)).toBeUndefined();
    const picture = new MessageMedia('image/png', PNG);
    expect(await alice.client.setProfilePicture(picture)).toBe(true);
    expect(await sim.picture.view({ by: CAROL, of: ALICE })).not.toBeNull();
    expect(await alice.client.deleteProfilePicture()).toBe(true);
    expect(await sim.picture.view({ by: CAROL, of: ALICE })).toBeNull();
  });

  it('post statuses, and see them', async () => {
    const { sim } = fixture;
    const { id } = await sim.send({ from: CAROL, to: 'status', content: text('at the lake') });
    const [status] = await alice.wait<[Message]>('message', (candidate) => candidate.id.id === id);
    expect(status).toMatchObject({ isStatus: true, from: 'status@broadcast', author: `${CAROL}@c.us` });
    await alice.client.sendMessage('status@broadcast', 'at home');
    const posted = await alice.text('at home');
    const seen = async () => (await sim.recipient.view({ pn: CAROL, chat: 'status' })).filter(({ fromMe }) => !fromMe);
    expect(await seen()).toMatchObject([{ content: text('at home') }]);
    await alice.client.revokeStatusMessage(posted.id._serialized);
    expect(await seen()).toMatchObject([{ revoked: true }]);
    expect((await alice.client.getChats()).map(({ id: chat }) => chat._serialized)).toEqual([`${CAROL}@c.us`]);
  });
});
