import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';

const ALICE = '15550000001';
const CAROL = '15550000003';
const DAN = '15550000004';

/** What is known to go wrong with the real page can be had on demand. */
describe('a page that misbehaves', () => {
  const fixture = browserFixture({ seed: 'web-breakages', doors: ['web'] });
  let alice: BrowserClient;

  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    alice = await fixture.link(ALICE);
  });

  /** The same browser with a page that was loaded anew. */
  const reloaded = async () => {
    const page = alice.client.pupPage;
    if (!page) throw new Error('there is no page');
    const loaded = new Promise((resolve) => page.once('load', resolve));
    await fixture.sim.web.reload({ device: ALICE });
    await loaded;
  };
  /** A page in a profile of its own, without the library. */
  const stranger = async () => {
    const context = await alice.client.pupBrowser?.createBrowserContext();
    const page = await context?.newPage();
    await page?.goto('https://web.whatsapp.com/');
    if (!page) throw new Error('there is no browser');
    return page;
  };
  const readies = () => alice.events.filter(({ event }) => event === 'ready').length;
  const ready = async (before: number) => alice.wait('ready', () => readies() > before);

  it('loses its connection, and is back with what was missed', async () => {
    await fixture.sim.connection.drop({ device: ALICE });
    await fixture.sim.send({ from: CAROL, to: ALICE, content: text('while the line was down') });
    await alice.text('while the line was down');
    const states = alice.events.filter(({ event }) => event === 'change_state').map(({ args }) => args[0]);
    expect(states).toEqual(['TIMEOUT', 'OPENING', 'CONNECTED']);
  });

  it('is reloaded, as another version, and goes on', async () => {
    const before = readies();
    await fixture.sim.web.settings({ version: '2.3000.9999999999' });
    await reloaded();
    await ready(before);
    expect(await alice.client.getWWebVersion()).toBe('2.3000.9999999999');
    await fixture.sim.send({ from: CAROL, to: ALICE, content: text('after the reload') });
    await alice.text('after the reload');
  });

  it('renames the text of its keys', async () => {
    const before = readies();
    await fixture.sim.web.settings({ keyProperty: '$1' });
    await reloaded();
    await ready(before);
    const { id } = await fixture.sim.send({ from: CAROL, to: ALICE, content: text('what am I called?') });
    const message = await alice.text('what am I called?');
    expect([message.id.id, message.id._serialized]).toEqual([id, undefined]);
    expect(await alice.client.sendMessage(`${CAROL}@c.us`, 'delivered all the same')).toBeUndefined();
    const shown = await fixture.sim.recipient.view({ pn: CAROL });
    expect(shown.at(-1)?.content).toEqual(text('delivered all the same'));
    // The library trips over such keys inside the page, too; nothing of that is left once the page is whole again.
    const broken = readies();
    await fixture.sim.web.resetSettings();
    await reloaded();
    await ready(broken);
    await fixture.sim.web.clearJournal();
  });

  it('addresses people by LID', async () => {
    const before = readies();
    await fixture.sim.web.settings({ addressing: 'lid' });
    await reloaded();
    await ready(before);
    const lid = `${(await fixture.sim.account.list()).find(({ pn }) => pn === CAROL)?.lid ?? ''}@lid`;
    await fixture.sim.send({ from: CAROL, to: ALICE, content: text('by which name?') });
    expect((await alice.text('by which name?')).from).toBe(lid);
    const stranger = await fixture.sim.contact.add({ pn: '15550000009' });
    await expect(alice.client.sendMessage(`${stranger.pn}@c.us`, 'hello')).rejects.toThrow('No LID for user');
    expect(await alice.client.getNumberId(stranger.pn)).toMatchObject({ user: stranger.lid, server: 'lid' });
    const sent = await alice.client.sendMessage(`${stranger.pn}@c.us`, 'hello');
    expect(sent.to).toBe(`${stranger.lid}@lid`);
    const [acked] = await alice.wait<[Message, number]>(
      'message_ack',
      ({ id }, ack) => id.id === sent.id.id && ack >= 2,
    );
    expect(acked.id.remote).toBe(`${stranger.lid}@lid`);
    expect(await alice.client.getContactLidAndPhone([`${CAROL}@c.us`])).toEqual([{ lid, pn: `${CAROL}@c.us` }]);
  });

  it('refuses a message with a code of the service, by a fault rule', async () => {
    const before = readies();
    await reloaded();
    await ready(before);
    await fixture.sim.fault.add({
      direction: 'in',
      match: { tag: 'send' },
      action: { type: 'error', code: '479' },
      times: 1,
    });
    const sent = await alice.client.sendMessage(`${CAROL}@c.us`, 'refused');
    await alice.wait<[Message, number]>('message_ack', ({ id }, ack) => id.id === sent.id.id && ack === -1);
    const [truth] = await fixture.sim.oracle({ device: ALICE });
    expect(truth?.sends.find(({ key }) => key.id === sent.id.id)?.acks).toMatchObject([{ error: '479' }]);
  });

  it('lacks modules', async () => {
    await fixture.sim.web.settings({ missingModules: ['WAWebAddonReactionTableMode', 'WAWebMsgReply'] });
    const before = readies();
    await reloaded();
    await ready(before);
    const { id } = await fixture.sim.send({ from: CAROL, to: ALICE, content: text('answer me') });
    await fixture.sim.react({ from: CAROL, to: ALICE, target: { sender: CAROL, id }, emoji: '👍' });
    const message = await alice.text('answer me');
    await expect(message.reply('no')).rejects.toThrow('Requiring unknown module "WAWebMsgReply"');
    expect(alice.events.map(({ event }) => event)).not.toContain('message_reaction');
  });

  it('starts late, or never opens its connection', async () => {
    const { sim } = fixture;
    await sim.web.settings({ bootDelayMs: 1000, stuckOpening: true });
    const page = await stranger();
    expect(await page.evaluate('typeof window.Debug')).toBe('undefined');
    await page.waitForFunction('window.Debug !== undefined');
    expect(await page.evaluate(`window.require('WAWebSocketModel').Socket.state`)).toBe('OPENING');
  });

  it('says that it has synced although nobody listens yet, and its process dies', async () => {
    const { sim } = fixture;
    await sim.web.settings({ synced: 'at once' });
    const page = await stranger();
    await page.waitForFunction(`window.require('WAWebConnModel').Conn.ref !== undefined`);
    const ref = (await page.evaluate(`window.require('WAWebConnModel').Conn.ref`)) as string;
    const { device } = await sim.device.scan({ qr: `${ref},noise,identity,secret,1`, pn: DAN });
    await page.waitForFunction(`window.require('WAWebSocketModel').Socket.hasSynced`);

    const crashed = new Promise<Error>((resolve) => page.once('error', resolve));
    await sim.web.crash({ device });
    expect(String(await crashed)).toContain('crashed');
    await sim.await({ event: 'device.offline', match: { device } });
  });
});
