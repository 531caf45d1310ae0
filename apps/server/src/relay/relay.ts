import { setMaxListeners } from 'node:events';
import { type BackoffLimits, type Clock, failpoint, fullJitter, type LoggedEvent, type Logger } from '@columba/core';
import { Bell, pause } from './bell.js';
import { type DeliveryResult, type Encoder, type Gate, type Obstacle, openGate, type Sink } from './delivery.js';
import { Pace } from './pace.js';
import type { Subscription } from './subscription.js';
import { Tidings } from './tidings.js';

export interface RelayOptions<Payload> {
  /** Names the consumer in the log. */
  name: string;
  subscription: Subscription;
  encoder: Encoder<Payload>;
  sink: Sink<Payload>;
  gate?: Gate;
  clock: Clock;
  logger: Logger;
  /** Uniform in [0, 1). */
  random?: () => number;
  /** Deliveries in flight at once. More than one only for a sink that keeps their order. */
  window?: number | (() => number);
  /** At most so many deliveries per second. */
  perSecond?: number;
  backoff?: BackoffLimits;
  /** How often to look again while there is nothing to deliver. */
  idleCheckMs?: number;
  unauthorisedRetryMs?: number;
  /** How long a delivery in flight may still take when the relay is stopped. */
  stopGraceMs?: number;
}

export type RelayState = 'stopped' | 'waiting' | 'delivering' | 'backing_off' | 'unauthorised';

export interface RelayStatus {
  state: RelayState;
  /** Events of the log that this consumer has not done yet. */
  lag: number;
  /** What stands in the way now. */
  lastError?: string;
  /** Events set aside since the start because the other side can never take them. */
  parked: number;
  lastParked?: string;
}

const DEFAULTS = {
  gate: openGate,
  random: Math.random,
  window: 1,
  perSecond: Infinity,
  backoff: { firstMs: 1_000, maximumMs: 60_000 },
  idleCheckMs: 10_000,
  unauthorisedRetryMs: 300_000,
  stopGraceMs: 5_000,
};
const BATCH = 64;
const MOST_LISTENERS = 2 * BATCH;
/** An event that a consumer hears of this long after it was stored is no longer live. */
const LIVE_MS = 60_000;

interface Run {
  /** Ends all waiting. */
  stopping: AbortController;
  /** Ends deliveries in flight, later. */
  cutOff: AbortController;
  done: Promise<void>;
}

/**
 * Brings the event log to one consumer: in order, at least once, and never past an event that was not accepted. The
 * cursor is stored before the next event goes out, so a crash repeats only what was in flight, under the same event id.
 */
export class Relay<Payload> {
  private readonly options: Required<RelayOptions<Payload>>;
  private readonly bell = new Bell();
  private readonly tidings: Tidings<Payload>;
  private readonly pace: Pace;
  private run: Run | undefined;
  private state: RelayState = 'stopped';
  private lastError: string | undefined;
  private parked = 0;
  private lastParked: string | undefined;
  private failures = 0;
  private readonly attempts = { delivered: 0, failed: 0 };
  private pending: LoggedEvent[] = [];
  /** Of what is pending: the newest by merge key. */
  private newest = new Map<string, number>();
  /** Done as far as we know; the stored cursor may lag behind it by events that were not for this consumer. */
  private position = 0;
  private stored = 0;
  /** Set from a delivery until the cursor that covers it is stored. */
  private unsaved: { note?: string } | undefined;

  constructor(options: RelayOptions<Payload>) {
    this.options = { ...DEFAULTS, ...options };
    this.tidings = new Tidings(this.options);
    this.pace = new Pace(this.options.clock, this.options.perSecond);
  }

  start(): void {
    if (this.run) return;
    this.pending = [];
    this.stored = this.position = this.options.subscription.position();
    const run: Run = {
      stopping: new AbortController(),
      cutOff: new AbortController(),
      done: Promise.resolve(),
    };
    // Every delivery in flight listens to it.
    setMaxListeners(MOST_LISTENERS, run.cutOff.signal);
    run.done = this.work(run);
    this.run = run;
  }

  /** Takes up nothing new; resolves when the delivery in flight is done or cut off. */
  async stop(): Promise<void> {
    const run = this.run;
    if (!run) return;
    run.stopping.abort();
    const cancel = this.options.clock.after(this.options.stopGraceMs, () => run.cutOff.abort());
    await run.done;
    cancel();
    this.run = undefined;
  }

  status(): RelayStatus {
    const { state, lastError, parked, lastParked } = this;
    const status: RelayStatus = { state, lag: this.options.subscription.lag(), parked };
    if (lastError !== undefined) status.lastError = lastError;
    if (lastParked !== undefined) status.lastParked = lastParked;
    return status;
  }

  /** For whoever measures: where it stands, and attempts since the start by how they ended. */
  metrics(): { position: number; delivered: number; failed: number } {
    return { position: this.position, ...this.attempts };
  }

  private async work(run: Run): Promise<void> {
    // Listening begins before the first look into the log, so nothing appended in between is missed.
    const endListening = this.options.subscription.onAppended(() => this.bell.ring());
    while (!run.stopping.signal.aborted) {
      const obstacle = await this.turn(run).catch((error: unknown) => this.broken(error));
      if (obstacle) await this.holdOff(obstacle, run.stopping.signal);
    }
    endListening();
    this.state = 'stopped';
  }

  /** One look at the gate and, if it is open, one delivery or one rest. */
  private async turn(run: Run): Promise<Obstacle | undefined> {
    if (this.unsaved) this.save();
    const readiness = await this.options.gate.check(run.stopping.signal);
    if (readiness.kind !== 'ready') return readiness;
    if (run.stopping.signal.aborted) return undefined;
    const untold = await this.tidings.tell(run.cutOff.signal);
    if (untold) return untold;
    if (this.pending.length === 0) this.refill();
    if (this.pending.length > 0) return this.deliverWindow(run);
    this.enter('waiting');
    this.failures = 0;
    this.tidings.reached();
    await this.bell.wait(this.options.clock, this.options.idleCheckMs, run.stopping.signal);
    return undefined;
  }

  private refill(): void {
    // Events without words for this consumer share one write of the cursor per batch.
    if (this.position > this.stored) this.save();
    this.bell.silence();
    this.pending = this.options.subscription.read(this.position, BATCH);
    this.newest = new Map();
    for (const event of this.pending) {
      const key = this.options.encoder.mergeKey?.(event);
      if (key !== undefined) this.newest.set(key, event.pos);
    }
  }

  private async deliverWindow({ stopping, cutOff: { signal } }: Run): Promise<Obstacle | undefined> {
    this.state = 'delivering';
    await this.keepPace(stopping.signal);
    if (stopping.signal.aborted) return undefined;
    const { window: size } = this.options;
    const window = this.pending.slice(0, typeof size === 'number' ? size : size());
    const results = window.map((event) => this.attempt(event, signal));
    // The cursor follows each answer; what comes after an obstacle has to end before it goes again.
    const ended = Promise.allSettled(results);
    for (const [index, event] of window.entries()) {
      const result = (await results[index]) ?? 'silent';
      if (result !== 'silent' && (result.kind === 'retry' || result.kind === 'unauthorised')) {
        await ended;
        this.attempts.failed++;
        this.options.gate.doubt();
        return result;
      }
      this.finish(event, result);
    }
    return undefined;
  }

  private async keepPace(signal: AbortSignal): Promise<void> {
    const wait = this.pace.waitMs();
    if (wait > 0) await pause(this.options.clock, wait, signal);
  }

  private async attempt(event: LoggedEvent, signal: AbortSignal): Promise<DeliveryResult | 'silent'> {
    const at = this.options.clock.now();
    if (this.isSuperseded(event, at)) return 'silent';
    const replayed = event.late || at.getTime() - event.storedAt.getTime() > LIVE_MS;
    let payloads: readonly Payload[];
    try {
      payloads = this.options.encoder.encode(event, { at, replayed });
    } catch (error) {
      return { kind: 'malformed', detail: `It cannot be encoded: ${nameOf(error)}` };
    }
    if (payloads.length === 0) return 'silent';
    failpoint('relay.deliver.before');
    this.pace.take(payloads.length);
    return this.options.sink.deliver(payloads, signal);
  }

  /** It waited, and something newer that waits says it all. */
  private isSuperseded(event: LoggedEvent, at: Date): boolean {
    if (at.getTime() - event.storedAt.getTime() <= LIVE_MS) return false;
    const key = this.options.encoder.mergeKey?.(event);
    return key !== undefined && (this.newest.get(key) ?? event.pos) > event.pos;
  }

  /** Accepted, set aside or not meant for this consumer: the cursor moves on. */
  private finish(event: LoggedEvent, result: DeliveryResult | 'silent'): void {
    this.pending.shift();
    this.position = event.pos;
    if (result === 'silent') return;
    if (result.kind === 'malformed') this.park(event, result.detail);
    else {
      failpoint('relay.deliver.after');
      this.failures = 0;
      this.tidings.reached();
      this.attempts.delivered++;
      this.enter('delivering');
      this.unsaved = {};
    }
    this.save();
    failpoint('relay.cursor.after');
  }

  private park(event: LoggedEvent, detail: string): void {
    const { eventId, seq, session, type } = event;
    this.parked++;
    this.lastParked = `Event ${eventId} was set aside. ${detail}`;
    this.unsaved = { note: this.lastParked };
    this.options.logger.warn('An event was set aside', {
      consumer: this.options.name,
      eventId,
      seq,
      session,
      type,
      detail,
    });
  }

  private save(): void {
    this.options.subscription.advance(this.position, this.unsaved?.note);
    this.stored = this.position;
    this.unsaved = undefined;
  }

  private async holdOff(obstacle: Obstacle, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { clock, backoff, random, unauthorisedRetryMs, logger, name } = this.options;
    this.tidings.trouble();
    this.state = obstacle.kind === 'unauthorised' ? 'unauthorised' : 'backing_off';
    if (this.lastError !== obstacle.reason) {
      // A wait whose end is known is the ordinary course of things.
      const level = obstacle.kind === 'retry' && obstacle.afterMs !== undefined ? 'info' : 'warn';
      logger[level]('Delivery waits', { consumer: name, reason: obstacle.reason });
    }
    this.lastError = obstacle.reason;
    if (obstacle.kind === 'unauthorised') return pause(clock, obstacle.afterMs ?? unauthorisedRetryMs, signal);
    return pause(clock, obstacle.afterMs ?? fullJitter(this.failures++, backoff, random), signal);
  }

  /** Working again: the last obstacle is history. */
  private enter(state: 'waiting' | 'delivering'): void {
    if (this.lastError !== undefined) this.options.logger.info('Delivery goes on', { consumer: this.options.name });
    this.state = state;
    this.lastError = undefined;
  }

  /** Storage refused, or a part broke its promise not to throw. Nothing is lost: the cursor has not moved. */
  private broken(error: unknown): Obstacle {
    this.options.logger.error('The relay was interrupted', { consumer: this.options.name, error });
    return { kind: 'retry', reason: `The relay was interrupted: ${nameOf(error)}` };
  }
}

/** Only the kind of error: its text could quote a message. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
