import { describe, expect, it } from '@jest/globals';
import { NotConnectedError, UnsupportedError } from '../../src/index.js';
import { anEngineContext } from '../in-memory-context.js';
import { ManualClock } from '../manual-clock.js';
import type { FakeEngineOptions } from './fake-engine.js';
import { FakeWorld } from './fake-world.js';

async function linkedEngine(options: FakeEngineOptions = {}) {
  const clock = new ManualClock();
  const world = new FakeWorld({ clock });
  const context = anEngineContext({ clock });
  const engine = world.newEngine(context, options);
  const owner = world.person({ name: 'Owner' });
  const friend = world.person({ name: 'Friend' });
  await engine.start();
  if (engine.session.pairing.kind !== 'qr') throw new Error('A QR was expected');
  await owner.link(engine.session.pairing.text);
  await context.nextFact('session.state_changed', ({ data }) => data.state === 'connected');
  return { clock, world, context, engine, owner, friend, id: world.newMessageId() };
}

describe('the fake world', () => {
  it('carries a text there and its receipts back', async () => {
    const { engine, context, owner, friend, id } = await linkedEngine();
    await engine.messages.send(friend.jid, { kind: 'text', text: 'Hello' }, { messageId: id });
    expect(await friend.seesMessage(owner.jid, id)).toMatchObject({ from: owner.jid, content: { text: 'Hello' } });
    await friend.receipt(owner.jid, id, 'read');
    await context.nextFact('message.status_changed', ({ data }) => data.status === 'read');
    const statuses = context.facts.of('message.status_changed').map(({ data }) => data.status);
    expect(statuses).toEqual(['sent', 'delivered', 'read']);
  });

  it('records every call, and fails the one that a test has planned to fail', async () => {
    const { engine } = await linkedEngine();
    const planned = new NotConnectedError('planned');
    engine.failNext('profile.setName', planned);
    await expect(engine.profile.setName('Ann')).rejects.toBe(planned);
    await engine.profile.setName('Ann');
    expect(engine.recorded.map(({ operation }) => operation)).toEqual(['profile.setName', 'profile.setName']);
  });

  it('refuses what its table says it cannot do', async () => {
    const { engine } = await linkedEngine({
      capabilities: { 'profile.name': { level: 'none', reason: 'for a test' } },
    });
    await expect(engine.profile.setName('Ann')).rejects.toBeInstanceOf(UnsupportedError);
  });

  it('loses nothing when the storage fails: the fact is told again, marked late', async () => {
    const { clock, context, owner, friend } = await linkedEngine();
    context.failWrites(1);
    const id = await friend.send(owner.jid, { kind: 'text', text: 'Are you there?' });
    await context.nextFact('session.state_changed', ({ data }) => data.reason === 'disk_full');
    await clock.advance(1000);
    const received = await context.nextFact('message.received');
    expect(received).toMatchObject({ late: true, data: { message: { key: { id } } } });
  });

  it('lets a test withhold the confirmation of a send', async () => {
    const { world, engine, context, owner, friend, id } = await linkedEngine();
    world.delivery.withholdConfirmations();
    await engine.messages.send(friend.jid, { kind: 'text', text: 'Hello' }, { messageId: id });
    await friend.seesMessage(owner.jid, id);
    expect(context.facts.of('message.sent')).toEqual([]);
    world.delivery.releaseConfirmations();
    await context.nextFact('message.sent');
  });

  it('names a file that nobody has planned', async () => {
    await expect(new FakeWorld().readFile('/nowhere.jpg')).rejects.toThrow("Unplanned file '/nowhere.jpg'");
  });
});
