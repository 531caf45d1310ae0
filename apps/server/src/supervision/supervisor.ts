import { StorageError, type Clock, type Logger, type MessageId } from '@columba/core';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CLOCK, LOGGER } from '../common/tokens.js';
import { Outboxes } from '../messages/outboxes.js';
import type { LiveSession } from '../sessions/live-session.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { RestartBudget, RESTARTS } from './restart-budget.js';

const PATROL_EVERY_MS = 15_000;
/** WhatsApp answers in a second; nothing for so long means that the connection only looks alive. */
const UNANSWERED_MS = 60_000;
/** So many errors that nobody caught, within a minute, and a session is not what it was. */
const STUMBLES = 3;
const STUMBLES_WITHIN_MS = 60_000;

interface Watched {
  budget: RestartBudget;
  stumbles: number[];
  /** Unanswered sends that have cost a restart already, so they do not cost another. */
  given: Set<MessageId>;
  /** Its restarts were spent on messages that go unanswered, and that was said. */
  told?: boolean;
}

/**
 * Looks after the sessions: restarts an engine that has crashed, that stumbles again and again, or whose connection
 * takes messages and answers none, and only that one. What crashes again and again is stopped and left to a person.
 */
@Injectable()
export class Supervisor implements OnModuleInit, OnModuleDestroy {
  private readonly watched = new Map<string, Watched>();
  private cancelPatrol?: () => void;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly registry: SessionRegistry,
    private readonly outboxes: Outboxes,
  ) {}

  onModuleInit(): void {
    this.registry.onForgotten((session) => void this.watched.delete(session));
    this.patrolLater();
  }

  onModuleDestroy(): void {
    this.cancelPatrol?.();
  }

  /** An error that nobody caught came out of this session. */
  stumbled(session: string): void {
    const { stumbles } = this.watch(session);
    const now = this.clock.monotonic();
    stumbles.push(now);
    while (stumbles[0] !== undefined && stumbles[0] <= now - STUMBLES_WITHIN_MS) stumbles.shift();
  }

  private patrolLater(): void {
    this.cancelPatrol = this.clock.after(PATROL_EVERY_MS, () => {
      this.patrolLater();
      this.patrol();
    });
  }

  private patrol(): void {
    try {
      for (const live of this.registry.all()) this.look(live);
    } catch (error) {
      // The database does not answer: then there is nothing to be done for any session.
      if (!(error instanceof StorageError)) throw error;
      this.logger.error('the sessions could not be looked after', { error });
    }
  }

  private look(live: LiveSession): void {
    const watched = this.watch(live.name);
    const { state, reason } = live.state;
    if (state === 'failed' && reason === 'engine_crashed') return this.revive(live, watched, 'its engine has crashed');
    if (live.running && watched.stumbles.length >= STUMBLES)
      return this.revive(live, watched, 'errors came out of it that nobody caught');
    const stuck = state === 'connected' ? this.unanswered(live, watched) : [];
    if (stuck.length === 0) return;
    for (const messageId of stuck) watched.given.add(messageId);
    if (watched.budget.take()) return this.restart(live, 'WhatsApp takes messages and confirms none');
    // What comes in still comes in: no reason to stop it.
    if (watched.budget.spent && !watched.told)
      this.logger.error('a session was restarted often and WhatsApp still confirms nothing', { session: live.name });
    watched.told = watched.budget.spent;
  }

  /** Restarts what is broken, as often as it may be; after that it rests until a person starts it. */
  private revive(live: LiveSession, watched: Watched, why: string): void {
    if (watched.budget.take()) {
      watched.stumbles = [];
      return this.restart(live, why);
    }
    if (!watched.budget.spent) return; // its time comes
    const session = live.name;
    this.logger.error('a session was restarted too often and is left to a person', { session, why });
    // Whoever starts it again starts from the beginning.
    this.watched.delete(session);
    live
      .giveUp(`It was restarted ${RESTARTS} times within half an hour and does not run: ${why}`)
      .catch((error: unknown) => this.logger.error('a session could not be given up', { session, error }));
  }

  /** Sends that left long ago and were never confirmed, but for those that a restart did not help. */
  private unanswered({ name }: LiveSession, { given }: Watched): MessageId[] {
    if (this.outboxes.waiting(name) === 0) given.clear();
    return this.outboxes.unanswered(name, UNANSWERED_MS).filter((id) => !given.has(id));
  }

  private restart(live: LiveSession, why: string): void {
    const session = live.name;
    this.logger.warn('a session is restarted', { session, why });
    live.restart().catch((error: unknown) => this.logger.error('a session could not be restarted', { session, error }));
  }

  private watch(session: string): Watched {
    const known = this.watched.get(session);
    if (known) return known;
    const made: Watched = { budget: new RestartBudget(this.clock, Math.random), stumbles: [], given: new Set() };
    this.watched.set(session, made);
    return made;
  }
}
