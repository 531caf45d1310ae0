import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { delay, parseJid, StorageError, systemClock } from '@columba/core';
import type { InMemoryJournal } from '@columba/core/testing';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);

const texts = ({ context }: SimulatedSession) =>
  context.facts.of('message.received').map(({ data }) => (data.message.content as { text: string }).text);

/** Resolves when at least one message between devices came and none of them is left. */
const peersSettled = (journal: InMemoryJournal): Promise<void> =>
  new Promise((resolve) => {
    const settle = journal.settle.bind(journal);
    journal.settle = (...args) => {
      settle(...args);
      const peers = journal.rows.filter(({ node }) => Buffer.from(node).includes('"category":"peer"'));
      if (peers.length > 0 && peers.every(({ state }) => state === 'done')) resolve();
    };
  });

describe('nothing that WhatsApp counts as delivered is lost', () => {
  let sim: Simulator;
  const sessions: SimulatedSession[] = [];
  const session = (number: string) => {
    const made = new SimulatedSession(sim, number);
    sessions.push(made);
    return made;
  };
  const carolWrites = async (to: string, count: number, addressing: 'pn' | 'lid' | 'mixed' = 'pn') => {
    const written = Array.from({ length: count }, (_, n) => `message ${n + 1}`);
    for (const [n, text] of written.entries()) {
      const way = addressing === 'mixed' ? (n % 2 ? 'lid' : 'pn') : addressing;
      await sim.send({ from: CAROL, to, content: { kind: 'text', text }, addressing: way });
    }
    return written;
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'durability' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
  });
  afterAll(() => sim.stop());

  it('brings the offline queue in order and marks it as late', async () => {
    const ann = await session('15550000001').open();
    await ann.engine.stop();
    const written = await carolWrites(ann.number, 20, 'mixed');
    await ann.open();
    await ann.context.nextFact('message.received', ({ data }) => JSON.stringify(data).includes('message 20"'));
    expect(texts(ann)).toEqual(written);
    expect(ann.context.facts.of('message.received').every(({ late }) => late)).toBe(true);
  });

  it('loses nothing when the connection is cut in the middle of the replay', async () => {
    const ben = await session('15550000002').open();
    await ben.engine.stop();
    const written = await carolWrites(ben.number, 40, 'mixed');
    let confirmed = 0;
    const release = sim.onDelivered(() => {
      confirmed += 1;
      if (confirmed % 7 === 0 && confirmed < 30) void sim.connection.drop({ device: ben.number }).catch(() => {});
    });
    await ben.open();
    await ben.context.facts.next(
      'message.received',
      ({ data }) => JSON.stringify(data).includes('message 40"'),
      30_000,
    );
    release();
    expect(texts(ben).toSorted()).toEqual(written.toSorted());
  }, 60_000);

  it('acknowledges nothing that storage refused, and has it after the next connection', async () => {
    const dora = await session('15550000003').open();
    dora.context.failWrites(1);
    const [written] = await carolWrites(dora.number, 1);
    const { data } = await dora.state('reconnecting');
    expect(data.reason).toBe('disk_full');
    const [truth] = await sim.oracle({ device: dora.number });
    expect(truth?.delivered).toEqual([]);
    await dora.state('connected');
    await dora.context.nextFact('message.received');
    expect(texts(dora)).toEqual([written]);
  });

  it.each([1, 2, 3, 4, 5])(
    'has every message once when write %i after its arrival is refused',
    async (nth) => {
      const number = `1555000010${nth}`;
      const finn = await session(number).open();
      const { faults } = finn.context;
      const write = faults.beforeWrite.bind(faults);
      let writes = 0;
      faults.beforeWrite = () => {
        writes += 1;
        if (writes === nth) faults.failNext(1);
        write();
      };
      const written = await carolWrites(number, 4);
      await finn.context.facts.next(
        'message.received',
        ({ data }) => JSON.stringify(data).includes('message 4"'),
        20_000,
      );
      await sim.await({ event: 'delivery.delivered', match: { device: `${number}:1` } });
      expect(texts(finn).toSorted()).toEqual(written);
    },
    30_000,
  );

  it.each([0, 1])(
    'stores what our own phone sends to this device, also when storage refuses it %i times',
    async (times) => {
      const hana = session(`1555000020${times}`);
      const { journal, keys } = hana.context;
      const settled = peersSettled(journal);
      const set = keys.set.bind(keys);
      let refusals = 0;
      let stored = 0;
      keys.set = (changes) => {
        const shared = changes.some(({ type }) => type === 'app-state-sync-key');
        if (shared && refusals < times) {
          refusals += 1;
          throw new StorageError('refused');
        }
        set(changes);
        if (shared) stored += 1;
      };
      await hana.open();
      await settled;
      expect(refusals).toBe(times);
      expect(stored).toBeGreaterThan(0);
    },
  );

  it('has every message once when the process dies at the instant of each receipt', async () => {
    const ivo = await session('15550000007').open();
    const written: string[] = [];
    for (let round = 1; round <= 12; round += 1) {
      const died = new Promise<() => void>((resolve) => {
        const release = sim.onDelivered((_device, { sender }) => {
          if (sender !== CAROL) return;
          // From this instant nothing reaches the disk any more, as after `kill -9`.
          ivo.context.failWrites(Number.MAX_SAFE_INTEGER);
          resolve(release);
        });
      });
      for (const half of ['first', 'second']) {
        const text = `${half} of round ${round}`;
        written.push(text);
        const addressing = round % 2 ? ('pn' as const) : ('lid' as const);
        await sim.send({ from: CAROL, to: ivo.number, content: { kind: 'text', text }, addressing });
      }
      (await died)();
      await ivo.engine.stop();
      ivo.context.failWrites(0);
      await (await ivo.restart()).open();
    }
    await ivo.context.nextFact('message.received', ({ data }) => JSON.stringify(data).includes('second of round 12'));
    expect(texts(ivo).toSorted()).toEqual(written.toSorted());
  }, 60_000);

  it('makes the event of a message that was opened and not told, without asking WhatsApp again', async () => {
    const jo = await session('15550000008').open();
    const { context } = jo;
    const settle = context.journal.settle.bind(context.journal);
    context.journal.settle = () => {
      context.journal.settle = settle;
      throw new StorageError('refused');
    };
    context.permitConnect = (signal) => delay(systemClock, 60_000, signal);
    const [written] = await carolWrites(jo.number, 1);
    const { late } = await context.nextFact('message.received');
    expect([texts(jo), late]).toEqual([[written], true]);
    expect(context.connects).toBe(2);
  });

  it('makes the event as soon as there is room again, when the disk was full at the recovery, too', async () => {
    const kim = await session('15550000009').open();
    const { context } = kim;
    const settle = context.journal.settle.bind(context.journal);
    let refusals = 0;
    context.journal.settle = (...args) => {
      refusals += 1;
      if (refusals <= 2) throw new StorageError('refused');
      settle(...args);
    };
    const [written] = await carolWrites(kim.number, 1);
    await context.nextFact('message.received');
    expect(texts(kim)).toEqual([written]);
    expect(context.connects).toBe(3);
  });

  it('never makes a new identity in place of one that cannot be read', async () => {
    const eve = await session('15550000004').open();
    await eve.engine.stop();
    eve.context.credentials.makeUnreadable();
    await eve.restart();
    await eve.engine.start();
    expect(eve.engine.session.state).toMatchObject({ state: 'failed', reason: 'creds_unreadable' });
    expect(eve.context.credentials.load().kind).toBe('unreadable');
  });

  it('tells what the account wrote on its own phone as sent by a device', async () => {
    const gus = await session('15550000005').open();
    await sim.send({ from: gus.number, to: CAROL, content: { kind: 'text', text: 'from my phone' } });
    const { data } = await gus.context.nextFact('message.sent');
    expect(data.message).toMatchObject({
      key: { chat: carol, fromMe: true },
      from: { id: parseJid(gus.number) },
      content: { text: 'from my phone' },
      origin: 'device',
    });
  });
});
