import { createInflate } from 'node:zlib';
import { Readable } from 'node:stream';
import type { proto } from '@whiskeysockets/baileys';
import {
  StorageError,
  fact,
  fullJitter,
  type EngineContext,
  type Fact,
  type JournalRow,
  type MessageId,
} from '@columba/core';
import { partOf } from './history-notice.js';
import { importHistory, type Imported, type ImportParts } from './history-import.js';

type Notice = proto.Message.IHistorySyncNotification;

/** How often a download is tried in one go; the row stays, so that the next start tries again. */
const ATTEMPTS = 4;
const RETRY = { firstMs: 1000, maximumMs: 60_000 };

export interface HistoryDeskParts {
  context: Pick<EngineContext, 'clock' | 'logger' | 'random' | 'journal'>;
  /** Made for each import: who we are may have changed. */
  importParts: (signal: AbortSignal) => ImportParts;
  /** Fetches a part that lies at WhatsApp's media host. */
  fetch: (notice: Notice, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  refused: (error: unknown) => void;
}

/**
 * Reads the parts of the phone's history one after the other, beside the live traffic. The row of a part is done when
 * all of it is stored: an import that a restart cuts off begins again, and what is stored already stays as it is.
 */
export class HistoryDesk {
  private readonly known = new Set<number>();
  private queue: Promise<void> = Promise.resolve();
  private readonly abort = new AbortController();

  constructor(private readonly parts: HistoryDeskParts) {}

  take(row: JournalRow, notice: Notice, cleared: string[]): void {
    if (this.known.has(row.rid)) return;
    this.known.add(row.rid);
    this.queue = this.queue.then(() => this.read(row, notice, cleared));
  }

  /** Ends what is being read; it is read again at the next start. */
  async stop(): Promise<void> {
    this.abort.abort(new Error('The session ends'));
    await this.queue;
  }

  private async read(row: JournalRow, notice: Notice, cleared: string[]): Promise<void> {
    if (this.abort.signal.aborted) return;
    const { logger, journal } = this.parts.context;
    try {
      const facts = await this.factsOf(row, notice);
      if (!this.abort.signal.aborted) journal.settle(row.rid, facts, cleared);
    } catch (error) {
      this.known.delete(row.rid);
      if (error instanceof StorageError) this.parts.refused(error);
      else if (!this.abort.signal.aborted) logger.warn('History was put off', { failure: nameOf(error) });
    }
  }

  private async factsOf(row: JournalRow, notice: Notice): Promise<Fact[]> {
    const part = partOf(notice);
    const base = { occurredAt: row.receivedAt, late: false };
    const dedupe = ['history', row.id as MessageId];
    const imported = await this.tried(notice);
    if (!imported) return [fact('history.failed', { part, code: 'media_failed' }, dedupe, base)];
    if (imported.chats + imported.contacts + imported.messages === 0) return [];
    const progress = notice.progress ? { progress: notice.progress } : {};
    return [fact('history.received', { part, ...progress, ...imported }, dedupe, base)];
  }

  /** @returns `undefined` when the history cannot be had, or is damaged. */
  private async tried(notice: Notice): Promise<Imported | undefined> {
    const { clock, logger, random } = this.parts.context;
    const { signal } = this.abort;
    for (let attempt = 1; ; attempt++) {
      try {
        return await importHistory(await this.bytes(notice), this.parts.importParts(signal));
      } catch (error) {
        if (error instanceof StorageError || signal.aborted) throw error;
        logger.warn('A part of the history could not be read', { attempt, failure: nameOf(error) });
        if (attempt >= ATTEMPTS || notice.initialHistBootstrapInlinePayload) return undefined;
        await new Promise<void>((resolve) => void clock.after(fullJitter(attempt, RETRY, random), resolve));
      }
    }
  }

  /** The history as it comes: inside the notice, or as an encrypted file of WhatsApp's media server. */
  private async bytes(notice: Notice): Promise<AsyncIterable<Uint8Array>> {
    const { initialHistBootstrapInlinePayload: inline } = notice;
    const deflated = Readable.from(inline ? [inline] : await this.parts.fetch(notice, this.abort.signal));
    const inflate = createInflate();
    deflated.on('error', (error) => inflate.destroy(error));
    inflate.on('close', () => deflated.destroy());
    return deflated.pipe(inflate);
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
