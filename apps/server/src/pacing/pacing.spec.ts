import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@columba/core';
import { ManualClock, type FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import type { PacingDto } from './pacing.schema.js';

const MINUTE_MS = 60_000;
const env = { COLUMBA_SENDS_PER_MINUTE: '2', COLUMBA_NEW_CHATS_PER_DAY: '2', COLUMBA_WARM_UP_DAYS: '0' };

let clock: ManualClock;
let server: InProcessServer;
let friend: FakePerson;
beforeEach(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock, env });
  await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterEach(() => server.stop());

async function send(to: FakePerson, text: string): Promise<{ status: number; code?: string; retryAfter?: string }> {
  const reply = await server
    .as()
    .post('/v1/sessions/home/messages?waitFor=none')
    .send({ chatId: to.phone, content: { kind: 'text', text } });
  await server.settled();
  const { code } = reply.body as { code?: string };
  return { status: reply.status, code, retryAfter: reply.headers['retry-after'] };
}
const given = () =>
  server.world
    .engine('home')
    .recorded.filter(({ operation }) => operation === 'messages.send')
    .map(({ args }) => (args[1] as { text: string }).text);
const pacing = async () => (await server.as().get('/v1/sessions/home/pacing').expect(200)).body as unknown as PacingDto;
const restrictions = () =>
  server.storage.events
    .list({ session: 'home', types: ['session.restricted'], limit: 10 })
    .map(({ data }) => (data as { kind: string }).kind);
/** WhatsApp refuses the next message with this number. */
const refuseNext = (whatsappCode: number) =>
  server.world
    .engine('home')
    .failNext('messages.send', new DomainError('rejected', 'WhatsApp refused it', { whatsappCode }));

describe('the pace of sending', () => {
  it('holds back what is over the budget, in order, and lets it leave when there is room', async () => {
    for (const text of ['one', 'two', 'three']) expect((await send(friend, text)).status).toBeLessThan(300);
    expect(given()).toEqual(['one', 'two']);
    expect((await pacing()).minute).toEqual({ limit: 2, left: 0 });
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(given()).toEqual(['one', 'two', 'three']);
  });

  it('refuses to begin more chats than a day may have, also after a restart, and says when', async () => {
    await send(friend, 'hello');
    await send(server.world.person({ name: 'Second' }), 'hello');
    await clock.advance(MINUTE_MS);
    const third = server.world.person({ name: 'Third' });
    const refused = { status: 429, code: 'account_limited', retryAfter: String(24 * 3600 - 60) };
    expect(await send(third, 'hello')).toEqual(refused);
    server = await server.restart({ clock, env });
    await server.as().post('/v1/sessions/home/start').expect(200);
    expect(await send(third, 'hello')).toEqual(refused);
    expect((await send(friend, 'again')).status).toBeLessThan(300);
    expect((await pacing()).newChats).toEqual({ limit: 2, left: 0 });
  });

  it('stops at once when WhatsApp warns, tells it, and goes on by itself', async () => {
    refuseNext(479);
    await send(friend, 'refused');
    await server.settled();
    await send(friend, 'waits');
    expect(given()).toEqual(['refused']);
    expect(restrictions()).toEqual(['sending']);
    expect((await pacing()).pausedUntil).toBe(new Date(clock.now().getTime() + MINUTE_MS).toISOString());
    const { body } = await server.as().get('/v1/health').expect(200);
    expect(JSON.stringify(body)).toContain('sending_paused');
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(given()).toEqual(['refused', 'waits']);
  });

  it('begins no chat after a 463; chats that are there go on', async () => {
    await send(friend, 'hello');
    refuseNext(463);
    await send(server.world.person({ name: 'Stranger' }), 'hello');
    const other = server.world.person({ name: 'Other' });
    expect(await send(other, 'hello')).toMatchObject({ status: 429, code: 'account_limited' });
    await clock.advance(MINUTE_MS);
    await send(friend, 'goes on');
    expect(given()).toEqual(['hello', 'hello', 'goes on']);
  });

  it('rests when a question before the message was one too many, and sends it afterwards', async () => {
    server.world.engine('home').failNext('messages.send', new DomainError('rate_limited', 'too fast'));
    await send(friend, 'hello');
    await server.settled();
    expect(restrictions()).toEqual(['sending']);
    await clock.advance(14 * MINUTE_MS);
    expect(given()).toEqual(['hello']);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(given()).toEqual(['hello', 'hello']);
  });
});

describe('the pace of an account that was linked lately', () => {
  it('is slower with new chats, also after a restart, and says until when', async () => {
    await server.stop();
    const lately = { COLUMBA_NEW_CHATS_PER_DAY: '3' };
    server = await InProcessServer.start({ clock, env: lately });
    const linkedAt = clock.now();
    await server.linked();
    await send(server.world.person({ name: 'First' }), 'hello');
    const second = server.world.person({ name: 'Second' });
    const warmUpUntil = new Date(linkedAt.getTime() + 7 * 24 * 60 * MINUTE_MS).toISOString();
    for (const restarted of [false, true]) {
      if (restarted) {
        server = await server.restart({ clock, env: lately });
        await server.as().post('/v1/sessions/home/start').expect(200);
      }
      expect(await send(second, 'hello')).toMatchObject({ status: 429, code: 'account_limited' });
      expect(await pacing()).toMatchObject({ newChats: { limit: 1, left: 0 }, warmUpUntil });
    }
  });
});

describe('quiet hours', () => {
  beforeEach(async () => {
    await server.stop();
    // It is 03:04:05.
    const night = { COLUMBA_QUIET_HOURS: '22:00-07:00', COLUMBA_QUIET_HOURS_ZONE: 'UTC' };
    server = await InProcessServer.start({ clock, env: night });
    await server.linked();
    friend = server.world.person({ name: 'Friend' });
  });

  it('hold messages back, and nothing is refused', async () => {
    expect((await send(friend, 'good morning')).status).toBe(202);
    expect(given()).toEqual([]);
    expect((await pacing()).quietUntil).toBe('2026-01-02T07:00:00.000Z');
    await clock.advance(235 * MINUTE_MS);
    expect(given()).toEqual([]);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(given()).toEqual(['good morning']);
    expect(await pacing()).not.toHaveProperty('quietUntil');
  });

  it('are longer than the life of some messages', async () => {
    const content = { kind: 'text', text: 'the door is open' };
    await server
      .as()
      .post('/v1/sessions/home/messages?waitFor=none')
      .send({ chatId: friend.phone, content, expiresInSeconds: 900 })
      .expect(202);
    await clock.advance(300 * MINUTE_MS);
    await server.settled();
    expect(given()).toEqual([]);
    const [last] = server.storage.events.list({ session: 'home', types: ['message.status_changed'], limit: 10 });
    expect(last?.data).toMatchObject({ status: 'failed', error: { code: 'expired' } });
  });

  it('are looked at again when the clock of the system was set', async () => {
    await send(friend, 'good morning');
    clock.jump(4 * 60 * MINUTE_MS);
    await clock.advance(15 * MINUTE_MS);
    await server.settled();
    expect(given()).toEqual(['good morning']);
  });
});
