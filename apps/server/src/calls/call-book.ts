import type { CallOutcome, LoggedEvent, Person } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { STORAGE } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';

/** A call that rang at the account. */
export interface Call {
  callId: string;
  from: Person;
  video: boolean;
  group: boolean;
  offeredAt: Date;
  endedAt?: Date;
  outcome?: CallOutcome;
}

const KEPT = 200;
/** How far back the first look goes, in events. */
const LOOKED_BACK = 10_000;

/** The last calls of each session, as the log tells of them. */
@Injectable()
export class CallBook implements OnModuleInit {
  /** By session, then by id, oldest first. */
  private readonly books = new Map<string, Map<string, Call>>();

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly watch: LogWatch,
  ) {}

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.heard(event)));
  }

  /** Newest first. */
  list(session: string): Call[] {
    return [...this.of(session).values()].toReversed();
  }

  get(session: string, callId: string): Call | undefined {
    return this.of(session).get(callId);
  }

  private heard(event: LoggedEvent): void {
    if (!this.storage.sessions.get(event.session)) return void this.books.delete(event.session);
    const book = this.books.get(event.session);
    if (book) enter(book, event);
  }

  private of(session: string): Map<string, Call> {
    const known = this.books.get(session);
    if (known) return known;
    const made = new Map<string, Call>();
    const afterSeq = Math.max(0, this.storage.events.lastSeq(session) - LOOKED_BACK);
    const types = ['call.offered', 'call.ended'] as const;
    for (const event of this.storage.events.list({ session, types, afterSeq, limit: LOOKED_BACK })) enter(made, event);
    this.books.set(session, made);
    return made;
  }
}

function enter(book: Map<string, Call>, event: LoggedEvent): void {
  if (event.type === 'call.offered') {
    const { callId, from, video, group } = event.data;
    book.set(callId, { callId, from, video, group, offeredAt: event.occurredAt });
    const [oldest] = book.keys();
    if (book.size > KEPT && oldest !== undefined) book.delete(oldest);
  }
  if (event.type !== 'call.ended') return;
  const { callId, outcome } = event.data;
  const call = book.get(callId);
  if (call) book.set(callId, { ...call, endedAt: event.occurredAt, ...(outcome === undefined ? {} : { outcome }) });
}
