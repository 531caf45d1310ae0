import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseJid, parseMessageId, type EngineService } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../testing/simulated.js';

jest.setTimeout(60_000);

const CAROL = '15550004411';
const carol = parseJid(CAROL);
const TIMEOUT_MS = 1500;
const hello = { kind: 'text', text: 'Hello' } as const;

describe('trouble', () => {
  let sim: Simulator;
  let ann: SimulatedSession;
  let ids = 0;
  const newId = () => parseMessageId(`3EB0${String(++ids).padStart(16, '0')}`);
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'trouble' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
    ann = await new SimulatedSession(sim, '15550004412', { queryTimeoutMs: TIMEOUT_MS }).open();
  });
  beforeEach(() => sim.fault.clear());
  afterAll(async () => {
    await ann.engine.stop();
    await sim.stop();
  });

  const told = (id: string) => ann.context.nextFact('message.status_changed', ({ data }) => data.messageId === id);

  it.each([
    ['463', 'account_limited'],
    ['479', 'rejected'],
    ['429', 'rate_limited'],
    ['404', 'not_on_whatsapp'],
    ['403', 'not_allowed'],
  ])('a message refused with %s has failed: %s', async (code, expected) => {
    await sim.fault.add({
      device: ann.number,
      direction: 'in',
      match: { tag: 'message' },
      action: { type: 'error', code },
    });
    const messageId = newId();
    await ann.engine.messages.send(carol, hello, { messageId });
    expect((await told(messageId)).data).toMatchObject({
      status: 'failed',
      error: { code: expected, whatsappCode: Number(code) },
    });
    const sent = ann.context.facts.of('message.sent').map(({ data }) => data.message.key.id);
    expect(sent).not.toContain(messageId);
  });

  const QUESTIONS: [string, (engine: EngineService) => Promise<unknown>][] = [
    ['who is blocked', (engine) => engine.contacts.listBlocked()],
    ['a picture', (engine) => engine.contacts.picture(carol)],
  ];
  const CHANGES: [string, (engine: EngineService) => Promise<unknown>][] = [
    ['blocking', (engine) => engine.contacts.block(carol, true)],
    ['the own text', (engine) => engine.profile.setAbout('Here')],
    ['the own picture', (engine) => engine.profile.setPicture(null)],
  ];

  it.each([...QUESTIONS, ...CHANGES])('asking too often is said so: %s', async (_, call) => {
    const action = { type: 'error', code: '429' } as const;
    await sim.fault.add({ device: ann.number, direction: 'in', match: { tag: 'iq' }, action });
    await expect(call(ann.engine)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it.each([
    ...QUESTIONS.map(([name, call]) => ['timeout', name, call] as const),
    ...CHANGES.map(([name, call]) => ['uncertain', name, call] as const),
  ])('silence is %s: %s', async (code, _, call) => {
    await sim.fault.add({ device: ann.number, direction: 'in', match: { tag: 'iq' }, action: { type: 'drop' } });
    await expect(call(ann.engine)).rejects.toMatchObject({ code });
  });

  it('what cannot be opened is asked for again, once for each broken copy, and told as recovered', async () => {
    const from = { from: CAROL, to: ann.number };
    const first = await sim.send({ ...from, content: hello });
    await ann.context.nextFact('message.received', ({ data }) => data.message.key.id === first.id);
    const match = { tag: 'message' };
    await sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'corrupt' }, times: 2 });
    const { id } = await sim.send({ ...from, content: { kind: 'text', text: 'Secret' } });
    const { data } = await ann.context.nextFact('message.recovered', ({ data }) => data.message.key.id === id);
    expect(data.message).toMatchObject({ key: { chat: carol }, content: { text: 'Secret' } });
    const facts = ann.context.facts.all.filter(({ data }) => 'message' in data && data.message.key.id === id);
    expect(facts.map(({ type }) => type)).toEqual(['message.undecryptable', 'message.recovered']);
    const complaints = await sim.stanzas({
      direction: 'in',
      tag: 'receipt',
      attrs: { id, type: 'retry' },
    });
    expect(complaints).toHaveLength(2);
  });

  it('a reaction that cannot be opened at first is told when it can, and as nothing else', async () => {
    const from = { from: CAROL, to: ann.number };
    const target = await sim.send({ ...from, content: hello });
    await ann.context.nextFact('message.received', ({ data }) => data.message.key.id === target.id);
    const match = { tag: 'message' };
    await sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'corrupt' }, times: 2 });
    const before = ann.context.facts.all.length;
    const { id } = await sim.react({ ...from, target: { sender: CAROL, id: target.id }, emoji: '👍' });
    await ann.context.nextFact('message.reacted', ({ data }) => data.messageId === target.id);
    expect(ann.context.facts.all.slice(before).map(({ type }) => type)).toEqual(['message.reacted']);
    expect(ann.context.journal.pending().filter((row) => row.id === id)).toEqual([]);
  });
});
