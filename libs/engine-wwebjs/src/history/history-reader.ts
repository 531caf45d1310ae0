import { delay, fact, type EngineContext, type HistoryBatch } from '@columba/core';
import type { NewsDesk } from '../facts/news-desk.js';
import { isGone, type Bridge } from '../page/bridge.js';
import type { WwebjsOptions } from '../wwebjs.options.js';
import { batchOfChat, batchOfContacts } from './past.mapper.js';

const KEY = { type: 'wwebjs', id: 'history-read' } as const;
/** Of each chat, the latest. */
const MOST_MESSAGES = 50;
const CONTACTS = 200;
/** Reading everything at once right after linking has cost people their links. */
const BETWEEN_CHATS_MS = 250;

/** How often the past was read for a link. */
interface Progress {
  linkedAt: number;
  reads: number;
}

/**
 * The phone hands its history over to the page, bit by bit, in the minutes after linking. What the page has of it goes
 * into the read model, chat by chat, a few times per link; what came since the link is told by the news and the sweep.
 */
export class HistoryReader {
  private end = new AbortController();

  constructor(
    private readonly context: EngineContext,
    private readonly news: Pick<NewsDesk, 'scope'>,
    private readonly linkedAt: () => number | undefined,
    private readonly options: Pick<WwebjsOptions, 'historyAfterMs'>,
  ) {}

  start(bridge: Bridge): void {
    this.stop();
    this.end = new AbortController();
    void this.run(bridge, this.end.signal);
  }

  stop(): void {
    this.end.abort(new Error('The page is gone'));
  }

  private async run(bridge: Bridge, signal: AbortSignal): Promise<void> {
    const linkedAt = this.linkedAt();
    if (linkedAt === undefined) return;
    const { clock, logger } = this.context;
    const { historyAfterMs } = this.options;
    try {
      for (let reads = this.readsOf(linkedAt); reads < historyAfterMs.length; reads += 1) {
        await delay(clock, historyAfterMs[reads] ?? 0, signal);
        await this.read(bridge, { linkedAt, reads: reads + 1 }, signal);
      }
    } catch (error) {
      // It is read again after the next connect; what is stored already stays as it is.
      if (!signal.aborted && !isGone(error)) logger.warn('The history could not be read', { error });
    }
  }

  private async read(bridge: Bridge, progress: Progress, signal: AbortSignal): Promise<void> {
    const { clock, history, keys } = this.context;
    const counts = { chats: 0, contacts: 0, messages: 0 };
    const add = (batch: HistoryBatch) => {
      history.add(batch);
      counts.chats += batch.chats.length;
      counts.contacts += batch.contacts.length;
      counts.messages += batch.messages.length;
    };
    const { chats, contacts } = await bridge.run('history.list', null);
    for (let at = 0; at < contacts.length; at += CONTACTS) {
      add(batchOfContacts(contacts.slice(at, at + CONTACTS)));
      await delay(clock, BETWEEN_CHATS_MS, signal);
    }
    for (const chat of chats) {
      const past = await bridge.run('history.chat', { chat, before: progress.linkedAt, most: MOST_MESSAGES });
      const scope = this.news.scope(true, 'history');
      if (past && scope) add(batchOfChat(past, scope));
      await delay(clock, BETWEEN_CHATS_MS, signal);
    }
    const dedupe = ['history', `${progress.linkedAt}.${progress.reads}`] as const;
    const share = { progress: Math.round((100 * progress.reads) / this.options.historyAfterMs.length) };
    const base = { occurredAt: clock.now(), late: false };
    if (counts.chats + counts.contacts + counts.messages > 0)
      this.context.emit(fact('history.received', { part: 'recent', ...share, ...counts }, [...dedupe], base));
    keys.set([{ ...KEY, value: Buffer.from(JSON.stringify(progress)) }]);
  }

  private readsOf(linkedAt: number): number {
    const kept = this.context.keys.get(KEY.type, [KEY.id]).get(KEY.id);
    if (!kept) return 0;
    const progress = JSON.parse(Buffer.from(kept).toString('utf8')) as Progress;
    return progress.linkedAt === linkedAt ? progress.reads : 0;
  }
}
