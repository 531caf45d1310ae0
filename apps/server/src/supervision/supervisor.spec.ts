import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import { OwnershipLostError } from '@columba/storage';
import { InProcessServer } from '../../../../test/support/in-process-server.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { currentSession, inSession } from './session-scope.js';
import { Supervisor } from './supervisor.js';

const MINUTE_MS = 60_000;

/** Sessions whose engine cannot be started. */
const broken = new Set<string>();
const sabotage = (session: string) => {
  if (broken.has(session)) throw new Error('broken');
};

let clock: ManualClock;
let server: InProcessServer;
beforeEach(async () => {
  clock = new ManualClock();
  broken.clear();
  server = await InProcessServer.start({ clock, sabotage });
  await server.linked();
});
afterEach(() => server.stop());

const told = (session = 'home') =>
  server.storage.events
    .list({ session, types: ['session.state_changed'], limit: 200 })
    .map(({ data }) => data as { state: string; reason?: string });
const starts = (session = 'home') => told(session).filter(({ state }) => state === 'starting').length;
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
  await server.settled();
}

describe('the supervisor', () => {
  it('leaves a session alone that does its work', async () => {
    const before = starts();
    await clock.advance(30 * MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before);
  });

  it('restarts a session in which errors go astray again and again, and only then', async () => {
    const before = starts();
    stumble(2);
    await clock.advance(2 * MINUTE_MS);
    stumble(1);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before);
    stumble(3);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before + 1);
    expect(live().state.state).toBe('connected');
  });

  it('restarts a session whose messages are taken and never confirmed, once for each of them', async () => {
    const before = starts();
    server.world.delivery.withholdConfirmations();
    await send('first');
    await clock.advance(10 * MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before + 1);
    await send('second');
    await clock.advance(10 * MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before + 2);
    server.world.delivery.releaseConfirmations();
    await server.settled();
    expect(server.storage.sends.unfinished('home')).toEqual([]);
  });

  it('gives up after five restarts in half an hour: it says so, and a person starts it anew', async () => {
    const before = starts();
    for (let minute = 0; minute < 29; minute++) {
      stumble(3);
      await clock.advance(MINUTE_MS);
    }
    await server.settled();
    expect(starts()).toBe(before + 5);
    expect(live().state).toMatchObject({ state: 'failed', reason: 'crash_loop' });
    expect(told().at(-1)).toMatchObject({ state: 'failed', reason: 'crash_loop' });
    const { body } = await server.as().get('/v1/health').expect(200);
    expect(JSON.stringify(body)).toContain('session_needs_person');
    await clock.advance(60 * MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before + 5);
    await server.as().post('/v1/sessions/home/start').expect(200);
    await server.settled();
    expect(live().state.state).toBe('connected');
    stumble(3);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(starts()).toBe(before + 7);
  });

  it('restarts an engine that crashes, ever more slowly, and leaves the others alone', async () => {
    const other = await server.linked('work');
    const otherStarts = starts('work');
    broken.add('home');
    stumble(3);
    await clock.advance(60 * MINUTE_MS);
    await server.settled();
    expect(told().filter(({ reason }) => reason === 'engine_crashed')).toHaveLength(5);
    expect(told().at(-1)).toMatchObject({ state: 'failed', reason: 'crash_loop' });
    expect(starts('work')).toBe(otherStarts);
    const friend = server.world.person({ name: 'Friend' });
    await friend.send(other.jid, { kind: 'text', text: 'still there?' });
    await server.settled();
    expect(server.storage.events.list({ session: 'work', types: ['message.received'], limit: 10 })).toHaveLength(1);
  });

  it('is back by itself when the crash passes', async () => {
    broken.add('home');
    stumble(3);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(live().state).toMatchObject({ state: 'failed', reason: 'engine_crashed' });
    broken.clear();
    await clock.advance(10 * MINUTE_MS);
    await server.settled();
    expect(live().state.state).toBe('connected');
  });

  it('does not wait for an engine that never stops, and lets it write nothing more', async () => {
    const stale = server.world.engine('home');
    stale.stop = () => new Promise(() => {});
    stumble(3);
    await clock.advance(MINUTE_MS);
    await server.settled();
    expect(live().state.state).toBe('connected');
    expect(server.world.engine('home')).not.toBe(stale);
    expect(() => stale.context.credentials.save(Buffer.from('stale'))).toThrow(OwnershipLostError);
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
