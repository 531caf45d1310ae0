import { type Clock, type EventType, type LoggedEvent, type LoggedEventOf, type Message } from '@columba/core';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK } from '../../../common/tokens.js';
import { LogWatch } from '../../../events/log-watch.js';
import { textOf } from '../events/faserf-text.js';
import { FaserfReads } from '../faserf-reads.js';

export interface Counters {
  sent: number;
  received: number;
  failed: number;
}
export interface LogEntry {
  at: Date;
  msg: string;
  type: 'info' | 'success' | 'warning' | 'error';
}
interface Failure {
  message: string;
  target: string;
  at: Date;
  reason: string;
}

interface SessionTally {
  now: Counters;
  /** What happened before this process started, as far as events are kept. */
  before: Counters;
  log: LogEntry[];
  lastFailure?: Failure;
  lastDisconnectReason?: string;
}

const LONGEST_LOG = 50;
const PAGE = 1_000;
const COUNTED: readonly EventType[] = ['message.sent', 'message.received', 'message.status_changed'];

/** Counts what happens in each session since the start, and keeps its last news in mind. */
@Injectable()
export class FaserfTally implements OnModuleInit {
  readonly startedAt: Date;
  private readonly tallies = new Map<string, SessionTally>();
  private readonly startPos: number;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly watch: LogWatch,
    private readonly reads: FaserfReads,
  ) {
    this.startedAt = clock.now();
    this.startPos = reads.storage.events.lastPos();
  }

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.heard(event)));
  }

  get uptimeSeconds(): number {
    return Math.floor((this.clock.now().getTime() - this.startedAt.getTime()) / 1000);
  }

  of(session: string): SessionTally {
    const known = this.tallies.get(session);
    if (known) return known;
    const made = { now: zero(), before: this.countBefore(session), log: [] };
    this.tallies.set(session, made);
    return made;
  }

  /** The session begins anew: what was before does not count any more, also after a restart. */
  forget(session: string): void {
    const { consumers, events } = this.reads.storage;
    const startPos = events.lastPos();
    consumers.ensure({ id: idOf(session), kind: 'pull', startPos });
    consumers.advance(idOf(session), startPos);
    this.tallies.set(session, { now: zero(), before: zero(), log: [] });
  }

  private heard(event: LoggedEvent): void {
    const tally = this.of(event.session);
    count(tally.now, event);
    if (event.type === 'session.state_changed') this.noteState(tally, event);
    if (event.type === 'message.status_changed' && event.data.status === 'failed') this.noteFailure(tally, event);
  }

  private noteState(tally: SessionTally, { data, occurredAt }: LoggedEventOf<'session.state_changed'>): void {
    const { state, previousState, reason, detail } = data;
    if (previousState === 'connected') tally.lastDisconnectReason = reason ?? state;
    tally.log.unshift({ at: occurredAt, msg: detail ?? SAID[state] ?? state, type: TYPE[state] ?? 'info' });
    tally.log.length = Math.min(tally.log.length, LONGEST_LOG);
  }

  private noteFailure(
    tally: SessionTally,
    { session, data, occurredAt }: LoggedEventOf<'message.status_changed'>,
  ): void {
    const message: Message | undefined = this.reads.message(session, data.chat, data.messageId);
    tally.lastFailure = {
      message: message ? textOf(message.content) : '',
      target: data.chat,
      at: occurredAt,
      reason: data.error?.detail ?? data.error?.code ?? 'failed',
    };
  }

  private countBefore(session: string): Counters {
    const counters = zero();
    for (let afterPos = this.reads.storage.consumers.get(idOf(session))?.cursorPos ?? 0; ;) {
      const events = this.reads.storage.events.list({ session, types: COUNTED, afterPos, limit: PAGE });
      for (const event of events) if (event.pos <= this.startPos) count(counters, event);
      afterPos = events.at(-1)?.pos ?? this.startPos;
      if (events.length < PAGE || afterPos >= this.startPos) return counters;
    }
  }
}

/** Of the place in the log from which on is counted. */
const idOf = (session: string): string => `faserf-tally:${session}`;

const zero = (): Counters => ({ sent: 0, received: 0, failed: 0 });

function count(counters: Counters, event: LoggedEvent): void {
  if (event.type === 'message.sent') counters.sent += 1;
  if (event.type === 'message.received') counters.received += 1;
  if (event.type === 'message.status_changed' && event.data.status === 'failed') counters.failed += 1;
}

const SAID: Record<string, string> = {
  starting: 'Starting',
  pairing: 'Waiting for a phone to link',
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Connection lost, trying again',
  stopped: 'Stopped',
  logged_out: 'Logged out',
};

const TYPE: Record<string, LogEntry['type']> = {
  connected: 'success',
  reconnecting: 'warning',
  logged_out: 'error',
  replaced: 'error',
  banned: 'error',
  client_outdated: 'error',
  passkey_required: 'error',
  failed: 'error',
};
