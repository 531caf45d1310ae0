import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionName } from '@columba/core';
import { ManualClock, type FakePerson } from '@columba/core/testing';
import { InProcessServer } from '../../../../../../test/support/in-process-server.js';
import { Caller } from '../../../auth/caller.js';
import type { FaserfCall } from '../faserf-call.js';
import { FaserfInput } from '../faserf-input.js';
import { FaserfFlights } from './faserf-flights.js';

const CLIENTS_WAIT_MS = 25_000;

let clock: ManualClock;
let server: InProcessServer;
let owner: FakePerson;
let friend: FakePerson;
beforeEach(async () => {
  clock = new ManualClock();
  server = await InProcessServer.start({ clock });
  owner = await server.linked();
  friend = server.world.person();
});
afterEach(() => server.stop());

/** Resolves when the request is there, and has led to what it leads to. */
async function asked(path: string, body: object) {
  const arrival = new Promise<void>((resolve) =>
    server.app.getHttpServer().once('request', (request: IncomingMessage) => request.once('end', () => resolve())),
  );
  const answer = server
    .as()
    .post(path)
    .send(body)
    .then(({ status, body: said }) => ({ status, id: (said as { id?: string }).id }));
  await arrival;
  await server.settled();
  return { answer };
}
async function givesUp(path: string, body: object): Promise<void> {
  const { answer } = await asked(path, body);
  await clock.advance(CLIENTS_WAIT_MS);
  expect((await answer).status).toBe(500);
}
/** WhatsApp takes what it is given, and says nothing. */
async function silence(): Promise<void> {
  server.world.delivery.withholdConfirmations();
  await friend.turnPhone(false);
}
async function confirm(): Promise<void> {
  server.world.delivery.releaseConfirmations();
  await server.settled();
}
const given = () =>
  server.world.engine('home').recorded.filter(({ operation }) => operation === 'messages.send').length;

describe('who gave up and asks again', () => {
  it.each([
    ['/send_message', () => ({ number: friend.jid, message: 'hi' })],
    ['/send_event', () => ({ number: friend.jid, name: 'Party' })],
  ])('of %s is told how the first one went, also when it was confirmed meanwhile', async (path, body) => {
    await silence();
    await givesUp(path, body());
    await confirm();
    await clock.advance(2_000);
    const again = await (await asked(path, body())).answer;
    expect(again.status).toBe(200);
    await friend.turnPhone(true);
    expect(await friend.messagesIn(owner.jid)).toEqual([expect.objectContaining({ id: again.id, copies: 1 })]);
    expect(given()).toBe(1);
    const another = await (await asked(path, body())).answer;
    expect(another.id).not.toBe(again.id);
  });

  it('later than a client does means another one', async () => {
    const body = { number: friend.jid, message: 'hi' };
    await silence();
    await givesUp('/send_message', body);
    await confirm();
    await clock.advance(60_000);
    expect((await (await asked('/send_message', body)).answer).status).toBe(200);
    expect(given()).toBe(2);
  });
});

const call = (signal: AbortSignal): FaserfCall => ({
  session: 'home' as SessionName,
  sessionId: 'default',
  caller: new Caller('1', 'integration', ['send']),
  route: '/forward_message',
  input: new FaserfInput({ number: '1', messageId: '2', targetNumber: '3' }, {}),
  signal,
});

describe('what is on its way', () => {
  it('is joined by who asks again, and kept while only somebody who hung up was told', async () => {
    const flights = new FaserfFlights(clock);
    const begun: ((id: string) => void)[] = [];
    const forward = (signal: AbortSignal) =>
      flights.join(call(signal), {
        begin: () => new Promise<string>((resolve) => begun.push(resolve)),
        over: (id) => Promise.resolve(id),
        wait: (id) => Promise.resolve(id),
      });
    const gone = new AbortController();
    const first = forward(gone.signal);
    gone.abort();
    begun[0]?.('one');
    expect(await first).toBe('one');
    const here = new AbortController().signal;
    expect(await Promise.all([forward(here), forward(here)])).toEqual(['one', 'one']);
    const another = forward(here);
    expect(begun).toHaveLength(2);
    begun[1]?.('two');
    expect(await another).toBe('two');
  });
});
