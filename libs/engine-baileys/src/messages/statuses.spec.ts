import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseJid, parseMessageId, STATUS_JID, type MessageId } from '@columba/core';
import { ManualClock, anEngineContext } from '@columba/core/testing';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';
import { AudienceBook } from './audience-book.js';

jest.setTimeout(60_000);

const [ME, AUTHOR, FRIEND, STRANGER] = ['15550006601', '15550006602', '15550006603', '15550006604'] as const;
const hello = { kind: 'text', text: 'Hello' } as const;

describe('what is done to statuses', () => {
  let sim: Simulator;
  let session: SimulatedSession;
  let ids = 0;
  const newId = () => parseMessageId(`3EB0${String(++ids).padStart(16, '0')}`);
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'statuses' });
    for (const pn of [AUTHOR, FRIEND, STRANGER]) await sim.contact.add({ pn, name: pn });
    session = await new SimulatedSession(sim, ME).open();
    for (const from of [AUTHOR, FRIEND]) {
      const { id } = await sim.send({ from, to: ME, content: hello });
      await session.context.nextFact('message.received', ({ data }) => data.message.key.id === id);
    }
  });
  afterAll(async () => {
    await session.engine.stop();
    await sim.stop();
  });

  /** The people whose phones were reached by a message, when a later one has reached a phone, too. */
  async function reached(id: MessageId): Promise<string[]> {
    const later = newId();
    await session.engine.messages.send(parseJid(FRIEND), hello, { messageId: later });
    await sim.await({ event: 'message.shown', match: { account: FRIEND, key: { id: later } } });
    const shown = (await sim.events()).flatMap(({ name, data }) =>
      name === 'message.shown' && data.key.id === id && data.account !== ME ? [data.account] : [],
    );
    return shown.toSorted();
  }

  it('taking one back reaches those who were shown it', async () => {
    const [id, revoke] = [newId(), newId()];
    const { messages } = session.engine;
    await messages.send(STATUS_JID, hello, { messageId: id, audience: [parseJid(STRANGER)] });
    expect(await reached(id)).toEqual([STRANGER]);
    await messages.revoke({ chat: STATUS_JID, id, fromMe: true }, revoke);
    expect(await reached(revoke)).toEqual([STRANGER]);
  });

  it("a reaction to somebody else's reaches its author alone", async () => {
    const { id } = await sim.send({ from: AUTHOR, to: 'status', content: hello });
    const told = await session.context.nextFact('message.received', ({ data }) => data.message.key.id === id);
    const reaction = newId();
    await session.engine.messages.react(told.data.message.key, '👍', reaction);
    expect(await reached(reaction)).toEqual([AUTHOR]);
  });
});

describe('the audiences of statuses', () => {
  it('are kept for two days', () => {
    const clock = new ManualClock();
    const { keys } = anEngineContext({ clock });
    const book = new AudienceBook(keys);
    const [first, second] = [parseMessageId('A'.repeat(20)), parseMessageId('B'.repeat(20))];
    const friend = parseJid(FRIEND);
    book.keep(first, [friend], new Date(0));
    book.keep(first, [], new Date(1));
    expect([book.find(first), book.find(second)]).toEqual([[friend], undefined]);
    book.keep(second, [], new Date(49 * 3_600_000));
    expect([book.find(first), book.find(second)]).toEqual([undefined, []]);
  });
});
