import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RealClient } from '../testing/real-client.js';
import { Simulator } from './simulator.js';

const ANN = '15550000001';
const BEN = '15550000002';
const CAROL = '15550007777';

describe('the noise door with the real client', () => {
  let sim: Simulator;
  const clients: RealClient[] = [];
  const link = async (number: string) => {
    const client = new RealClient(sim, number);
    clients.push(client);
    return client.open();
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'stage-1' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.dispose();
  });
  afterAll(() => sim.stop());

  it('links by QR, survives the 515 restart and opens with its own LID', async () => {
    const ann = await link(ANN);
    const { me } = ann.auth.creds;
    const [account] = await sim.account.add({ pn: ANN }).then((view) => [view]);
    expect(me?.id).toBe(`${ANN}:1@s.whatsapp.net`);
    expect(me?.lid).toBe(`${account?.lid}:1@lid`);
  });

  it('carries text between a client and a scripted contact', async () => {
    const dora = await link('15550000003');
    await sim.send({ from: CAROL, to: dora.number, content: { kind: 'text', text: 'hello dora' } });
    const { message } = await dora.text('hello dora');
    expect(message.pushName).toBe('Carol');
    const delivered = dora.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 3));
    const id = await dora.send(`${CAROL}@s.whatsapp.net`, 'hello carol');
    await delivered;
    const view = await sim.recipient.view({ pn: CAROL, chat: dora.number });
    expect(view.map(({ content, copies }) => ({ content, copies }))).toEqual([
      { content: { kind: 'text', text: 'hello dora' }, copies: 1 },
      { content: { kind: 'text', text: 'hello carol' }, copies: 1 },
    ]);
    const [truth] = await sim.oracle({ device: dora.number });
    expect(truth?.delivered.map((key) => key.sender)).toEqual([CAROL]);
    expect(truth?.sends).toMatchObject([{ key: { id }, frames: 1, acks: [{}] }]);
  });

  it('carries text between two clients, and both phones read the plaintext', async () => {
    const [ann, ben] = [await link('15550000011'), await link(BEN)];
    const got = ben.text('hi ben');
    const receipt = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 3));
    await ann.send(ben.jid, 'hi ben');
    await got;
    await receipt;
    const back = ann.text('hi ann');
    await ben.send(ann.jid, 'hi ann');
    await back;
    for (const [number, chat] of [
      [ann.number, ben.number],
      [ben.number, ann.number],
    ] as const) {
      const view = await sim.recipient.view({ pn: number, chat });
      expect(view.map(({ content }) => content)).toEqual([
        { kind: 'text', text: 'hi ben' },
        { kind: 'text', text: 'hi ann' },
      ]);
    }
  });

  it('keeps what arrives offline until the client confirms it, and marks it as offline', async () => {
    const finn = await link('15550000021');
    const closed = finn.closed();
    await sim.connection.drop({ device: finn.number });
    await closed;
    for (const text of ['one', 'two', 'three'])
      await sim.send({ from: CAROL, to: finn.number, content: { kind: 'text', text } });
    const [before] = await sim.oracle({ device: finn.number });
    expect([before?.queued.length, before?.sent.length, before?.delivered.length]).toEqual([3, 0, 0]);
    await finn.open();
    const { type } = await finn.text('three');
    expect(type).toBe('append');
    expect(finn.texts()).toEqual(['one', 'two', 'three']);
    for (const { id } of before?.queued ?? [])
      await sim.await({ event: 'delivery.delivered', match: { device: `${finn.number}:1`, key: { id } } });
    const [after] = await sim.oracle({ device: finn.number });
    expect(after?.delivered.length).toBe(3);
  });
});
