import { fact, type Clock, type LoggedEvent, type Logger, type SessionName } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionRegistry } from '../sessions/session-registry.js';
import { DAY_MS, PacingGovernor, type PacingStatus } from './governor.js';
import { TOO_FAST, warningIn, type Warning } from './warnings.js';

/** How far back a start looks for warnings that still hold. */
const EVENTS_LOOKED_AT = 10_000;

/** One governor per session, which knows what left and what WhatsApp said before the last restart. */
@Injectable()
export class Governors implements OnModuleInit {
  private readonly governors = new Map<string, PacingGovernor>();

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly watch: LogWatch,
    private readonly registry: SessionRegistry,
  ) {}

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.heard(event)));
    this.registry.onForgotten((session) => void this.governors.delete(session));
  }

  of(session: SessionName): PacingGovernor {
    const known = this.governors.get(session);
    if (known) return known;
    const { clock, storage } = this;
    const since = new Date(clock.now().getTime() - DAY_MS);
    const made = new PacingGovernor({
      clock,
      limits: this.config.pacing,
      isNewChat: (chat) => storage.sendHistory.isNewChat(session, chat),
      linkedAt: () => storage.sessions.get(session)?.linkedAt,
      past: storage.sendHistory.departures(session, since),
    });
    for (const event of this.recent(session)) brake(made, warningIn(event, clock.now()));
    this.governors.set(session, made);
    return made;
  }

  status(session: SessionName): PacingStatus {
    return this.of(session).status();
  }

  /** WhatsApp answered a question with "too fast", outside of any message. */
  tooFast(session: SessionName): void {
    this.warned(session, TOO_FAST, ['r', 'pacing', this.clock.now().toISOString()]);
  }

  private heard(event: LoggedEvent): void {
    const session = event.session as SessionName;
    if (!this.storage.sessions.get(session)) return;
    const warning = warningIn(event, this.clock.now());
    if (!warning) return;
    brake(this.of(session), warning);
    // The engine itself tells of limits on new chats. Not at once: the log is in the middle of telling.
    if (event.type === 'message.status_changed' && warning.brake === 'sending')
      setImmediate(() => this.warned(session, warning, ['r', 'pacing', event.eventId]));
  }

  private warned(session: SessionName, { brake: kind, ms }: Warning, dedupe: string[]): void {
    const occurredAt = this.clock.now();
    const until = new Date(occurredAt.getTime() + ms);
    this.logger.warn('WhatsApp warns: sending rests', { session, kind, until: until.toISOString() });
    try {
      this.storage.inbox.record(session, [fact('session.restricted', { kind, until }, dedupe, { occurredAt })]);
    } catch (error) {
      brake(this.of(session), { brake: kind, ms });
      this.logger.error('a rest could not be stored', { session, error });
    }
  }

  private recent(session: SessionName): LoggedEvent[] {
    const afterSeq = Math.max(0, this.storage.events.lastSeq(session) - EVENTS_LOOKED_AT);
    return this.storage.events.list({ session, types: ['session.restricted'], afterSeq, limit: 1_000 });
  }
}

function brake(governor: PacingGovernor, warning: Warning | undefined): void {
  if (warning && warning.ms > 0) governor.brake(warning.brake, warning.ms);
}
