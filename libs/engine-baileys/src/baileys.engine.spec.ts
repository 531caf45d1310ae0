import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJid, parseMessageId } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);

describe('the Baileys engine with the simulated WhatsApp', () => {
  let sim: Simulator;
  const sessions: SimulatedSession[] = [];
  const session = (number: string) => {
    const made = new SimulatedSession(sim, number);
    sessions.push(made);
    return made;
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'engine' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
  });
  afterAll(() => sim.stop());

  it('links by QR, through the restart that WhatsApp asks for', async () => {
    const { engine, context } = await session('15550000001').open();
    expect(engine.session.account).toMatchObject({ id: '15550000001@s.whatsapp.net', phone: '+15550000001' });
    expect(context.facts.of('session.state_changed').map(({ data }) => data.state)).toEqual([
      'starting',
      'connecting',
      'pairing',
      'connecting',
      'connected',
    ]);
    expect(engine.session.pairing).toEqual({ kind: 'none' });
  });

  it('connects again with the stored identity, without a QR', async () => {
    const ann = await session('15550000002').open();
    await ann.restart();
    ann.context.facts.clear();
    await ann.open();
    expect(ann.context.facts.of('session.pairing_changed')).toEqual([]);
  });

  it('sends text and hears that WhatsApp took it and that it arrived', async () => {
    const { engine, context } = await session('15550000003').open();
    const messageId = parseMessageId('3EB0AAAABBBBCCCCDDDD01');
    await engine.messages.send(carol, { kind: 'text', text: 'hello carol' }, { messageId });
    await context.nextFact('message.status_changed', ({ data }) => data.status === 'sent');
    await context.nextFact('message.status_changed', ({ data }) => data.status === 'delivered');
    const view = await sim.recipient.view({ pn: CAROL, chat: '15550000003' });
    expect(view.map(({ key, content }) => [key.id, content])).toEqual([
      [messageId, { kind: 'text', text: 'hello carol' }],
    ]);
    expect(context.facts.of('message.sent').map(({ data }) => data.message)).toMatchObject([
      { key: { chat: carol, id: messageId, fromMe: true }, origin: 'api', content: { text: 'hello carol' } },
    ]);
  });

  it.each(['pn', 'lid'] as const)(
    'receives text in %s addressing, with both names of the sender',
    async (addressing) => {
      const number = addressing === 'pn' ? '15550000004' : '15550000005';
      const { context } = await session(number).open();
      await sim.send({ from: CAROL, to: number, content: { kind: 'text', text: 'hi' }, addressing });
      const { data, late } = await context.nextFact('message.received');
      expect(late).toBe(false);
      expect(data.message).toMatchObject({
        key: { chat: carol, fromMe: false },
        from: { id: carol, phone: `+${CAROL}`, lid: expect.stringMatching(/@lid$/), name: 'Carol' },
        content: { kind: 'text', text: 'hi' },
        origin: 'contact',
      });
    },
  );
});
