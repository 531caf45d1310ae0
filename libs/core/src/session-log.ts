import type { Fact } from './events.js';
import { fact } from './facts.js';
import type { EngineContext } from './ports/context.js';
import type { Account } from './model/chat.js';
import { SessionStateMachine, type SessionState, type StateChange } from './session-state.js';

/** Until what storage refused is told again. */
const RETELL_MS = 1_000;

/** The state of the session and the log's view of it. */
export class SessionLog {
  /** Names this run of the engine: the same change in another run is another change. */
  readonly bootId = globalThis.crypto.randomUUID();
  private readonly machine = new SessionStateMachine((change, previous) => this.changed(change, previous));
  private changes = 0;
  private restrictions = 0;
  /** What storage has refused so far, the oldest first. */
  private untold: Fact[] = [];
  private cancelRetelling: (() => void) | undefined;

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

  /** The state is what it is, also while the log cannot be written; it is told, in order, as soon as it can. */
  tell(made: Fact): void {
    this.untold.push(made);
    this.retell();
  }

  private retell(): void {
    this.cancelRetelling?.();
    this.cancelRetelling = undefined;
    try {
      this.context.emit(...this.untold);
      this.untold = [];
    } catch (error) {
      const types = this.untold.map(({ type }) => type);
      this.context.logger.error('What became of the session could not be stored yet', { types, error });
      // A stopped session does nothing by itself; the next change brings the rest along.
      if (this.state.state !== 'stopped')
        this.cancelRetelling = this.context.clock.after(RETELL_MS, () => this.retell());
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
