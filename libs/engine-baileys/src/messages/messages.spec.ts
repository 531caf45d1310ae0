import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NotConnectedError, parseJid, parseMessageId, UnsupportedError } from '@columba/core';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';

const CAROL = '15550007777';
const carol = parseJid(CAROL);

const text = (words: string) => ({ kind: 'text' as const, text: words });

describe('messages with the simulated WhatsApp', () => {
  let sim: Simulator;
  let last = 15550002000;
  let ids = 0;
  const sessions: SimulatedSession[] = [];
  const session = () => {
    const made = new SimulatedSession(sim, String((last += 1)));
    sessions.push(made);
    return made.open();
  };
  const nextId = () => parseMessageId(`3EB0AAAABBBBCCCCDDD${String((ids += 1)).padStart(3, '0')}`);
  const shown = async (chat: string) =>
    (await sim.recipient.view({ pn: CAROL, chat })).map(({ key, content, copies }) => [
      key.id,
      content?.kind === 'text' ? content.text : undefined,
      copies,
    ]);

  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'messages' });
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
  });
  afterEach(async () => {
    for (const made of sessions.splice(0)) await made.engine.stop();
    await sim.fault.clear();
  });
  afterAll(() => sim.stop());

  it('repeats the same bytes under the same id, and the recipient shows one message', async () => {
    const ann = await session();
    const messageId = nextId();
    await ann.engine.messages.send(carol, text('once'), { messageId });
    await ann.context.nextFact('message.status_changed', ({ data }) => data.status === 'delivered');
    await ann.engine.messages.send(carol, text('something else'), { messageId });
    await sim.await({ event: 'message.submitted', match: { key: { id: messageId }, frame: 2 } });
    expect((await shown(ann.number)).map(([id, words]) => [id, words])).toEqual([[messageId, 'once']]);
  });

  it('tells that a message was read', async () => {
    const ben = await session();
    const messageId = nextId();
    await ben.engine.messages.send(carol, text('read me'), { messageId });
    await ben.context.nextFact('message.status_changed', ({ data }) => data.status === 'delivered');
    await sim.receipt({ by: CAROL, from: ben.number, ids: [messageId], type: 'read' });
    const { data } = await ben.context.nextFact('message.status_changed', (made) => made.data.status === 'read');
    expect(data).toMatchObject({ messageId, chat: carol });
  });

  it('sends to a hidden identity as well', async () => {
    const cleo = await session();
    const { lid } = await sim.contact.add({ pn: CAROL });
    await cleo.engine.messages.send(parseJid(`${lid}@lid`), text('by lid'), { messageId: nextId() });
    await cleo.context.nextFact('message.status_changed', ({ data }) => data.status === 'sent');
    expect((await shown(cleo.number)).map(([, words]) => words)).toEqual(['by lid']);
  });

  it('reads on our side what the contact wrote', async () => {
    const dora = await session();
    await sim.send({ from: CAROL, to: dora.number, content: text('please read') });
    const { data } = await dora.context.nextFact('message.received');
    await dora.engine.messages.markRead([data.message.key]);
    await sim.await({ event: 'delivery.read', match: { key: { id: data.message.key.id } } });
  });

  it.each([
    [463, 'account_limited'],
    [479, 'rejected'],
    [404, 'not_on_whatsapp'],
  ])('tells a refusal %i as %s', async (code, error) => {
    const eve = await session();
    await sim.fault.add({
      device: eve.number,
      direction: 'in',
      match: { tag: 'message' },
      action: { type: 'error', code },
    });
    const messageId = nextId();
    await eve.engine.messages.send(carol, text('no'), { messageId });
    const { data } = await eve.context.nextFact('message.status_changed', (made) => made.data.status === 'failed');
    expect(data).toMatchObject({ messageId, error: { code: error, whatsappCode: code } });
    expect(eve.context.facts.of('message.sent')).toEqual([]);
    if (code === 463) await eve.context.nextFact('session.restricted', (made) => made.data.kind === 'new_chats');
    expect(eve.engine.session.state.state).toBe('connected');
  });

  it('refuses numbers without account before anything is sent', async () => {
    const finn = await session();
    const nobody = finn.engine.messages.send(parseJid('15550999999'), text('hello?'), { messageId: nextId() });
    await expect(nobody).rejects.toMatchObject({ code: 'not_on_whatsapp' });
    const [truth] = await sim.oracle({ device: finn.number });
    expect(truth?.sends).toEqual([]);
  });

  it('refuses to send without a connection, and kinds that it does not send', async () => {
    const gus = await session();
    const unsupported = gus.engine.messages.send(
      carol,
      { kind: 'buttons', text: 'a', buttons: [] },
      { messageId: nextId() },
    );
    await expect(unsupported).rejects.toThrow(UnsupportedError);
    await gus.engine.stop();
    await expect(gus.engine.messages.send(carol, text('late'), { messageId: nextId() })).rejects.toThrow(
      NotConnectedError,
    );
  });

  it.each(['at once', 'after a restart'])('answers a recipient that asks again %s', async (when) => {
    const hana = await session();
    const messageId = nextId();
    await sim.fault.add({
      device: hana.number,
      direction: 'in',
      match: { tag: 'message' },
      action: { type: 'corrupt' },
      times: 1,
    });
    await hana.engine.messages.send(carol, text('try twice'), { messageId });
    if (when === 'after a restart') await (await hana.restart()).open();
    await hana.context.nextFact('message.status_changed', ({ data }) => data.status === 'delivered');
    expect((await shown(hana.number)).map(([id, words]) => [id, words])).toEqual([[messageId, 'try twice']]);
  });

  it('tells of a message that does not open, and then of the sender’s second try', async () => {
    const ivo = await session();
    await sim.fault.add({
      device: ivo.number,
      direction: 'out',
      match: { tag: 'message', child: 'enc' },
      action: { type: 'corrupt' },
      times: 1,
    });
    const key = await sim.send({ from: CAROL, to: ivo.number, content: text('broken once') });
    const unreadable = await ivo.context.nextFact('message.undecryptable');
    expect(unreadable.data.message).toMatchObject({
      key: { chat: carol, id: key.id },
      content: { kind: 'unsupported', reason: 'undecryptable' },
    });
    const recovered = await ivo.context.nextFact('message.recovered');
    expect(recovered.data.message).toMatchObject({ key: { id: key.id }, content: { text: 'broken once' } });
    expect(ivo.context.facts.of('message.received')).toEqual([]);
    expect(ivo.context.journal.pending().filter(({ tag }) => tag === 'message')).toEqual([]);
  });

  it.each(['location', 'contact', 'poll'] as const)('sends a %s', async (kind) => {
    const contents = {
      location: { kind: 'location', latitude: 52.5, longitude: 13.4, name: 'Berlin' },
      contact: { kind: 'contact', contacts: [{ name: 'Ann', phones: ['+4915100000002'], vcard: 'BEGIN:VCARD' }] },
      poll: { kind: 'poll', question: 'Tea?', options: ['yes', 'no'], selectableCount: 1 },
    } as const;
    const jo = await session();
    const content = structuredClone(contents[kind]) as Parameters<typeof jo.engine.messages.send>[1];
    await jo.engine.messages.send(carol, content, { messageId: nextId() });
    const { data } = await jo.context.nextFact('message.sent');
    const { contacts: _, ...told } = contents[kind] as Record<string, unknown>;
    expect(data.message.content).toMatchObject(told);
  });
});
