import { randomUUID } from 'node:crypto';
import type { Clock } from '@columba/core';
import type { LaneQueue, Outcome } from './lane-queue.js';
import type { RelayNotice } from './relay-notice.js';

export interface NoticeSink {
  notify(notice: RelayNotice, signal: AbortSignal): Promise<Outcome>;
}

/** So long without a delivery is an outage, and its end is told. */
export const OUTAGE_MS = 5 * 60_000;
/** An endpoint that takes no notices may still take events: after so many tries they have their turn for an hour. */
const TRIES = 3;
const SILENT_MS = 3600 * 1000;

/** What the relay has to tell a consumer before it goes on: that events are gone for good, or that many old ones come. */
export class Notices {
  /** In a row. */
  failures = 0;
  private beginning = true;
  private silentUntil = 0;
  private resumeOwed = false;
  private resumeTold = false;

  constructor(
    private readonly queue: Pick<LaneQueue, 'backlog' | 'losses' | 'told'>,
    private readonly sink: NoticeSink,
    private readonly clock: Clock,
  ) {}

  /** Whether something is to be told although no event waits. */
  urgent(): boolean {
    return !this.silent && this.queue.losses().length > 0;
  }

  /** @param failingMs for how long nothing could be delivered */
  owed(failingMs: number): boolean {
    return this.urgent() || (!this.silent && this.owesResume(failingMs));
  }

  /** Tells everything that is owed, in order, up to the first failure. */
  async tell(signal: AbortSignal): Promise<Outcome> {
    const at = this.clock.now();
    for (const loss of this.queue.losses()) {
      const outcome = await this.send({ type: 'relay.truncated', eventId: randomUUID(), at, span: loss }, signal);
      if (outcome.kind !== 'delivered') return outcome;
      this.queue.told(loss);
    }
    if (this.resumeOwed) {
      for (const span of this.queue.backlog()) {
        const outcome = await this.send({ type: 'relay.resumed', eventId: randomUUID(), at, span }, signal);
        if (outcome.kind !== 'delivered') return outcome;
      }
      this.resumeOwed = false;
      this.resumeTold = true;
    }
    return { kind: 'delivered' };
  }

  /** An event was delivered: what comes after the next trouble is another outage. */
  reached(): void {
    this.resumeTold = false;
    this.resumeOwed = false;
    this.beginning = false;
  }

  private get silent(): boolean {
    return this.clock.monotonic() < this.silentUntil;
  }

  /** After an outage of the other side, or of ourselves: then the oldest of what waits is old. */
  private owesResume(failingMs: number): boolean {
    if (this.resumeTold) return false;
    if (failingMs >= OUTAGE_MS) return (this.resumeOwed = true);
    if (!this.beginning) return this.resumeOwed;
    this.beginning = false;
    const oldest = this.queue.backlog().map(({ oldestAt }) => oldestAt.getTime());
    return (this.resumeOwed = oldest.some((time) => this.clock.now().getTime() - time >= OUTAGE_MS));
  }

  private async send(notice: RelayNotice, signal: AbortSignal): Promise<Outcome> {
    const outcome = await this.sink.notify(notice, signal);
    const wasHeard = outcome.kind === 'delivered' || isRefused(outcome);
    this.failures = wasHeard || this.failures >= TRIES ? 0 : this.failures;
    if (!wasHeard) this.failures++;
    this.silentUntil = this.failures >= TRIES ? this.clock.monotonic() + SILENT_MS : 0;
    return wasHeard ? { kind: 'delivered' } : outcome;
  }
}

/** It answers, and does not want this kind of message: no reason to keep its events from it. */
const isRefused = (outcome: Outcome): boolean =>
  outcome.kind === 'malformed' ||
  (outcome.kind === 'failed' &&
    outcome.status !== undefined &&
    outcome.status >= 400 &&
    outcome.status < 500 &&
    outcome.status !== 429);
