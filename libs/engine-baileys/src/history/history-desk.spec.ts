import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { proto } from '@whiskeysockets/baileys';
import { DomainError } from '@columba/core';
import { anEngineContext, ManualClock, settle } from '@columba/core/testing';
import { HistoryDesk } from './history-desk.js';
import { HistoryMapper } from './history-mapper.js';
import { LidBook } from '../people/lid-book.js';
import { signalKeyStore } from '../auth/signal-keys.js';

const HOUR = 3_600_000;
const NOTICE = { syncType: proto.HistorySync.HistorySyncType.RECENT, progress: 40, directPath: '/v/1' };
const FILE = deflateSync(
  proto.HistorySync.encode({
    syncType: NOTICE.syncType,
    conversations: [{ id: '4915100000901@s.whatsapp.net', name: 'Ann' }],
  }).finish(),
);

/** A desk before a media host that answers with these failures, and then with the file. */
function aDesk(...failures: Error[]) {
  const clock = new ManualClock();
  const context = anEngineContext({ clock });
  const mapper = new HistoryMapper(
    new LidBook(signalKeyStore(context.keys, () => {})),
    { id: '4915100000001@s.whatsapp.net' },
    { remember: () => {} },
  );
  let asked = 0;
  const desk = new HistoryDesk({
    context,
    importParts: (signal) => ({
      mapper,
      store: context.history,
      learn: async () => {},
      keepTokens: async () => {},
      signal,
    }),
    fetch: async () => {
      const failure = failures[asked];
      asked += 1;
      if (failure) throw failure;
      return (async function* () {
        yield FILE;
      })();
    },
    refused: (error) => {
      throw error;
    },
  });
  const receivedAt = clock.now();
  const row = context.journal.add({ tag: 'message', id: 'H1', from: 'me', receivedAt, node: Uint8Array.of(1) });
  return { desk, clock, context, row, asked: () => asked, take: () => desk.take(row, NOTICE, ['P1']) };
}

const away = () => new DomainError('unavailable', 'The file could not be fetched from WhatsApp');
const damage = () => new DomainError('media_failed', 'The file is not the one that was sent');
const broken = () => Object.assign(new Error('read ECONNRESET'), { syscall: 'read' });

describe('a part of the history that cannot be had', () => {
  it('is had when the trouble is over, however long that takes', async () => {
    const { take, clock, context, row } = aDesk(away(), broken(), away(), away(), away(), away());
    const received = context.facts.next('history.received');
    take();
    await clock.advance(3 * HOUR);
    expect(await received).toMatchObject({ data: { part: 'recent', chats: 1 } });
    expect(context.facts.all.filter(({ type }) => type === 'history.failed')).toEqual([]);
    await settle();
    expect(context.journal.rows[row.rid - 1]).toMatchObject({ state: 'done', cleared: ['P1'] });
  });

  it('has its turn with the next connection, and not twice', async () => {
    const { take, clock, context, asked } = aDesk(away(), away(), away(), away());
    take();
    take();
    for (let tries = 0; asked() < 4 && tries < 20; tries += 1) await clock.advance(1000);
    expect(context.journal.pending()).toHaveLength(1);
    const received = context.facts.next('history.received');
    take();
    await received;
    expect(asked()).toBe(5);
  });

  it('is told when it is gone, and when it stays damaged', async () => {
    const gone = aDesk(new DomainError('media_expired', 'WhatsApp no longer has this file'));
    gone.take();
    expect(await gone.context.facts.next('history.failed')).toMatchObject({ data: { code: 'media_failed' } });
    expect(gone.asked()).toBe(1);
    const damaged = aDesk(damage(), damage(), damage(), damage());
    damaged.take();
    const failed = damaged.context.facts.next('history.failed');
    await damaged.clock.advance(HOUR);
    await failed;
    expect(damaged.context.journal.pending()).toEqual([]);
  });

  it('holds up no stop', async () => {
    const { take, desk, clock, context } = aDesk(away(), away(), away(), away());
    take();
    await settle();
    await desk.stop();
    expect(clock.pendingTimers).toBe(0);
    expect(context.journal.pending()).toHaveLength(1);
  });
});
