import { createInflate } from 'node:zlib';
import { Readable } from 'node:stream';
import type { proto } from '@whiskeysockets/baileys';
import {
  DomainError,
  StorageError,
  delay,
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

/** How often a part is tried in one go; then the others have their turn. */
const ATTEMPTS = 4;
const RETRY = { firstMs: 1000, maximumMs: 60_000 };
/** How long a part waits that cannot be had now: longer each time, and no longer than until the next connection. */
const PUT_OFF = { firstMs: 60_000, maximumMs: 3_600_000 };

interface Part {
  row: JournalRow;
  notice: Notice;
  cleared: string[];
  /** How often it was put off. */
  putOff: number;
  /** Ends its wait for another turn; missing while it has one. */
  endWait?: () => void;
}

const BETTER_LATER: readonly string[] = ['unavailable', 'timeout', 'not_connected'];

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
  private readonly known = new Map<number, Part>();
  private queue: Promise<void> = Promise.resolve();
  private readonly abort = new AbortController();

  constructor(private readonly parts: HistoryDeskParts) {}

  /** Reads a part, unless it is being read. One that was put off has its turn now. */
  take(row: JournalRow, notice: Notice, cleared: string[]): void {
    const known = this.known.get(row.rid);
    if (known && !known.endWait) return;
    const part = known ?? { row, notice, cleared, putOff: 0 };
    this.known.set(row.rid, part);
    this.enqueue(part);
  }

  /** Ends what is being read; it is read again at the next start. */
  async stop(): Promise<void> {
    this.abort.abort(new Error('The session ends'));
    for (const part of this.known.values()) part.endWait?.();
    await this.queue;
  }

  private enqueue(part: Part): void {
    part.endWait?.();
    delete part.endWait;
    this.queue = this.queue.then(() => this.read(part));
  }

  private async read(part: Part): Promise<void> {
    if (this.abort.signal.aborted) return;
    const { row, notice, cleared } = part;
    try {
      const facts = await this.factsOf(row, notice);
      if (!this.abort.signal.aborted) this.parts.context.journal.settle(row.rid, facts, cleared);
    } catch (error) {
      if (error instanceof StorageError) {
        this.known.delete(row.rid);
        this.parts.refused(error);
      } else if (!this.abort.signal.aborted) this.putOff(part, error);
    }
  }

  private putOff(part: Part, error: unknown): void {
    const { clock, logger, random } = this.parts.context;
    part.putOff += 1;
    logger.warn('A part of the history was put off', { times: part.putOff, failure: nameOf(error) });
    part.endWait = clock.after(fullJitter(part.putOff, PUT_OFF, random), () => this.enqueue(part));
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

  /** @returns `undefined` when the history is gone or damaged. @throws what may go better later */
  private async tried(notice: Notice): Promise<Imported | undefined> {
    const { clock, logger, random } = this.parts.context;
    const { signal } = this.abort;
    for (let attempt = 1; ; attempt++) {
      try {
        return await importHistory(await this.bytes(notice), this.parts.importParts(signal));
      } catch (error) {
        if (error instanceof StorageError || signal.aborted) throw error;
        logger.warn('A part of the history could not be read', { attempt, failure: nameOf(error) });
        if (error instanceof DomainError && error.code === 'media_expired') return undefined;
        if (attempt >= ATTEMPTS || notice.initialHistBootstrapInlinePayload) {
          if (mayGoBetter(error)) throw error;
          return undefined;
        }
        await delay(clock, fullJitter(attempt, RETRY, random), signal);
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

/** The network or the machine was in the way, not the file. */
function mayGoBetter(error: unknown): boolean {
  if (error instanceof DomainError) return BETTER_LATER.includes(error.code);
  return error instanceof Error && 'syscall' in error;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
