import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJid, parseMessageId, type MessageId, type OutgoingContent } from '@columba/core';
import { Simulator, type MessageContent } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);

const text = (words: string) => ({ kind: 'text' as const, text: words });
const POLL = { kind: 'poll', question: 'When?', options: ['Mon', 'Tue', 'Wed'], selectableCount: 2 } as const;
const poll = () => ({ ...POLL, options: [...POLL.options] });

describe('changes of messages, with the simulated WhatsApp', () => {
  let sim: Simulator;
  let last = 15550003000;
  let ids = 0;
  const sessions: SimulatedSession[] = [];
  const session = () => {
    const made = new SimulatedSession(sim, String((last += 1)));
    sessions.push(made);
    return made.open();
  };
  const nextId = () => parseMessageId(`3EB0AAAABBBBCCCCEEE${String((ids += 1)).padStart(3, '0')}`);
  const send = async ({ engine, context }: SimulatedSession, content: OutgoingContent) => {
    const messageId = nextId();
    const { key } = await engine.messages.send(carol, content, { messageId });
    await context.nextFact('message.sent', ({ data }) => data.message.key.id === messageId);
    return key;
  };
  const receive = async ({ context, number }: SimulatedSession, content: ReturnType<typeof text | typeof poll>) => {
    const { id } = await sim.send({ from: CAROL, to: number, content });
    const { data } = await context.nextFact('message.received', ({ data: { message } }) => message.key.id === id);
    return data.message.key;
  };
  /** Carol's screen once the message, which may be a change, has arrived there. */
  const seen = async ({ number }: SimulatedSession, id: MessageId) => {
    await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    return sim.recipient.view({ pn: CAROL, chat: number });
  };

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'changes' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
  });
  afterAll(() => sim.stop());

  it('edits, pins and revokes its own, seen by the contact and told', async () => {
    const ann = await session();
    const { messages } = ann.engine;
    const key = await send(ann, text('Tomorow'));
    const me = { id: parseJid(ann.number) };
    const [edit, pin, unpin, revoke] = [nextId(), nextId(), nextId(), nextId()];

    await messages.edit(key, 'Tomorrow', edit);
    expect(await seen(ann, edit)).toMatchObject([{ content: text('Tomorrow'), edited: true }]);
    const edited = await ann.context.nextFact('message.edited');
    expect(edited).toMatchObject({ chat: carol, data: { messageId: key.id, chat: carol, by: me, text: 'Tomorrow' } });

    await messages.pin(key, 86_400, pin);
    expect(await seen(ann, pin)).toMatchObject([{ pinned: true }]);
    const { data } = await ann.context.nextFact('message.pinned', (made) => made.data.pinned);
    expect(data).toMatchObject({ messageId: key.id, by: me });
    expect(data.until).toBeInstanceOf(Date);
    await messages.pin(key, 0, unpin);
    expect(await seen(ann, unpin)).toMatchObject([{ pinned: false }]);

    await messages.revoke(key, revoke);
    expect(await seen(ann, revoke)).toMatchObject([{ revoked: true }]);
    const revoked = await ann.context.nextFact('message.revoked');
    expect(revoked.data).toMatchObject({ messageId: key.id, by: me, scope: 'everyone' });
    const stanzas = await sim.stanzas({ device: `${ann.number}:1`, direction: 'in', tag: 'message' });
    const marks = new Map(stanzas.map(({ attrs }) => [attrs.id, attrs.edit]));
    expect([edit, pin, unpin, revoke].map((id) => marks.get(id))).toEqual(['1', '2', '2', '7']);
  });

  it('may not change what somebody else wrote', async () => {
    const ben = await session();
    const key = await receive(ben, text('Mine'));
    const { messages } = ben.engine;
    await expect(messages.edit(key, 'Yours', nextId())).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(messages.revoke(key, nextId())).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('reacts and takes it back; repeated, it is the same reaction', async () => {
    const cleo = await session();
    const key = await receive(cleo, text('Hello'));
    const { messages } = cleo.engine;
    const [first, second] = [nextId(), nextId()];
    await messages.react(key, '👍', first);
    expect((await seen(cleo, first))[0]?.reactions).toEqual({ [cleo.number]: '👍' });
    const { data } = await cleo.context.nextFact('message.reacted');
    expect(data).toMatchObject({ messageId: key.id, chat: carol, by: { id: parseJid(cleo.number) }, emoji: '👍' });
    await messages.react(key, '👎', first);
    await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id: first }, copy: 2 } });
    expect((await seen(cleo, first))[0]?.reactions).toEqual({ [cleo.number]: '👍' });
    await messages.react(key, null, second);
    expect((await seen(cleo, second))[0]?.reactions).toEqual({});
  });

  it('votes in a poll of the contact, also after a restart', async () => {
    const dora = await session();
    const key = await receive(dora, poll());
    await (await dora.restart()).open();
    const { messages } = dora.engine;
    await expect(messages.vote(key, ['Sun'], nextId())).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(messages.vote(key, POLL.options.slice(), nextId())).rejects.toMatchObject({ code: 'invalid_input' });
    const unknown = messages.vote({ ...key, id: nextId() }, [], nextId());
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    const id = nextId();
    await messages.vote(key, ['Mon', 'Wed'], id);
    expect((await seen(dora, id))[0]?.votes).toEqual({ [dora.number]: ['Mon', 'Wed'] });
    const { data } = await dora.context.nextFact('poll.voted');
    expect(data).toMatchObject({ messageId: key.id, voter: { id: parseJid(dora.number) }, options: ['Mon', 'Wed'] });
  });

  it.each(['pn', 'lid'] as const)('tells in words what a contact votes, addressed by %s', async (addressing) => {
    const eve = await session();
    const key = await send(eve, poll());
    await seen(eve, key.id);
    const ballot = { from: CAROL, to: eve.number, target: { sender: eve.number, id: key.id }, addressing };
    for (const options of [['Tue'], ['Mon', 'Tue'], []]) {
      const { id } = await sim.vote({ ...ballot, options });
      const { data } = await eve.context.nextFact('poll.voted', ({ dedupe }) => dedupe.includes(id));
      expect(data).toMatchObject({ messageId: key.id, chat: carol, voter: { id: carol }, options });
    }
  });

  it('tells a vote in an unknown poll as unreadable', async () => {
    const finn = new SimulatedSession(sim, String((last += 1)));
    sessions.push(finn);
    await sim.account.add({ pn: finn.number });
    const asked = await sim.send({ from: CAROL, to: finn.number, content: poll() });
    await finn.open();
    await sim.vote({ from: CAROL, to: finn.number, target: { sender: CAROL, id: asked.id }, options: ['Mon'] });
    const { data } = await finn.context.nextFact('poll.vote_unreadable');
    expect(data).toMatchObject({ messageId: asked.id, voter: { id: carol } });
  });

  it.each(['pn', 'lid'] as const)('tells what a contact changes, addressed by %s', async (addressing) => {
    const gus = await session();
    const key = await send(gus, text('Hi'));
    await seen(gus, key.id);
    const theirs = await receive(gus, text('Tomorow'));
    const act = { from: CAROL, to: gus.number, addressing };
    const mine = { sender: gus.number, id: key.id };
    const own = { sender: CAROL, id: theirs.id };
    const by = { id: carol };
    for (const emoji of ['❤️', null]) {
      await sim.react({ ...act, target: mine, emoji });
      const { data } = await gus.context.nextFact('message.reacted', (made) => made.data.emoji === emoji);
      expect(data).toMatchObject({ messageId: key.id, chat: carol, by });
    }
    await sim.edit({ ...act, target: own, text: 'Tomorrow' });
    const edited = await gus.context.nextFact('message.edited');
    expect(edited.data).toMatchObject({ messageId: theirs.id, chat: carol, by, text: 'Tomorrow' });
    await sim.pin({ ...act, target: own, seconds: 60 });
    const pinned = await gus.context.nextFact('message.pinned', ({ data }) => data.pinned);
    expect(pinned.data).toMatchObject({ messageId: theirs.id, by, until: expect.any(Date) });
    await sim.pin({ ...act, target: own, seconds: 0 });
    await gus.context.nextFact('message.pinned', ({ data }) => !data.pinned);
    await sim.revoke({ ...act, target: own });
    const revoked = await gus.context.nextFact('message.revoked');
    expect(revoked.data).toMatchObject({ messageId: theirs.id, chat: carol, by, scope: 'everyone' });
  });

  it('sends an event', async () => {
    const hana = await session();
    const startsAt = new Date('2030-05-01T10:00:00.000Z');
    const key = await send(hana, { kind: 'event', name: 'Harvest', startsAt, location: 'Garden' });
    const [shown] = await seen(hana, key.id);
    expect(shown?.content).toEqual({
      kind: 'event',
      name: 'Harvest',
      startsAt: startsAt.getTime(),
      location: 'Garden',
    });
  });

  it('reads events, choices, invitations and what is shown on the phone only', async () => {
    const ivo = await session();
    const samples: [MessageContent, object][] = [
      [
        { kind: 'event', name: 'Harvest', startsAt: 1_900_000_000_000 },
        { kind: 'event', name: 'Harvest', startsAt: new Date(1_900_000_000_000), cancelled: false },
      ],
      [{ kind: 'buttons', text: 'Gate?', buttons: [{ id: 'open', text: 'Open' }], footer: 'Home' }, { footer: 'Home' }],
      [
        {
          kind: 'list',
          text: 'Which?',
          buttonText: 'Go',
          sections: [{ title: 'A', rows: [{ id: 'h', title: 'Hall' }] }],
        },
        { sections: [{ title: 'A', rows: [{ id: 'h', title: 'Hall' }] }] },
      ],
      [{ kind: 'buttonReply', buttonId: 'open', text: 'Open' }, { buttonId: 'open' }],
      [{ kind: 'listReply', rowId: 'hall', title: 'Hall' }, { rowId: 'hall' }],
      [{ kind: 'groupInvite', groupId: '1234567@g.us', groupName: 'Choir', code: 'abc' }, { code: 'abc' }],
      [{ kind: 'location', latitude: 52.5, longitude: 13.25, live: true }, { live: true }],
      [{ kind: 'viewOnce' }, { kind: 'unsupported', reason: 'view_once' }],
    ];
    for (const [content, expected] of samples) {
      const { id } = await sim.send({ from: CAROL, to: ivo.number, content: content as ReturnType<typeof text> });
      const { data } = await ivo.context.nextFact('message.received', (made) => made.data.message.key.id === id);
      expect(data.message.content).toMatchObject(expected);
    }
  });
});
