import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName } from '@columba/core';
import { ManualClock, settle } from '@columba/core/testing';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { currentSession, inSession } from './session-scope.js';
import { Supervisor } from './supervisor.js';

const MINUTE_MS = 60_000;

let clock: ManualClock;
let server: InProcessServer;
beforeEach(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock });
  await server.linked();
});
afterEach(() => server.stop());

const starts = () =>
  server.storage.events
    .list({ session: 'home', types: ['session.state_changed'], limit: 200 })
    .filter(({ data }) => (data as { state: string }).state === 'starting').length;
const live = () => server.app.get(SessionRegistry).session(parseSessionName('home'));
const stumble = (times: number) => {
  for (let n = 0; n < times; n++) server.app.get(Supervisor).stumbled('home');
};

async function send(text: string): Promise<void> {
  const friend = server.world.person({ name: text });
  await friend.turnPhone(false);
  await server
    .as()
    .post('/v1/sessions/home/messages?waitFor=none')
    .send({ chatId: friend.phone, content: { kind: 'text', text } })
    .expect(202);
  await settle();
}

describe('the supervisor', () => {
  it('leaves a session alone that does its work', async () => {
    const before = starts();
    await clock.advance(30 * MINUTE_MS);
    expect(starts()).toBe(before);
  });

  it('restarts a session in which errors go astray again and again, and only then', async () => {
    const before = starts();
    stumble(2);
    await clock.advance(2 * MINUTE_MS);
    stumble(1);
    await clock.advance(MINUTE_MS);
    expect(starts()).toBe(before);
    stumble(3);
    await clock.advance(MINUTE_MS);
    await settle();
    expect(starts()).toBe(before + 1);
    expect(live().state.state).toBe('connected');
  });

  it('restarts a session whose messages are taken and never confirmed, once for each of them', async () => {
    const before = starts();
    server.world.delivery.withholdConfirmations();
    await send('first');
    await clock.advance(10 * MINUTE_MS);
    expect(starts()).toBe(before + 1);
    await send('second');
    await clock.advance(10 * MINUTE_MS);
    expect(starts()).toBe(before + 2);
    server.world.delivery.releaseConfirmations();
    await settle();
    expect(server.storage.sends.unfinished('home')).toEqual([]);
  });

  it('gives up after five restarts in half an hour, and tries again afterwards', async () => {
    const before = starts();
    for (let minute = 0; minute < 25; minute++) {
      stumble(3);
      await clock.advance(MINUTE_MS);
    }
    expect(starts()).toBe(before + 5);
    await clock.advance(30 * MINUTE_MS);
    stumble(3);
    await clock.advance(MINUTE_MS);
    expect(starts()).toBe(before + 6);
  });

  it('does not wake a session that was stopped', async () => {
    await server.as().post('/v1/sessions/home/stop').expect(200);
    const before = starts();
    stumble(3);
    await clock.advance(10 * MINUTE_MS);
    expect(starts()).toBe(before);
  });
});

describe('what goes astray', () => {
  it('is known by the session that began it, in timers and promises, too', async () => {
    const seen = await inSession(
      'home',
      () => new Promise((resolve) => setImmediate(() => void Promise.resolve().then(() => resolve(currentSession())))),
    );
    expect([seen, currentSession()]).toEqual(['home', undefined]);
  });
});
