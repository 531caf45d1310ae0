import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';

const ALICE = '15550000001';
const BOB = '15550000002';
const CAROL = '15550000003';
const DAN = '15550000004';

describe('linking a browser', () => {
  const fixture = browserFixture({ seed: 'web-linking', doors: ['web'] });
  let profile = '';

  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'web-profile-'));
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterAll(() => rm(profile, { recursive: true, force: true }));

  it('shows a QR code, is ready once it was scanned, and is a device of the account', async () => {
    const alice = await fixture.link(ALICE);
    expect(alice.events.map(({ event }) => event)).toEqual(expect.arrayContaining(['qr', 'authenticated', 'ready']));
    expect(alice.client.info.wid._serialized).toBe(alice.wid);
    expect(await alice.client.getState()).toBe('CONNECTED');
    const { sim } = fixture;
    expect(await sim.device.list({ pn: ALICE })).toMatchObject([{ kind: 'phone' }, { kind: 'web', online: true }]);
    expect(await sim.web.online()).toEqual([`${ALICE}:1`]);
    await alice.client.logout();
    expect(await sim.device.list({ pn: ALICE })).toMatchObject([{ kind: 'phone' }]);
    await alice.dispose();
  });

  it('survives the end of the browser, and shows what was missed', async () => {
    const { sim } = fixture;
    const first = await fixture.link(BOB, { profile });
    await first.client.sendMessage(`${CAROL}@c.us`, 'before');
    await sim.await({ event: 'receipt.posted', match: { receipt: { to: BOB, type: 'delivered' } } });
    first.process?.kill('SIGKILL');
    await sim.await({ event: 'device.offline', match: { device: `${BOB}:1` } });
    await first.dispose();
    const missed = await sim.send({ from: CAROL, to: BOB, content: text('while you were away') });
    expect((await sim.oracle({ device: BOB }))[0]?.delivered).not.toContainEqual(missed);

    const second = await fixture.link(BOB, { profile, scans: false });
    expect(second.events.map(({ event }) => event)).not.toContain('qr');
    const messages = await (await second.client.getChatById(`${CAROL}@c.us`)).fetchMessages({});
    expect(messages.map(({ body, ack, fromMe }) => [body, fromMe && ack])).toEqual([
      ['before', 2],
      ['while you were away', false],
    ]);
    expect((await sim.oracle({ device: BOB }))[0]?.delivered).toContainEqual(missed);
    await second.dispose();
  });

  it('goes by a code that the owner types', async () => {
    const carol = fixture.browser(CAROL, { client: { pairWithPhoneNumber: { phoneNumber: CAROL } } });
    await carol.client.initialize();
    const [code] = await carol.wait<[string]>('code');
    await fixture.sim.device.enterCode({ pn: CAROL, code: 'WRONGONE' });
    await fixture.sim.await({ event: 'link.failed', match: { account: CAROL } });
    await fixture.sim.device.enterCode({ pn: CAROL, code });
    await carol.wait('ready');
    await carol.dispose();
  });

  it('ends when the phone unlinks the browser, which shows a new QR code', async () => {
    const dan = fixture.browser(DAN, { scans: false });
    await dan.client.initialize();
    const [qr] = await dan.wait<[string]>('qr');
    await fixture.sim.device.scan({ qr, pn: DAN });
    await dan.wait('ready');
    await fixture.sim.device.unlink({ device: DAN });
    const [reason] = await dan.wait<[string]>('disconnected');
    expect(reason).toBe('LOGOUT');
    expect(await fixture.sim.device.list({ pn: DAN })).toMatchObject([{ kind: 'phone' }]);
    await dan.wait<[string]>('qr', (shown) => shown !== qr);
    await dan.attached();
    await dan.dispose();
  });
});
