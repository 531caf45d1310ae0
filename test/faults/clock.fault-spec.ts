import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MessageId } from '@columba/core';
import { ManualClock, type FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../support/in-process-server.js';
import { report, secondsSince } from './support/report.js';

const DAY_MS = 24 * 3_600_000;
/** A board without a clock boots in the past, is corrected, and is wrong again; in between daylight saving. */
const JUMPS = [20, -20, -730, 730, 1 / 24, -1 / 24, 3650, -3650].map((days) => days * DAY_MS);

let clock: ManualClock;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeAll(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock });
  owner = await server.linked();
  friend = server.world.person({ name: 'Friend' });
});
afterAll(() => server.stop());

async function send(text: string): Promise<MessageId> {
  const { body } = await server
    .as()
    .post('/v1/sessions/home/messages?waitFor=none')
    .send({ chatId: friend.phone, content: { kind: 'text', text }, expiresInSeconds: 3600 });
  await server.settled();
  return (body as { messageId: MessageId }).messageId;
}

it(`a clock that jumps ${JUMPS.length} times, by up to ten years, drops nothing and lets nothing expire`, async () => {
  const since = performance.now();
  const written: MessageId[] = [];
  const asked: MessageId[] = [];
  for (const jump of JUMPS) {
    // On its way while the clock jumps: one message in each direction, and one that cannot leave yet.
    asked.push(await send('before the jump'));
    server.world.engine('home').disconnect('lost');
    asked.push(await send('over the jump'));
    clock.jump(jump);
    written.push(await friend.send(owner.jid, { kind: 'text', text: 'while away' }));
    await clock.advance(300_000);
    written.push(await friend.send(owner.jid, { kind: 'text', text: 'after the jump' }));
    await server.settled();
  }
  const events = server.storage.events.list({ session: 'home', limit: 10_000 });
  const received = events.flatMap(({ type, data }) => (type === 'message.received' ? [data.message.key.id] : []));
  const states = asked.map((id) => server.storage.sends.get('home', id)?.state);
  const lost = written.filter((id) => !received.includes(id)).length;
  report({
    fault: 'clock jumps',
    strikes: JUMPS.length,
    messages: written.length + asked.length,
    lost: lost + states.filter((state) => state !== 'delivered').length,
    duplicated: received.length - new Set(received).size,
    identities: 0,
    seconds: secondsSince(since),
  });
  expect(received.toSorted()).toEqual(written.toSorted());
  expect(states).toEqual(asked.map(() => 'delivered'));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
}, 60_000);
