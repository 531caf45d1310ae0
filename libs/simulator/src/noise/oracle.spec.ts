import { beforeAll, describe, expect, it } from '@jest/globals';
import { simulatorFixture, text } from '../../testing/fixture.js';
import { Simulator } from '../simulator.js';
import { RealClient } from '../../testing/real-client.js';

const CAROL = '15550007777';

describe('the oracle', () => {
  const fixture = simulatorFixture({ seed: 'oracle' });
  beforeAll(() => fixture.sim.contact.add({ pn: CAROL }));

  it('loses nothing when the connection ends at the instant of every confirmation', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000701');
    const device = `${ann.number}:1`;
    const confirmed: string[] = [];
    const unhook = sim.onDelivered((at, key) => {
      if (at !== device) return;
      confirmed.push(key.id);
      void sim.connection.drop({ device });
    });
    const words = ['one', 'two', 'three', 'four'];
    const ids: string[] = [];
    for (const word of words) ids.push((await sim.send({ from: CAROL, to: ann.number, content: text(word) })).id);
    while (confirmed.length < words.length) {
      await ann.closed();
      if (confirmed.length < words.length) ann.connect();
    }
    unhook();
    expect(confirmed.toSorted()).toEqual(ids.toSorted());
    expect([...new Set(ann.texts())].toSorted()).toEqual(words.toSorted());
    const [truth] = await sim.oracle({ device });
    expect(truth?.delivered.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });
});

describe('a manual clock', () => {
  it('keeps receipts until time is moved, while connections work', async () => {
    const sim = await Simulator.start({ seed: 'manual', clock: 'manual' });
    await sim.contact.add({ pn: CAROL });
    const ann = await new RealClient(sim, '15550000702').open();
    const id = await ann.send(`${CAROL}@s.whatsapp.net`, 'in frozen time');
    await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    expect(await sim.events()).not.toContainEqual(expect.objectContaining({ name: 'receipt.posted' }));
    // The client merges a receipt into its own message event as long as that is not out.
    await ann.text('in frozen time');
    const delivered = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 3));
    await sim.clock.advance({ ms: 150 });
    await delivered;
    ann.dispose();
    await sim.stop();
  });
});
