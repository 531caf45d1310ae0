import { describe, expect, it } from '@jest/globals';
import { phoneJid, type HistoryBatch } from '@columba/core';
import { ANN, webSessions, type SimulatedSession } from '../../testing/simulated.js';

const sessions = webSessions();
const BEA = '4915200000003';

const told = ({ context }: SimulatedSession, last = 100) =>
  context.nextFact('history.received', ({ data }) => data.progress === last);

const all = <K extends keyof HistoryBatch>({ context }: SimulatedSession, part: K): HistoryBatch[K][number][] =>
  context.history.batches.flatMap((batch) => [...(batch[part] as HistoryBatch[K][number][])]);

/** Somebody who has been with WhatsApp for long, and links now. */
async function linked(historyAfterMs: number[]): Promise<SimulatedSession> {
  const { sim } = sessions;
  const session = await sessions.session({ historyAfterMs });
  const { number } = session;
  await sim.account.add({ pn: number, name: 'Olivia' });
  await sim.history.seed({ pn: number, chats: 2, messages: 300, days: 3 });
  await sim.contact.add({ pn: BEA, name: 'Bea' });
  await sim.contact.saveName({ pn: number, person: ANN, name: 'Aunt Ann' });
  const { id } = await sim.group.create({ by: BEA, subject: 'Garden', who: [number] });
  const target = await sim.send({ from: ANN, to: number, content: { kind: 'text', text: 'Long ago' } });
  await sim.react({ from: number, to: ANN, target: { sender: ANN, id: target.id }, emoji: '🌻' });
  await sim.send({ from: BEA, to: `${id}@g.us`, content: { kind: 'text', text: 'To all' } });
  // What is as old as the link is news.
  await sim.clock.advance({ ms: 5000 });
  return session.open();
}

describe('what was before the link', () => {
  it('goes into the read model, and not into the log', async () => {
    const session = await linked([0]);
    const { data } = await told(session);
    const messages = all(session, 'messages');
    expect(data).toMatchObject({ part: 'recent', chats: 4, messages: messages.length });
    const texts = messages.map(({ content }) => (content.kind === 'text' ? content.text : ''));
    expect(texts).toEqual(expect.arrayContaining(['Long ago', 'To all']));
    // Fifty of each of the two long chats.
    expect(messages).toHaveLength(102);
    expect(all(session, 'chats')).toContainEqual(expect.objectContaining({ kind: 'group', name: 'Garden' }));
    expect(all(session, 'contacts')).toContainEqual(
      expect.objectContaining({ id: phoneJid(ANN), savedName: 'Aunt Ann' }),
    );
    expect(all(session, 'reactions')).toMatchObject([{ emoji: '🌻', target: { chat: phoneJid(ANN) } }]);
    expect(session.context.facts.of('message.received')).toEqual([]);
  });

  it('is read as often as it is told to, and not again for the same link', async () => {
    const session = await linked([0, 0]);
    await told(session, 50);
    await told(session);
    await session.engine.stop();
    const { length } = session.context.history.batches;
    session.again();
    await session.engine.start();
    await session.state('connected');
    await session.receive(ANN, 'Now');
    expect(session.context.history.batches).toHaveLength(length);
  });
});
