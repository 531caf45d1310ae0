import type { Clock, EventType, LoggedEvent, Logger } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOGGER } from '../../../common/tokens.js';
import { HaEventsConfig, idleReason } from '../../../ha-events/ha-events.config.js';
import { FaserfReads } from '../faserf-reads.js';
import { type FaserfEvent, presentEvent } from './faserf-event.presenter.js';

const TYPES: readonly EventType[] = ['message.received', 'message.sent', 'message.recovered', 'poll.voted'];
const PER_POLL = 500;
/** Older than so many events of the session: dropped, so that somebody who comes back is not flooded. */
const LONGEST_QUEUE = 5_000;

/**
 * The one queue of a session that clients poll: a cursor on the log, kept by the database. What was given is done, whether
 * it arrived or not, as the contract has it; it begins when somebody first starts the session or asks for events.
 */
@Injectable()
export class FaserfQueue {
  private hasWarned = false;

  constructor(
    private readonly reads: FaserfReads,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly homeAssistant: HaEventsConfig,
  ) {}

  begin(session: string): number {
    const { consumers, events } = this.reads.storage;
    return consumers.ensure({ id: idOf(session), kind: 'pull', startPos: events.lastPos() }).cursorPos;
  }

  clear(session: string): void {
    this.begin(session);
    this.reads.storage.consumers.advance(idOf(session), this.reads.storage.events.lastPos());
  }

  /** What came since the last time, oldest first. */
  take(session: string, sessionId: string): FaserfEvent[] {
    this.warn();
    const { events, consumers } = this.reads.storage;
    const afterPos = this.begin(session);
    const afterSeq = Math.max(0, events.lastSeq(session) - LONGEST_QUEUE);
    const last = events.lastPos();
    const found = events.list({ session, afterPos, afterSeq, types: TYPES, limit: PER_POLL });
    const upTo = found.length < PER_POLL ? last : (found.at(-1)?.pos ?? last);
    if (upTo > afterPos) consumers.advance(idOf(session), upTo);
    return found.map((event) => this.present(event, sessionId)).filter((event) => event !== undefined);
  }

  /** The integration behind these requests raises two of the names that Columba fires in the form of gajosu. */
  private warn(): void {
    if (this.hasWarned || this.homeAssistant.mode !== 'gajosu' || idleReason(this.homeAssistant) !== undefined) return;
    this.hasWarned = true;
    this.logger.warn(WARNING);
  }

  present(event: LoggedEvent, sessionId: string): FaserfEvent | undefined {
    const { session } = event;
    return presentEvent(event, {
      sessionId,
      now: this.clock.now(),
      message: (chat, id) => this.reads.message(session, chat, id),
      isOwn: (person) => this.reads.isOwn(session, person),
      isGroupAdmin: (group, person) => {
        const member = this.reads.group(session, group)?.participants.find(({ id }) => id === person);
        return member !== undefined && member.role !== 'member';
      },
    });
  }
}

const WARNING =
  'The FaserF API is polled while Columba fires events of the same names in Home Assistant: each message may come twice. Set HA_EVENTS (ha_events in the add-on) to native or off';

const idOf = (session: string): string => `faserf:${session}`;
