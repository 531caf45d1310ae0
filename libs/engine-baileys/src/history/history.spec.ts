import { Agent } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageError, phoneJid, type HistoryBatch } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

/** Linking and thousands of messages take seconds on a busy machine. */

const ME = '4915100000001';
const ADA = '4915100000902';

describe('the history that a phone hands over', () => {
  let sim: Simulator;
  let session: SimulatedSession;

  beforeEach(async () => {
    sim = await Simulator.start({ seed: 'history' });
    await sim.account.add({ pn: ME });
    await sim.contact.add({ pn: ADA, name: 'Ada' });
    session = new SimulatedSession(sim, ME);
  });

  afterEach(async () => {
    await session.engine.stop();
    await sim.stop();
  });

  const messages = () => session.context.history.batches.flatMap((batch: HistoryBatch) => batch.messages);
  const whole = () =>
    session.context.facts.next(
      'history.received',
      ({ data }) => data.part === 'recent' && data.progress === 100,
      20_000,
    );

  it('is in the store with names, chats and reactions, and nothing of it is an event', async () => {
    const { id } = await sim.send({ from: ADA, to: ME, content: { kind: 'text', text: 'Long ago' } });
    await sim.react({ from: ME, to: ADA, target: { sender: ADA, id }, emoji: '👍' });
    await session.open();
    await session.context.facts.next('history.received', ({ data }) => data.part === 'initial');
    const [message] = messages();
    expect(message).toMatchObject({
      key: { chat: phoneJid(ADA), id, fromMe: false },
      from: { id: phoneJid(ADA), name: 'Ada' },
      content: { kind: 'text', text: 'Long ago' },
      origin: 'contact',
    });
    const batches = session.context.history.batches;
    expect(batches.flatMap((batch) => batch.chats)).toMatchObject([{ id: phoneJid(ADA), kind: 'person', name: 'Ada' }]);
    expect(batches.flatMap((batch) => batch.reactions)).toMatchObject([{ by: { id: phoneJid(ME) }, emoji: '👍' }]);
    expect(batches.flatMap((batch) => batch.identities)).toContainEqual(
      expect.objectContaining({ phone: phoneJid(ADA) }),
    );
    expect(session.context.facts.all.filter(({ type }) => type === 'message.received')).toEqual([]);
  });

  it('comes whole, in batches that leave room between them', async () => {
    await sim.history.seed({ pn: ME, chats: 7, messages: 3000 });
    const done = whole();
    await session.open();
    await done;
    expect(new Set(messages().map(({ key }) => key.id)).size).toBe(3000);
    const sizes = session.context.history.batches.map((batch) => batch.messages.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
  });

  it('is fetched from the media host, whatever happens on the way', async () => {
    await sim.history.files({ on: true });
    await sim.history.seed({ pn: ME, chats: 7, messages: 3000 });
    const { address: mediaHost, certificate: ca } = sim.mediaHost;
    session = new SimulatedSession(sim, ME, { mediaHost, agent: new Agent({ ca }), mediaStallMs: 500 });
    for (const action of [
      { type: 'cut', afterBytes: 3000 },
      { type: 'stall', afterBytes: 9000 },
    ] as const)
      await sim.media.fault({ direction: 'download', action, times: 1 });
    const done = whole();
    await session.open();
    await done;
    expect(new Set(messages().map(({ key }) => key.id)).size).toBe(3000);
    expect((await sim.events()).filter(({ name }) => name === 'media.fault')).toHaveLength(2);
  });

  it('goes on after a restart in the middle', async () => {
    await sim.history.seed({ pn: ME, chats: 7, messages: 3000 });
    const { history } = session.context;
    const halfway = new Promise<void>((resolve) => {
      const add = history.add.bind(history);
      history.add = (batch) => {
        add(batch);
        if (history.batches.length === 8) resolve();
      };
    });
    await session.open();
    await halfway;
    await session.restart();
    expect(new Set(messages().map(({ key }) => key.id)).size).toBeLessThan(3000);
    const done = whole();
    await session.open();
    await done;
    expect(new Set(messages().map(({ key }) => key.id)).size).toBe(3000);
  });

  it('ends the connection when storage refuses it, and comes again', async () => {
    await sim.history.seed({ pn: ME, chats: 3, messages: 500 });
    const { history } = session.context;
    const add = history.add.bind(history);
    let refused = false;
    history.add = (batch) => {
      if (refused || batch.messages.length === 0) return add(batch);
      refused = true;
      throw new StorageError('The disk is full');
    };
    const again = session.context.facts.next('history.received', ({ data }) => data.part === 'initial', 20_000);
    const done = whole();
    await session.open();
    await Promise.all([again, done]);
    expect(refused).toBe(true);
    expect(new Set(messages().map(({ key }) => key.id)).size).toBe(500);
  });
});
