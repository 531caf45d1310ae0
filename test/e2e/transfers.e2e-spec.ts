import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import type { WireEvent } from '../support/server-process.js';

const BYTES = randomBytes(700_000);
const HISTORY = 9000;
const KILLS = 6;

interface Shown {
  key: { id: string };
  copies: number;
}

describe('what is under way when the process is killed', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  }, 60_000);
  afterAll(() => gateway.stop());

  const filesBelow = (...path: string[]): string[] => {
    try {
      return readdirSync(join(gateway.dataDirectory, 'sessions/home', ...path));
    } catch {
      return [];
    }
  };

  it(`the history of the phone: after ${KILLS} kills all of it is there, once`, async () => {
    const { simulator } = gateway;
    await simulator.control('history.files', { on: true });
    await simulator.control('history.seed', { pn: OWNER, chats: 9, messages: HISTORY });
    let since = await moment(gateway);
    await stall(gateway, 'download', 4000);
    await gateway.linkByQr('home', OWNER);
    for (let kill = 1; kill <= KILLS; kill++) {
      // In the middle of a file, each time elsewhere, or when a whole one is about to be stored.
      const event = kill % 2 ? 'media.fault' : 'media.downloaded';
      await simulator.control('await', { event, since, timeoutMs: 30_000 });
      await gateway.server.stop('SIGKILL');
      await simulator.control('media.heal');
      since = await moment(gateway);
      if (kill < KILLS && kill % 2 === 0) await stall(gateway, 'download', 4000 * (kill + 1));
      await gateway.startServer();
    }
    await gateway.server.event('home', isWhole);
    const events = await gateway.server.events('home');
    expect(events.filter(isWhole)).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'history.failed' || type === 'message.received')).toEqual([]);
    expect((await idsOf(gateway)).length).toBe(HISTORY);
  }, 180_000);

  it('an upload: the message goes with the next life, once, and nothing lies about', async () => {
    const { simulator } = gateway;
    const since = await moment(gateway);
    await stall(gateway, 'upload', 200_000);
    const media = { kind: 'base64', data: BYTES.toString('base64'), mimeType: 'application/pdf', fileName: 'a.pdf' };
    const { status, body } = await gateway.server.call<{ messageId: string }>(
      'POST',
      '/v1/sessions/home/messages?waitFor=none',
      { chatId: `+${CONTACT}`, content: { kind: 'document', media } },
    );
    expect(status).toBe(202);
    const { messageId: id } = body;
    await simulator.control('await', {
      event: 'media.fault',
      match: { direction: 'upload' },
      since,
      timeoutMs: 20_000,
    });
    await gateway.server.stop('SIGKILL');
    expect(filesBelow('sealed')).toHaveLength(1);
    await simulator.control('media.heal');
    await gateway.startServer();
    const sent = ({ type, data }: WireEvent) =>
      type === 'message.sent' && (data['message'] as { messageId: string }).messageId === id;
    await gateway.server.event('home', sent);
    const had = await simulator.control<string>('media.bytes', { from: OWNER, to: CONTACT, id });
    expect(Buffer.from(had, 'base64').equals(BYTES)).toBe(true);
    const shown = await simulator.control<Shown[]>('recipient.view', { pn: CONTACT, chat: OWNER });
    expect(shown.map(({ key, copies }) => [key.id, copies])).toEqual([[id, 1]]);
    expect((await gateway.server.events('home')).filter(sent)).toHaveLength(1);
    // Files are looked after in the order of the log: what was sent has been, when a later one has come.
    const content = { kind: 'document', bytes: 'AAAA', mimeType: 'application/pdf' };
    await simulator.control('send', { from: CONTACT, to: OWNER, content });
    await gateway.server.event('home', ({ type }) => type === 'media.changed');
    expect([filesBelow('sealed'), filesBelow('media/outgoing')]).toEqual([[], []]);
  }, 90_000);
});

const isWhole = ({ type, data }: WireEvent) =>
  type === 'history.received' && data['part'] === 'recent' && data['progress'] === 100;

const moment = async ({ simulator }: Gateway): Promise<number> =>
  (await simulator.control<{ lastEvent: number }>('stats')).lastEvent;

/** The next file breaks off after so much, and nothing moves any more. */
const stall = ({ simulator }: Gateway, direction: 'upload' | 'download', afterBytes: number) =>
  simulator.control('media.fault', { direction, action: { type: 'stall', afterBytes }, times: 1 });

/** The ids of all messages in all chats, as the API gives them out. */
async function idsOf({ server }: Gateway): Promise<string[]> {
  const chats = await server.call<{ data: { chatId: string }[] }>('GET', '/v1/sessions/home/chats?limit=100');
  const ids = new Set<string>();
  for (const { chatId } of chats.body.data) {
    let cursor: string | null | undefined;
    do {
      const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const path = `/v1/sessions/home/chats/${encodeURIComponent(chatId)}/messages?limit=200${query}`;
      const { body } = await server.call<{ data: { messageId: string }[]; nextCursor: string | null }>('GET', path);
      for (const { messageId } of body.data) ids.add(messageId);
      cursor = body.nextCursor;
    } while (cursor);
  }
  return [...ids];
}
