import { setImmediate } from 'node:timers/promises';
import { type Clock, fact, type HistoryBatch, type HistoryPart, type SessionName } from '@columba/core';
import type { Database } from '../database/database.js';
import type { Inbox } from '../inbox/inbox.js';
import type { HistoryCounts, PastStore } from './past.store.js';
import { piecesOf } from './pieces.js';

/** What the phone hands over at once. */
export interface HistoryHandover {
  /** Names it, so that a repetition is recognised: the id of the stanza that brought it, or the hash of its file. */
  name: string;
  part: HistoryPart;
  /** In percent, as the phone counts. */
  progress?: number;
  /** Read one after the other, always in the same order; never all in memory. */
  batches: Iterable<HistoryBatch> | AsyncIterable<HistoryBatch>;
}

export interface HistoryProgress extends HistoryCounts {
  /** How many batches are in. */
  batches: number;
  finishedAt?: Date;
}

export interface HistoryIntakeParts {
  db: Database;
  clock: Clock;
  inbox: Inbox;
  past: (session: SessionName) => PastStore;
}

const NOTHING: HistoryProgress = { batches: 0, chats: 0, contacts: 0, messages: 0 };

/** Takes in the past in short steps between which live messages come in, and goes on where it was cut off. */
export class HistoryIntake {
  constructor(private readonly parts: HistoryIntakeParts) {}

  /**
   * Resolves when all of it is in the read model and `history.received` in the log. The same once more does nothing;
   * one that was cut off goes on after the last batch that was complete.
   * @throws StorageError; the reason of `signal` when that ends it.
   */
  async ingest(session: SessionName, handover: HistoryHandover, signal?: AbortSignal): Promise<HistoryProgress> {
    const before = this.progress(session, handover.name) ?? NOTHING;
    if (before.finishedAt) return before;
    let index = 0;
    let progress = before;
    for await (const batch of handover.batches) {
      index += 1;
      if (index > before.batches) progress = await this.batch(session, handover.name, batch, { progress, signal });
    }
    signal?.throwIfAborted();
    return this.finish(session, handover, progress);
  }

  progress(session: string, name: string): HistoryProgress | undefined {
    const { db } = this.parts;
    const query = db.query.selectFrom('history_progress').selectAll().where('session', '=', session);
    const row = db.first(query.where('name', '=', name));
    if (!row) return undefined;
    const { batches, chats, contacts, messages, finished_at } = row;
    return {
      batches,
      chats,
      contacts,
      messages,
      ...(finished_at === null ? {} : { finishedAt: new Date(finished_at) }),
    };
  }

  /** A piece that was written twice because the process ended between two of them counts once: it adds nothing. */
  private async batch(
    session: SessionName,
    name: string,
    batch: HistoryBatch,
    { progress, signal }: { progress: HistoryProgress; signal?: AbortSignal | undefined },
  ): Promise<HistoryProgress> {
    const { db, past } = this.parts;
    let sum = progress;
    for (const piece of piecesOf(batch)) {
      signal?.throwIfAborted();
      sum = db.transaction(() => {
        const next = added(sum, past(session).add(piece));
        this.save(session, name, next);
        return next;
      });
      await setImmediate();
    }
    const complete = { ...sum, batches: sum.batches + 1 };
    this.save(session, name, complete);
    return complete;
  }

  private finish(session: SessionName, { name, part, progress }: HistoryHandover, sum: HistoryProgress) {
    const { db, clock, inbox } = this.parts;
    const finishedAt = clock.now();
    const { chats, contacts, messages } = sum;
    const data = { part, chats, contacts, messages, ...(progress === undefined ? {} : { progress }) };
    return db.transaction(() => {
      inbox.record(session, [fact('history.received', data, ['history', name], { occurredAt: finishedAt })]);
      const finished = { ...sum, finishedAt };
      this.save(session, name, finished);
      return finished;
    });
  }

  private save(session: string, name: string, { finishedAt, ...counts }: HistoryProgress): void {
    const { db, clock } = this.parts;
    const now = clock.now().getTime();
    const row = { ...counts, updated_at: now, finished_at: finishedAt?.getTime() ?? null };
    const insert = db.query.insertInto('history_progress').values({ session, name, ...row });
    db.run(insert.onConflict((conflict) => conflict.columns(['session', 'name']).doUpdateSet(row)));
  }
}

const added = (sum: HistoryProgress, more: HistoryCounts): HistoryProgress => ({
  ...sum,
  chats: sum.chats + more.chats,
  contacts: sum.contacts + more.contacts,
  messages: sum.messages + more.messages,
});
