import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  armFailpoints,
  DomainError,
  EngineError,
  NotConnectedError,
  parseFailpoints,
  type MessageId,
} from '@columba/core';
import { ManualClock, type FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import type { SendResultDto } from './messages.schema.js';
import { Outboxes } from './outboxes.js';

const DAY_MS = 24 * 3_600_000;

let clock: ManualClock;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
let other: FakePerson;

beforeEach(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock });
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
  other = server.world.person({ name: 'Other' });
});
afterEach(async () => {
  armFailpoints([]);
  await server.stop();
});

async function accept(to: FakePerson, text: string, more: object = {}): Promise<MessageId> {
  const { body } = await server
    .as()
    .post('/v1/sessions/home/messages?waitFor=none')
    .send({ chatId: to.phone, content: { kind: 'text', text }, ...more })
    .expect(({ status }) => expect([200, 202]).toContain(status));
  await server.settled();
  return (body as SendResultDto).messageId as MessageId;
}
/** The texts that were given to the engine, in order. */
const given = () =>
  server.world
    .engine('home')
    .recorded.filter(({ operation }) => operation === 'messages.send')
    .map(({ args }) => (args[1] as { text: string }).text);
const stored = (id: MessageId) => server.storage.sends.get('home', id);
/** Nobody confirms anything: neither WhatsApp nor the recipients' phones. */
async function silence(): Promise<void> {
  server.world.delivery.withholdConfirmations();
  await friend.turnPhone(false);
  await other.turnPhone(false);
}
/** The engine fails at the next sends. */
function failures(times: number): void {
  for (let n = 0; n < times; n += 1) server.world.engine('home').failNext('messages.send', new EngineError('broken'));
}
/** The database refuses every write. */
const refuse = () => armFailpoints(parseFailpoints('storage.write:enospc:1+'));
const release = () => armFailpoints([]);
const sendAs = (key: string, text: string) =>
  server
    .as()
    .post('/v1/sessions/home/messages?waitFor=none')
    .set('Idempotency-Key', key)
    .send({ chatId: friend.phone, content: { kind: 'text', text } });

describe('the outbox', () => {
  it('keeps the order of a chat, and lets no chat wait for another', async () => {
    await silence();
    await accept(friend, 'one');
    await accept(friend, 'two');
    await accept(other, 'elsewhere');
    expect(given()).toEqual(['one', 'elsewhere']);
    server.world.delivery.releaseConfirmations();
    await server.settled();
    expect(given()).toEqual(['one', 'elsewhere', 'two']);
  });

  it('says after 30 seconds that it does not know, and goes on; a late confirmation still counts', async () => {
    await silence();
    const first = await accept(friend, 'one');
    await accept(friend, 'two');
    await clock.advance(29_999);
    expect(given()).toEqual(['one']);
    await clock.advance(1);
    expect(given()).toEqual(['one', 'two']);
    expect(stored(first)).toMatchObject({ state: 'dispatched', error: { code: 'uncertain' } });
    server.world.delivery.releaseConfirmations();
    await server.settled();
    expect(stored(first)?.state).toBe('sent');
  });

  it('sends again under the same id what was not confirmed when the connection broke', async () => {
    await silence();
    const id = await accept(friend, 'one');
    server.world.engine('home').disconnect('lost');
    await server.settled();
    await clock.advance(45_000);
    await server.settled();
    expect(given()).toEqual(['one', 'one']);
    await friend.turnPhone(true);
    const shown = await friend.messagesIn(owner.jid);
    expect(shown).toEqual([expect.objectContaining({ id, copies: 2 })]);
  });

  it('keeps what it is given while the connection is away, and sends it in order afterwards', async () => {
    server.world.engine('home').disconnect('lost');
    const id = await accept(friend, 'one');
    const last = await accept(friend, 'two');
    expect(given()).toEqual([]);
    // Less than what a confirmation may take: only virtual time passes while it is being stored.
    await clock.advance(45_000);
    await friend.seesMessage(owner.jid, last);
    await server.settled();
    expect(given()).toEqual(['one', 'two']);
    expect(stored(id)?.state).toBe('delivered');
  });

  it('tries again when the engine had no connection after all', async () => {
    server.world.engine('home').failNext('messages.send', new NotConnectedError('just lost'));
    const id = await accept(friend, 'one');
    expect(stored(id)?.state).toBe('accepted');
    await clock.advance(10_000);
    await server.settled();
    expect(given()).toEqual(['one', 'one']);
    expect(stored(id)?.state).toBe('delivered');
  });

  it('tries again under the same id when nobody knows what happened', async () => {
    server.world.engine('home').failNext('messages.send', new EngineError('broken'));
    const id = await accept(friend, 'one');
    expect(stored(id)?.state).toBe('dispatched');
    await clock.advance(10_000);
    expect(await friend.messagesIn(owner.jid)).toEqual([expect.objectContaining({ id, copies: 1 })]);
  });

  describe('with a message at which the engine always fails', () => {
    it('lets its chat go on after 30 seconds, and says that it does not know', async () => {
      failures(10);
      const first = await accept(friend, 'one');
      await accept(friend, 'two');
      await clock.advance(29_999);
      expect(given()).toEqual(['one', 'one']);
      await clock.advance(1);
      expect(given()).toEqual(['one', 'one', 'two', 'one']);
      expect(stored(first)).toMatchObject({ state: 'dispatched', error: { code: 'uncertain' } });
    });

    it('tries less and less often, and calls it uncertain in the end', async () => {
      failures(10);
      const id = await accept(friend, 'one');
      await clock.advance(70_000);
      expect(given()).toHaveLength(4);
      await clock.advance(839_999);
      expect(stored(id)?.state).toBe('dispatched');
      await clock.advance(1);
      expect(stored(id)).toMatchObject({ state: 'uncertain', error: { code: 'uncertain' } });
      expect(given()).toHaveLength(8);
    });

    it('goes on trying while it fails in different ways', async () => {
      for (let n = 0; n < 10; n += 1)
        server.world.engine('home').failNext('messages.send', new EngineError(`broken ${n % 2}`));
      const id = await accept(friend, 'one');
      await clock.advance(3_600_000);
      expect(stored(id)?.state).toBe('delivered');
    });
  });

  describe('while the database refuses to write', () => {
    it('keeps what could not be marked as leaving, and sends it later', async () => {
      await silence();
      await accept(friend, 'one');
      const second = await accept(friend, 'two');
      refuse();
      await clock.advance(30_000);
      expect(given()).toEqual(['one']);
      release();
      await clock.advance(10_000);
      expect(given()).toEqual(['one', 'two']);
      server.world.delivery.releaseConfirmations();
      await server.settled();
      expect(stored(second)?.state).toBe('sent');
    });

    it('keeps what was to be taken back, so that it can be taken back afterwards', async () => {
      await silence();
      await accept(friend, 'one');
      const second = await accept(friend, 'two');
      refuse();
      expect(() => server.app.get(Outboxes).cancel('home', second)).toThrow();
      release();
      const path = `/v1/sessions/home/chats/${encodeURIComponent(friend.jid)}/messages/${second}`;
      await server.as().post(`${path}/cancel`).expect(200);
      await clock.advance(45_000);
      expect(given()).toEqual(['one']);
      expect(stored(second)).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
    });

    it('does not send again what was refused, and says so when it can', async () => {
      server.world.engine('home').failNext('messages.send', new DomainError('not_on_whatsapp', 'No such account'));
      await silence();
      const id = await accept(friend, 'one', { expiresInSeconds: 60 });
      expect(stored(id)?.state).toBe('failed');
      const late = await accept(friend, 'two', { expiresInSeconds: 60 });
      refuse();
      await clock.advance(60_000);
      expect(stored(late)?.state).toBe('dispatched');
      release();
      await clock.advance(10_000);
      expect(stored(late)).toMatchObject({ state: 'uncertain', error: { code: 'uncertain' } });
      expect(given()).toEqual(['one', 'two']);
    });
  });

  it('begins anew for a session that was deleted and made again under its name', async () => {
    await silence();
    await accept(friend, 'of the old one');
    await server.as().post('/v1/sessions/home/stop').expect(200);
    await server.as().delete('/v1/sessions/home').expect(204);
    server.world.delivery.releaseConfirmations();
    await friend.turnPhone(true);
    await server.linked();
    const id = await accept(friend, 'of the new one');
    await server.settled();
    expect(stored(id)?.state).toBe('delivered');
    expect(given()).toEqual(['of the new one']);
  });

  it('gives up what never left within its lifetime', async () => {
    server.world.engine('home').disconnect('lost');
    server.world.outage = true;
    const id = await accept(friend, 'late', { expiresInSeconds: 60 });
    await clock.advance(60_000);
    expect(stored(id)).toMatchObject({ state: 'expired', error: { code: 'expired' } });
    server.world.outage = false;
    await clock.advance(3_600_000);
    expect(await friend.messagesIn(owner.jid)).toEqual([]);
  });

  it('calls it uncertain when it may have left, and never sends it again', async () => {
    await silence();
    const id = await accept(friend, 'maybe', { expiresInSeconds: 60 });
    await clock.advance(60_000);
    expect(stored(id)).toMatchObject({ state: 'uncertain', error: { code: 'uncertain' } });
    server.world.engine('home').disconnect('lost');
    await clock.advance(600_000);
    expect(given()).toEqual(['maybe']);
  });

  it('lets nothing expire while the clock is wrong, and what is too old expires when it is right again', async () => {
    clock.jump(20 * DAY_MS);
    const id = await accept(friend, 'patient', { expiresInSeconds: 60 });
    server.world.engine('home').disconnect('lost');
    server.world.outage = true;
    const waiting = await accept(friend, 'waits', { expiresInSeconds: 60 });
    await clock.advance(600_000);
    expect([stored(id)?.state, stored(waiting)?.state]).toEqual(['delivered', 'accepted']);
    clock.jump(-20 * DAY_MS);
    await clock.advance(60_000);
    expect(stored(waiting)).toMatchObject({ state: 'expired', error: { code: 'expired' } });
  });

  it('lets nothing expire that was taken on while the clock was behind, when it is set right', async () => {
    clock.jump(-730 * DAY_MS);
    server.world.engine('home').disconnect('lost');
    const id = await accept(friend, 'patient', { expiresInSeconds: 3600 });
    clock.jump(730 * DAY_MS);
    await clock.advance(300_000);
    await friend.seesMessage(owner.jid, id);
    await server.settled();
    expect(stored(id)?.state).toBe('delivered');
  });

  it.each([-730, 20])('after a start with a clock that is wrong by %i days nothing expires', async (days) => {
    server.world.engine('home').disconnect('lost');
    server.world.outage = true;
    const id = await accept(friend, 'patient', { expiresInSeconds: 3600 });
    clock.jump(days * DAY_MS);
    server = await server.restart({ clock });
    // Not connected yet: nobody knows what time it is.
    await server.as().post('/v1/sessions/home/start').expect(200);
    await clock.advance(60_000);
    expect(stored(id)?.state).toBe('accepted');
    server.world.outage = false;
    await clock.advance(60_000);
    await friend.seesMessage(owner.jid, id);
    await server.settled();
    expect(stored(id)?.state).toBe('delivered');
  });

  it('after a start with the right clock nothing leaves that is too old', async () => {
    server.world.engine('home').disconnect('lost');
    server.world.outage = true;
    const old = await accept(friend, 'old', { expiresInSeconds: 60 });
    const young = await accept(friend, 'young', { expiresInSeconds: 3600 });
    await server.app.close();
    await clock.advance(1_800_000);
    server.world.outage = false;
    server = await server.restart({ clock });
    await server.as().post('/v1/sessions/home/start').expect(200);
    await clock.advance(60_000);
    await friend.seesMessage(owner.jid, young);
    await server.settled();
    expect([stored(old)?.state, stored(young)?.state]).toEqual(['expired', 'delivered']);
    expect(given()).toEqual(['young']);
  });

  it('goes on after a restart, under the same ids', async () => {
    await silence();
    const left = await accept(friend, 'left');
    const waiting = await accept(friend, 'waiting');
    server = await server.restart({ clock });
    server.world.delivery.releaseConfirmations();
    await friend.turnPhone(true);
    await server.as().post('/v1/sessions/home/start').expect(200);
    await friend.seesMessage(owner.jid, waiting);
    expect((await friend.messagesIn(owner.jid)).map(({ id }) => id)).toEqual([left, waiting]);
  });

  describe('with a key that is used again', () => {
    it('sends anew when the key is not kept any more', async () => {
      const first = await sendAs('key-1', 'one');
      await server.settled();
      await clock.advance(8 * DAY_MS);
      await server.as().post('/v1/sessions/home/restart').expect(200);
      const second = await sendAs('key-1', 'two').expect(202);
      await server.settled();
      expect((second.body as SendResultDto).messageId).not.toBe((first.body as SendResultDto).messageId);
      const again = await sendAs('key-1', 'two');
      expect((again.body as SendResultDto).messageId).toBe((second.body as SendResultDto).messageId);
      const shown = await friend.messagesIn(owner.jid);
      expect(shown.map(({ content }) => (content as { text: string }).text)).toEqual(['one', 'two']);
    });

    it('sends nothing twice because of a clock that is wrong', async () => {
      const first = await sendAs('key-1', 'one');
      clock.jump(20 * DAY_MS);
      const second = await sendAs('key-1', 'one');
      expect((second.body as SendResultDto).messageId).toBe((first.body as SendResultDto).messageId);
    });
  });

  it('leaves no timer behind when everything has arrived', async () => {
    const before = clock.pendingTimers;
    await accept(friend, 'one');
    await server.settled();
    expect(clock.pendingTimers).toBe(before);
  });
});
