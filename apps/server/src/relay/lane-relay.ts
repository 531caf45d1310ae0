import { type Clock, failpoint, fullJitter, type LoggedEvent, type Logger } from '@columba/core';
import type { AttemptRecord, PendingDelivery } from '@columba/storage';
import { Backlog, LANE_ROOM } from './backlog.js';
import { Bell, pause } from './bell.js';
import { EndpointHealth, type HealthChange } from './endpoint-health.js';
import type { LaneQueue, Outcome } from './lane-queue.js';
import { Notices, type NoticeSink } from './notices.js';
import { waitAfter } from './retry-schedule.js';

/** Where events go: input and output only. Trouble is an answer, never a throw; settles soon after `signal` aborts. */
export interface LaneSink extends NoticeSink {
  deliver(event: LoggedEvent, attempt: { number: number; at: Date }, signal: AbortSignal): Promise<Outcome>;
}

export interface LaneRelayOptions {
  /** Names the consumer in the log. */
  name: string;
  queue: LaneQueue;
  sink: LaneSink;
  /** After so many an event is set aside. */
  maxAttempts: number;
  /** Hears of changes worth keeping. */
  onHealth: (change: HealthChange) => void;
  failingSince?: Date | undefined;
  clock: Clock;
  logger: Logger;
  /** Uniform in [0, 1). */
  random?: () => number;
}

export interface LaneRelayStatus {
  inFlight: number;
  /** At hand: taken from the log and not done, and of each chat only the first. */
  waiting: number;
  delivered: number;
  failed: number;
  parked: number;
  lastError?: string;
}

/** Deliveries in flight at once, each of another chat; one while the other side is in trouble. */
const SLOTS = 8;
const TROUBLED_AFTER = 8;
/** With so many that can go out soon, nothing more is taken from the log … */
const ENOUGH = 1_000;
const BATCH = 200;
/** … and never more than so many batches at once, so that nobody waits for it. */
const MOST_BATCHES = 10;
const IDLE_MS = 60_000;
const STOP_GRACE_MS = 5_000;
const STORAGE_BACKOFF = { firstMs: 1_000, maximumMs: 60_000 };

interface Run {
  stopping: AbortController;
  cutOff: AbortController;
  done: Promise<void>;
}

/**
 * Brings the log to one consumer, each chat in order and the chats beside each other. A chat waits for its oldest event
 * until that is delivered or has used up its attempts; it keeps no other chat waiting.
 */
export class LaneRelay {
  private readonly backlog = new Backlog();
  private readonly bell = new Bell();
  private readonly notices: Notices;
  private readonly health: EndpointHealth;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly random: () => number;
  private readonly counts = { delivered: 0, failed: 0, parked: 0 };
  private storageFailures = 0;
  /** What is in memory is not all that is stored. */
  private stale = true;
  /** On the monotonic clock: until then the relay's own notices are not tried again. */
  private quietUntil = 0;
  private run: Run | undefined;

  constructor(private readonly options: LaneRelayOptions) {
    const { queue, sink, clock, onHealth, failingSince } = options;
    this.random = options.random ?? Math.random;
    this.notices = new Notices(queue, sink, clock);
    this.health = new EndpointHealth(clock, onHealth, failingSince);
  }

  start(): void {
    if (this.run) return;
    this.stale = true;
    const run: Run = { stopping: new AbortController(), cutOff: new AbortController(), done: Promise.resolve() };
    this.run = run;
    run.done = this.work(run);
  }

  /** Takes up nothing new; resolves when the deliveries in flight are done or cut off. */
  async stop(): Promise<void> {
    const { run } = this;
    if (!run) return;
    run.stopping.abort();
    const cancel = this.options.clock.after(STOP_GRACE_MS, () => run.cutOff.abort());
    await run.done;
    cancel();
    this.run = undefined;
  }

  /** Somebody changed what waits: look again. */
  reload(): void {
    this.stale = true;
    this.bell.ring();
  }

  status(): LaneRelayStatus {
    const { lastError } = this.health;
    return {
      inFlight: this.inFlight.size,
      waiting: this.backlog.size,
      ...this.counts,
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  private async work(run: Run): Promise<void> {
    const { signal } = run.stopping;
    const endListening = this.options.queue.onAppended(() => this.bell.ring());
    while (!signal.aborted) {
      this.bell.silence();
      const wait = await this.turn(run).catch((error: unknown) => this.interrupted(error));
      if (!signal.aborted) await this.bell.wait(this.options.clock, wait, signal);
    }
    endListening();
    await Promise.all(this.inFlight);
  }

  /** Takes in what there is room for and sends what may go. @returns how long there is nothing to do. */
  private async turn(run: Run): Promise<number> {
    const now = this.options.clock.now();
    const more = this.refill(now);
    this.storageFailures = 0;
    const due = this.backlog.due(now, this.freeSlots());
    if (due.length > 0 || this.notices.urgent()) {
      const wait = await this.tellFirst(run);
      if (wait !== undefined) return wait;
    }
    for (const entry of due) this.dispatch(entry, run);
    if (more) return 0;
    return Math.min(IDLE_MS, this.freeSlots() > 0 ? (this.backlog.msUntilDue(now) ?? IDLE_MS) : IDLE_MS);
  }

  /** @returns whether the log has more that there is room for. */
  private refill(now: Date): boolean {
    const { queue } = this.options;
    if (this.stale) this.backlog.clear();
    for (const lane of this.stale ? queue.lanes() : this.backlog.short())
      this.backlog.load(lane, queue.pending(lane, LANE_ROOM));
    this.stale = false;
    for (let batch = 0; this.backlog.moving(now) < ENOUGH; batch++) {
      if (batch === MOST_BATCHES) return true;
      const { taken, more } = queue.takeIn(BATCH);
      this.backlog.add(taken);
      if (!more) break;
    }
    return false;
  }

  private freeSlots(): number {
    return Math.max(0, (this.health.failures >= TROUBLED_AFTER ? 1 : SLOTS) - this.inFlight.size);
  }

  /** What the relay itself has to say comes before any event. @returns how long the events have to wait for it. */
  private async tellFirst(run: Run): Promise<number | undefined> {
    if (!this.notices.owed(this.health.failingMs)) return undefined;
    const { clock } = this.options;
    if (clock.monotonic() < this.quietUntil) return this.quietUntil - clock.monotonic();
    if (this.inFlight.size > 0) return IDLE_MS;
    const outcome = await this.notices.tell(run.cutOff.signal);
    if (outcome.kind === 'delivered' || run.stopping.signal.aborted) return undefined;
    if (outcome.kind === 'gone') this.health.gone();
    else this.health.failed(outcome.error);
    if (!this.notices.owed(this.health.failingMs)) return undefined;
    const wait = waitAfter(this.notices.failures, this.random, outcome.kind === 'failed' ? outcome.afterMs : 0);
    this.quietUntil = clock.monotonic() + wait;
    return wait;
  }

  private dispatch(entry: PendingDelivery, run: Run): void {
    if (run.stopping.signal.aborted) return;
    this.backlog.depart(entry);
    const task = this.attempt(entry, run).finally(() => {
      this.inFlight.delete(task);
      this.bell.ring();
    });
    this.inFlight.add(task);
  }

  private async attempt(entry: PendingDelivery, run: Run): Promise<void> {
    const { clock, queue, sink, name, logger } = this.options;
    const at = clock.now();
    const began = clock.monotonic();
    try {
      const event = queue.event(entry.pos);
      if (!event) {
        queue.forget(entry.pos);
        return this.backlog.settle(entry);
      }
      failpoint('relay.deliver.before');
      const outcome = await sink.deliver(event, { number: entry.attempts + 1, at }, run.cutOff.signal);
      // Cut off by ourselves: nothing is known of the other side, so nothing is counted.
      if (outcome.kind !== 'delivered' && run.cutOff.signal.aborted) return this.backlog.settle(entry, entry);
      const durationMs = Math.round(clock.monotonic() - began);
      const record = recordOf(outcome, { attempt: entry.attempts + 1, at, durationMs });
      await this.settle(entry, event, outcome, record, run);
    } catch (error) {
      logger.error('A delivery was interrupted', { consumer: name, error });
      this.backlog.settle(entry, { ...entry, nextAt: new Date(clock.now().getTime() + STORAGE_BACKOFF.firstMs) });
    }
  }

  /** What became of an attempt must be stored, or it would be made again: while the disk refuses, its chat waits. */
  private async keep(run: Run, store: () => void): Promise<void> {
    const { clock, name, logger } = this.options;
    for (let failures = 0; ; failures++) {
      try {
        return store();
      } catch (error) {
        if (failures === 0) logger.error('A delivery could not be noted', { consumer: name, error });
        if (run.cutOff.signal.aborted) return;
        await pause(clock, fullJitter(failures, STORAGE_BACKOFF, this.random), run.cutOff.signal);
      }
    }
  }

  private async settle(
    entry: PendingDelivery,
    event: LoggedEvent,
    outcome: Outcome,
    record: AttemptRecord,
    run: Run,
  ): Promise<void> {
    const { queue, maxAttempts, clock } = this.options;
    const attempts = record.attempt;
    if (outcome.kind === 'delivered') {
      failpoint('relay.deliver.after');
      await this.keep(run, () => queue.done(event, record));
      failpoint('relay.cursor.after');
      this.backlog.settle(entry);
      return this.reached();
    }
    if (outcome.kind === 'gone' || (outcome.kind === 'failed' && attempts < maxAttempts)) {
      const asked = outcome.kind === 'failed' ? outcome.afterMs : 0;
      const nextAt = new Date(clock.now().getTime() + waitAfter(attempts, this.random, asked));
      await this.keep(run, () => queue.retry(event, record, nextAt));
      this.backlog.settle(entry, { attempts, nextAt });
    } else {
      await this.keep(run, () => queue.park(event, record));
      this.backlog.settle(entry);
      this.parked(event, outcome.error);
    }
    this.counts.failed++;
    if (outcome.kind === 'gone') this.health.gone();
    if (outcome.kind === 'failed') this.health.failed(outcome.error);
  }

  private reached(): void {
    this.counts.delivered++;
    this.notices.reached();
    this.health.succeeded();
  }

  private parked({ eventId, session, seq, type }: LoggedEvent, error: string): void {
    this.counts.parked++;
    const { logger, name } = this.options;
    logger.warn('An event was set aside', { consumer: name, eventId, session, seq, type, detail: error });
  }

  /** Storage refused. Nothing is lost: what was not stored is looked at again. */
  private interrupted(error: unknown): number {
    const { logger, name } = this.options;
    if (this.storageFailures === 0) logger.error('The relay was interrupted', { consumer: name, error });
    this.stale = true;
    return fullJitter(this.storageFailures++, STORAGE_BACKOFF, this.random);
  }
}

function recordOf(outcome: Outcome, base: Pick<AttemptRecord, 'attempt' | 'at' | 'durationMs'>): AttemptRecord {
  if (outcome.kind === 'delivered')
    return { ...base, outcome: 'delivered', ...(outcome.status === undefined ? {} : { status: outcome.status }) };
  const status = 'status' in outcome && outcome.status !== undefined ? { status: outcome.status } : {};
  return { ...base, outcome: 'failed', error: outcome.error, ...status };
}
