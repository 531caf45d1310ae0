import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { simulatorFixture, text } from '../../testing/fixture.js';

const CAROL = '15550007777';
const CAROL_JID = `${CAROL}@s.whatsapp.net`;

describe('faults', () => {
  const fixture = simulatorFixture({ seed: 'faults' });
  beforeAll(() => fixture.sim.contact.add({ pn: CAROL, name: 'Carol' }));
  beforeEach(() => fixture.sim.fault.clear());

  it('refuses a message with an error code', async () => {
    const ann = await fixture.link('15550000401');
    const rule = { device: ann.number, direction: 'in', match: { tag: 'message' }, times: 1 } as const;
    await fixture.sim.fault.add({ ...rule, action: { type: 'error', code: 479 } });
    const failed = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 0));
    const id = await ann.send(CAROL_JID, 'refused');
    expect((await failed)[0]).toMatchObject({ key: { id }, update: { messageStubParameters: ['479'] } });
    const [truth] = await fixture.sim.oracle({ device: ann.number });
    expect(truth?.sends).toMatchObject([{ key: { id }, acks: [{ error: '479' }] }]);
    expect(await fixture.sim.recipient.view({ pn: CAROL, chat: ann.number })).toEqual([]);
  });

  it('repeats a message to the client, which shows it once', async () => {
    const ann = await fixture.link('15550000402');
    await fixture.sim.fault.add({
      device: ann.number,
      direction: 'out',
      match: { tag: 'message', attrs: { type: 'text' } },
      action: { type: 'duplicate', copies: 3 },
    });
    await fixture.sim.send({ from: CAROL, to: ann.number, content: text('thrice') });
    await fixture.sim.send({ from: CAROL, to: ann.number, content: text('end') });
    await ann.text('end');
    expect(ann.texts()).toEqual(['thrice', 'end']);
    const sent = await fixture.sim.stanzas({ device: `${ann.number}:1`, direction: 'out', tag: 'message' });
    expect(sent.filter(({ attrs }) => attrs.category !== 'peer')).toHaveLength(6);
  });

  it('delays a stanza, so that the next one overtakes it', async () => {
    const ann = await fixture.link('15550000403');
    await fixture.sim.fault.add({
      device: ann.number,
      direction: 'out',
      match: { tag: 'message', nth: 1 },
      action: { type: 'delay', ms: 200 },
    });
    await fixture.sim.send({ from: CAROL, to: ann.number, content: text('first') });
    await fixture.sim.send({ from: CAROL, to: ann.number, content: text('second') });
    await ann.text('first');
    expect(ann.texts()).toEqual(['second', 'first']);
  });

  it('cuts the connection at the k-th stanza; the rest comes after the next login', async () => {
    const ann = await fixture.link('15550000404');
    const match = { tag: 'message', attrs: { type: 'text' }, nth: 2 };
    await fixture.sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'disconnect' } });
    const closed = ann.closed();
    for (const words of ['one', 'two', 'three'])
      await fixture.sim.send({ from: CAROL, to: ann.number, content: text(words) });
    await closed;
    await ann.open();
    await ann.text('three');
    expect([...new Set(ann.texts())]).toEqual(['one', 'two', 'three']);
  });

  it('redelivers what the client got but whose receipt was lost', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000405');
    await sim.fault.add({ device: ann.number, direction: 'in', match: { tag: 'receipt' }, action: { type: 'drop' } });
    const { id } = await sim.send({ from: CAROL, to: ann.number, content: text('seen, not confirmed') });
    await ann.text('seen, not confirmed');
    await sim.await({ event: 'fault.hit', match: { tag: 'receipt' } });
    const [before] = await sim.oracle({ device: ann.number });
    expect([before?.sent.length, before?.delivered.length]).toEqual([1, 0]);
    await sim.fault.clear();
    const closed = ann.closed();
    await sim.connection.drop({ device: ann.number });
    await closed;
    const { lastEvent } = await sim.stats();
    await ann.open();
    await sim.await({ event: 'delivery.sent', since: lastEvent, match: { key: { id }, offline: true } });
    const again = await sim.stanzas({ device: `${ann.number}:1`, direction: 'out', attrs: { id, offline: '1' } });
    expect(again).toHaveLength(1);
  });

  it('a contact resends under the same id when the client cannot decrypt', async () => {
    const ann = await fixture.link('15550000406');
    const match = { tag: 'message', attrs: { type: 'text' } };
    await fixture.sim.fault.add({ device: ann.number, direction: 'out', match, action: { type: 'corrupt' }, times: 1 });
    const { id } = await fixture.sim.send({ from: CAROL, to: ann.number, content: text('garbled') });
    const { message } = await ann.text('garbled');
    expect(message.key.id).toBe(id);
    await fixture.sim.await({ event: 'delivery.refused', match: { device: `${ann.number}:1`, key: { id } } });
    await fixture.sim.await({ event: 'delivery.delivered', match: { device: `${ann.number}:1`, key: { id } } });
  });

  it('a client resends under the same id when another client cannot decrypt', async () => {
    const [ann, ben] = [await fixture.link('15550000407'), await fixture.link('15550000408')];
    const match = { tag: 'message', attrs: { type: 'text' } };
    await fixture.sim.fault.add({ device: ben.number, direction: 'out', match, action: { type: 'corrupt' }, times: 1 });
    const id = await ann.send(ben.jid, 'garbled between clients');
    expect((await ben.text('garbled between clients')).message.key.id).toBe(id);
  });

  it('phones ask the client for another copy when they cannot decrypt', async () => {
    const ann = await fixture.link('15550000409');
    const match = { tag: 'message' };
    await fixture.sim.fault.add({ device: ann.number, direction: 'in', match, action: { type: 'corrupt' }, times: 1 });
    const id = await ann.send(CAROL_JID, 'garbled by client');
    await fixture.sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    await fixture.sim.await({ event: 'message.shown', match: { account: ann.number, key: { id } } });
    const [shown] = await fixture.sim.recipient.view({ pn: CAROL, chat: ann.number });
    expect(shown?.content).toEqual(text('garbled by client'));
  });

  it('refuses rules that make no sense', async () => {
    const rule = { direction: 'out', action: { type: 'error', code: '1' } } as const;
    await expect(fixture.sim.fault.add(rule)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(fixture.sim.fault.remove({ id: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
