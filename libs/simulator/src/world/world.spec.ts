import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from './clock.js';
import type { WorldEvent } from './events.js';
import { deviceId, directChat } from './ids.js';
import { World } from './world.js';

const [ANN, BEN, EVE] = ['15550000001', '15550000002', '15550000003'];
const text = (words: string) => ({ kind: 'text' as const, text: words });

/** A short scene in a fresh world. */
function play(seed: string): WorldEvent[] {
  const clock = new ManualClock();
  const { directory, messages, log } = new World({ seed, clock, receiptDelayMs: 100 });
  for (const number of [ANN, BEN]) directory.ensure(number);
  directory.link(directory.reserveDevice(BEN), 'noise');
  messages.post({ from: deviceId(ANN, 0), to: BEN, addressing: 'pn', content: text('one') });
  messages.post({ from: deviceId(BEN, 0), to: ANN, addressing: 'lid', content: text('two') });
  clock.advance(1000);
  return [...log.since()];
}

describe('the world', () => {
  let clock: ManualClock;
  let world: World;
  const post = (from: string, to: string, words: string, id?: string) =>
    world.messages.post({
      from: deviceId(from, 0),
      to,
      addressing: 'pn',
      content: text(words),
      ...(id === undefined ? {} : { id }),
    }).key;
  const link = (number: string) => world.directory.link(world.directory.reserveDevice(number), 'noise').id;

  beforeEach(() => {
    clock = new ManualClock();
    world = new World({ seed: 's', clock, receiptDelayMs: 100 });
    for (const number of [ANN, BEN, EVE]) world.directory.ensure(number);
  });

  it('queues for every linked device of both ends, except the one that sent', () => {
    const [a1, a2, b1] = [link(ANN), link(ANN), link(BEN)];
    const result = world.messages.submit({
      from: a1,
      to: BEN,
      addressing: 'pn',
      id: 'X',
      copies: [a1, a2, b1].map((device) => ({ device, envelope: 'sealed' })),
    });
    expect(result).toEqual({ accepted: true, key: { chat: directChat(ANN, BEN), sender: ANN, id: 'X' } });
    expect([a1, a2, b1].map((device) => world.deliveries.queue(device).length)).toEqual([0, 1, 1]);
  });

  it('gives nothing to accounts that are no part of the conversation', () => {
    const [a1, e1] = [link(ANN), link(EVE)];
    const copies = [{ device: e1, envelope: 'sealed' }];
    const sent = world.messages.submit({ from: a1, to: BEN, addressing: 'pn', id: 'X', copies });
    if (!sent.accepted) throw new Error(sent.error);
    world.messages.opened(EVE, sent.key, text('not yours'));
    expect([world.deliveries.queue(e1), world.screens.view(EVE)]).toEqual([[], []]);
    expect(world.messages.find(sent.key)?.content).toBeUndefined();
  });

  it('lets a message enter once, shows it once, and counts copies', () => {
    const key = post(ANN, BEN, 'hi', 'X');
    post(ANN, BEN, 'hi', 'X');
    const events = world.log.since().filter(({ name }) => name === 'message.posted');
    expect(events).toHaveLength(1);
    expect(world.screens.view(BEN)).toEqual([{ key, copies: 2 }]);
  });

  it('takes the content of a sealed message from the phone that opens it first', () => {
    const a1 = link(ANN);
    const sent = world.messages.submit({ from: a1, to: BEN, addressing: 'lid', id: 'X', copies: [] });
    if (!sent.accepted) throw new Error(sent.error);
    expect(world.messages.find(sent.key)?.content).toBeUndefined();
    world.messages.opened(BEN, sent.key, text('once'));
    world.messages.opened(ANN, sent.key, text('ignored'));
    expect(world.messages.find(sent.key)?.content).toEqual(text('once'));
  });

  it('records delivery first, before any other follower hears of it', () => {
    const order: string[] = [];
    world.log.follow(({ name }) => order.push(name));
    const device = link(BEN);
    const key = post(ANN, BEN, 'hi');
    const [item] = world.deliveries.queue(device);
    if (!item) throw new Error('nothing queued');
    world.deliveries.markSent(device, item, false);
    order.length = 0;
    world.oracle.onDelivered((at, what) => order.push(`hook ${at} ${what.id}`));
    world.deliveries.settle(device, item);
    expect(order).toEqual([`hook ${device} ${key.id}`, 'delivery.delivered', 'queue.settled']);
    expect(world.deliveries.queue(device)).toEqual([]);
  });

  it('never takes back what a device has reached', () => {
    const device = link(BEN);
    const key = post(ANN, BEN, 'hi', 'X');
    const [item] = world.deliveries.queue(device);
    if (!item) throw new Error('nothing queued');
    world.deliveries.settle(device, item);
    post(ANN, BEN, 'hi', 'X');
    expect(world.oracle.truth(device)).toMatchObject({ queued: [key], sent: [key], delivered: [key], read: [] });
  });

  it('gives automatic receipts on world time: delivered to the author, sender to the own device', () => {
    const a1 = link(ANN);
    const sent = world.messages.submit({ from: a1, to: BEN, addressing: 'pn', id: 'X', copies: [] });
    if (!sent.accepted) throw new Error(sent.error);
    world.messages.opened(ANN, sent.key, text('x'));
    world.messages.opened(BEN, sent.key, text('x'));
    clock.advance(99);
    expect(world.deliveries.queue(a1)).toEqual([]);
    clock.advance(1);
    const types = world.deliveries.queue(a1).map(({ errand }) => errand.kind === 'receipt' && errand.receipt.type);
    expect(types).toEqual(['sender', 'delivered']);
  });

  it('delivers nothing to who has blocked the sender, and accepts it all the same', () => {
    world.directory.block(BEN, EVE, true);
    const device = link(BEN);
    post(EVE, BEN, 'hello?');
    expect(world.deliveries.queue(device)).toEqual([]);
    expect(world.screens.view(BEN)).toEqual([]);
    world.directory.block(BEN, EVE, false);
    post(EVE, BEN, 'hello!');
    expect(world.screens.view(BEN)).toHaveLength(1);
  });

  it('answers by itself, and never for ever', () => {
    world.directory.update(BEN, { autoReply: { text: 'pong' } });
    world.directory.update(EVE, { autoReply: { text: 'ping' } });
    post(ANN, BEN, 'ping');
    post(EVE, BEN, 'ping');
    expect(world.screens.view(ANN).map(({ key }) => world.messages.find(key)?.content)).toEqual([
      text('ping'),
      text('pong'),
    ]);
    expect(world.screens.view(EVE)).toHaveLength(1);
  });

  it('tells followers in the order of the numbers, also what followers append', () => {
    const seen: number[] = [];
    world.directory.update(BEN, { autoReply: { text: 'pong' } });
    world.log.follow(({ n }) => seen.push(n));
    post(ANN, BEN, 'ping');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(world.log.last);
  });

  it('makes the same ids, LIDs and events from the same seed', () => {
    expect(play('s')).toEqual(play('s'));
    expect(play('s')).not.toEqual(play('t'));
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const device = link(BEN);
    const key = post(ANN, BEN, 'hi');
    const saved = JSON.parse(JSON.stringify(world.snapshot())) as ReturnType<World['snapshot']>;
    const again = new World({ seed: 's', clock: new ManualClock(saved.now), receiptDelayMs: 100 });
    again.restore(saved);
    expect(again.snapshot()).toEqual(saved);
    expect(again.oracle.truth(device)).toMatchObject({ queued: [key], delivered: [] });
    expect(again.directory.findByLid(world.directory.get(ANN).lid)?.number).toBe(ANN);
  });
});
