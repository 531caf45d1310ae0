import { randomUUID } from 'node:crypto';
import {
  fact,
  SessionStateMachine,
  type Account,
  type EngineContext,
  type Fact,
  type SessionState,
  type StateChange,
} from '@columba/core';

/** The state of the session and the log's view of it. */
export class SessionLog {
  /** Names this run of the engine: the same change in another run is another change. */
  readonly bootId = randomUUID();
  private readonly machine = new SessionStateMachine((change, previous) => this.changed(change, previous));
  private changes = 0;
  private restrictions = 0;

  constructor(
    private readonly context: EngineContext,
    private readonly account: () => Account | undefined,
  ) {}

  get state(): Readonly<StateChange> {
    return this.machine.current;
  }

  enter(change: StateChange): void {
    this.machine.enter(change);
  }

  /** A limit on new chats; the session stays as it is. */
  restricted(until: Date | undefined): void {
    this.restrictions += 1;
    const dedupe = ['r', this.bootId, String(this.restrictions)];
    const data = { kind: 'new_chats' as const, ...(until ? { until } : {}) };
    this.tell(fact('session.restricted', data, dedupe, { occurredAt: this.context.clock.now() }));
  }

  /** The state is what it is, also when the log cannot be written; that is then told by the next change. */
  tell(made: Fact): void {
    try {
      this.context.emit(made);
    } catch (error) {
      this.context.logger.error('A change of the session could not be stored', { type: made.type, error });
    }
  }

  private changed(change: StateChange, previousState: SessionState): void {
    this.changes += 1;
    const account = this.account();
    const data = { ...change, previousState, ...(account ? { account } : {}) };
    const dedupe = ['s', this.bootId, String(this.changes)];
    this.context.logger.info('Session state', { state: change.state, previousState, reason: change.reason });
    this.tell(fact('session.state_changed', data, dedupe, { occurredAt: this.context.clock.now() }));
  }
}
