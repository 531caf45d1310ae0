import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJid, type Jid } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);
const SYNC = { tag: 'iq', child: 'sync' };

const updates = ({ context }: SimulatedSession, name: string, chat: Jid = carol) =>
  context.facts
    .of('chat.updated')
    .filter(({ data }) => data.chat.id === chat && data.changed.includes(name))
    .map(({ data }) => data.chat[name as 'pinned' | 'archived']);

const told = ({ context }: SimulatedSession, name: string) =>
  context.facts.next('chat.updated', ({ data }) => data.changed.includes(name), 10_000);

describe('settings of the account with the simulated WhatsApp', () => {
  let sim: Simulator;
  let last = 15550004000;
  const sessions: SimulatedSession[] = [];
  /** Linked, and with all that the phone has to tell to a new device. */
  const session = async (options = {}) => {
    const made = new SimulatedSession(sim, String((last += 1)), options);
    sessions.push(made);
    await sim.account.add({ pn: made.number });
    await sim.contact.saveName({ pn: made.number, person: CAROL, name: 'Old friend' });
    await made.open();
    await made.context.facts.next('contact.updated', undefined, 10_000);
    // It has to wait until everything is fetched.
    await made.engine.chats.markUnread(carol, false);
    return made;
  };
  const chat = ({ number }: SimulatedSession) => sim.chat.view({ pn: number, chat: CAROL });
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'settings' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
    await sim.fault.clear();
  });
  afterAll(() => sim.stop());

  it('are set anew when another device was faster, and told once', async () => {
    const ann = await session();
    await sim.appState.conflict({ pn: ann.number, patches: 2 });
    await ann.engine.chats.pin(carol, true);
    expect((await chat(ann)).pinned).toBe(true);
    expect(updates(ann, 'pinned')).toEqual([true]);
  });

  it('are given up when others are always faster, and not told', async () => {
    const ann = await session();
    await sim.appState.conflict({ pn: ann.number, patches: 4 });
    await expect(ann.engine.chats.pin(carol, true)).rejects.toMatchObject({ code: 'conflict' });
    expect((await chat(ann)).pinned).toBe(false);
    expect(updates(ann, 'pinned')).toEqual([]);
    await ann.engine.chats.pin(carol, true);
    expect((await chat(ann)).pinned).toBe(true);
  });

  it.each([
    ['the question', 'in', false],
    ['the answer', 'out', true],
  ] as const)('are uncertain when %s is lost, and go on from what is true', async (_, direction, happened) => {
    const ann = await session({ queryTimeoutMs: 2500 });
    // The first of two asks what is new, the second sets.
    await sim.fault.add({ device: ann.number, direction, match: { ...SYNC, nth: 2 }, action: { type: 'drop' } });
    await expect(ann.engine.chats.pin(carol, true)).rejects.toMatchObject({ code: 'uncertain' });
    expect((await chat(ann)).pinned).toBe(happened);
    await ann.engine.chats.archive(carol, true);
    expect(await chat(ann)).toMatchObject({ pinned: happened, archived: true });
    expect(updates(ann, 'archived')).toEqual([true]);
    expect(updates(ann, 'pinned')).toEqual(happened ? [true] : []);
  });

  it('have not been set when WhatsApp does not even say what is new', async () => {
    const ann = await session({ queryTimeoutMs: 1500 });
    await sim.fault.add({ device: ann.number, direction: 'in', match: SYNC, action: { type: 'drop' } });
    await expect(ann.engine.chats.pin(carol, true)).rejects.toMatchObject({ code: 'timeout' });
    expect((await chat(ann)).pinned).toBe(false);
  });

  it('are never set when they were given up while they waited for others', async () => {
    const ann = await session({ queryTimeoutMs: 1500 });
    await sim.fault.add({ device: ann.number, direction: 'in', match: SYNC, action: { type: 'drop' }, times: 1 });
    const { chats } = ann.engine;
    const calls = await Promise.allSettled([
      chats.pin(carol, true),
      chats.mute(carol, new Date(Date.now() + 3_600_000)),
    ]);
    expect(calls).toMatchObject([{ reason: { code: 'timeout' } }, { reason: { code: 'timeout' } }]);
    await chats.markUnread(carol, true);
    expect(await chat(ann)).toMatchObject({ pinned: false, mutedUntil: null, markedUnread: true });
  });

  it('are told late when they were made while nobody listened, and once', async () => {
    const ann = await session();
    await ann.engine.stop();
    await sim.chat.archive({ pn: ann.number, chat: CAROL, archived: true });
    await sim.chat.archive({ pn: ann.number, chat: CAROL, archived: false });
    await ann.open();
    await told(ann, 'archived');
    await told(ann, 'archived');
    expect(updates(ann, 'archived')).toEqual([true, false]);
  });

  it('are told when their key comes later than they do', async () => {
    const ann = await session();
    await sim.appState.rotateKey({ pn: ann.number });
    await sim.chat.pin({ pn: ann.number, chat: CAROL, pinned: true });
    await sim.chat.pin({ pn: ann.number, chat: CAROL, pinned: false });
    const { lastEvent } = await sim.stats();
    await sim.await({ event: 'queue.settled', match: { device: `${ann.number}:1` }, since: lastEvent - 2 });
    expect(updates(ann, 'pinned')).toEqual([]);
    await sim.appState.shareKey({ pn: ann.number });
    await told(ann, 'pinned');
    await told(ann, 'pinned');
    expect(updates(ann, 'pinned')).toEqual([true, false]);
  });

  it('are told once, however often they are fetched', async () => {
    const ann = await session();
    await ann.engine.chats.pin(carol, true);
    await sim.chat.archive({ pn: ann.number, chat: CAROL, archived: true });
    await told(ann, 'archived');
    await ann.engine.stop();
    // As if all of it were unknown: everything is fetched again, our own patch as well.
    for (const name of ['regular_low', 'critical_unblock_low'])
      ann.context.keys.set([{ type: 'app-state-sync-version', id: name, value: null }]);
    await ann.open();
    await sim.chat.mute({ pn: ann.number, chat: CAROL, until: 2_000_000_000_000 });
    await told(ann, 'mutedUntil');
    await ann.engine.chats.pin(carol, false);
    expect(updates(ann, 'pinned')).toEqual([true, false]);
    expect(updates(ann, 'archived')).toEqual([true]);
  });

  it.each([1, 2, 3, 4, 5])(
    'are told once when write %i after the change is refused',
    async (nth) => {
      const ann = await session();
      const { faults } = ann.context;
      const write = faults.beforeWrite.bind(faults);
      let writes = 0;
      faults.beforeWrite = () => {
        writes += 1;
        if (writes === nth) faults.failNext(1);
        write();
      };
      await sim.chat.archive({ pn: ann.number, chat: CAROL, archived: true });
      await ann.context.facts.next('chat.updated', ({ data }) => data.changed.includes('archived'), 20_000);
      expect(updates(ann, 'archived')).toEqual([true]);
    },
    40_000,
  );

  it('are fetched at the next connection when they are not here, and told once', async () => {
    const ann = await session();
    await ann.engine.stop();
    const { keys, facts } = ann.context;
    const [type, id] = ['app-state-sync-version', 'critical_unblock_low'];
    keys.set([{ type, id, value: null }]);
    const fetched = new Promise<void>((resolve) => {
      const set = keys.set.bind(keys);
      keys.set = (changes) => {
        set(changes);
        if (changes.some((change) => change.type === type && change.id === id)) resolve();
      };
    });
    await ann.restart();
    await ann.open();
    await fetched;
    await ann.engine.stop();
    expect(facts.of('contact.updated')).toHaveLength(1);
  });

  it('are told later when they were set and could not be stored', async () => {
    const ann = await session();
    ann.context.failWrites(1);
    await expect(ann.engine.chats.pin(carol, true)).rejects.toMatchObject({ code: 'storage' });
    expect((await chat(ann)).pinned).toBe(true);
    await ann.engine.chats.archive(carol, true);
    expect([updates(ann, 'pinned'), updates(ann, 'archived')]).toEqual([[true], [true]]);
  });

  it('save only people whose number is known', async () => {
    const ann = await session();
    const hidden = await sim.contact.add({ pn: '15550007790', phoneHidden: true });
    const saved = ann.engine.contacts.saveName(parseJid(`${hidden.lid}@lid`), 'Mask');
    await expect(saved).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('show others the new name of the account', async () => {
    const ann = await session();
    const { lastEvent } = await sim.stats();
    await ann.engine.profile.setName('House');
    expect(ann.engine.session.account?.name).toBe('House');
    expect((await sim.account.view({ pn: ann.number })).name).toBe('House');
    await sim.await({ event: 'presence', match: { account: ann.number }, since: lastEvent });
    const [said] = (await sim.stanzas({ direction: 'in', tag: 'presence' })).slice(-1);
    expect(said).toMatchObject({ attrs: { name: 'House', type: 'unavailable' } });
  });
});
