import {
  isActive,
  NotConnectedError,
  toDomainError,
  type Account,
  type Capabilities,
  type Clock,
  type EngineService,
  type Logger,
  type Pairing,
  type SessionName,
  type SessionState,
  type StateChange,
} from '@columba/core';
import { inSession } from '../supervision/session-scope.js';

const STOPPED: StateChange = { state: 'stopped' };
/** An engine that has not stopped by then is left behind: its successor ends its right to write. */
const STOPS_WITHIN_MS = 8_000;
const LEAVES_WITHIN_MS = 10_000;

export interface LiveSessionParts {
  makeEngine: () => Promise<EngineService>;
  clock: Clock;
  logger: Logger;
  /** Puts into the log what no engine is there to tell. */
  tell: (change: StateChange, previous: SessionState, account: Account | undefined) => void;
}

/** One session in this process: at most one engine at a time, and one change of its life at a time. */
export class LiveSession {
  private engine?: EngineService;
  private broken?: StateChange;
  private tail: Promise<unknown> = Promise.resolve();
  /** When something last happened in it, since this process started. */
  lastActivityAt?: Date;

  constructor(
    readonly name: SessionName,
    private readonly parts: LiveSessionParts,
  ) {}

  get state(): Readonly<StateChange> {
    return this.broken ?? this.engine?.session.state ?? STOPPED;
  }

  get account(): Account | undefined {
    return this.engine?.session.account;
  }

  get pairing(): Pairing {
    return this.engine?.session.pairing ?? { kind: 'none' };
  }

  /** Milliseconds by which WhatsApp's clock is ahead of ours, to a second or two; `undefined` where it has not told. */
  get clockOffsetMs(): number | undefined {
    const serverTime = this.engine?.session.serverTime;
    return serverTime && serverTime.getTime() - this.parts.clock.now().getTime();
  }

  get capabilities(): Capabilities | undefined {
    return this.engine?.capabilities;
  }

  /** Works by itself towards a connection, or waits for the phone. */
  get running(): boolean {
    return isActive(this.state.state) || this.state.state === 'pairing';
  }

  /** @throws NotConnectedError unless the session is connected now. */
  connectedEngine(): EngineService {
    if (!this.engine || this.state.state !== 'connected')
      throw new NotConnectedError(notConnected(this.name, this.state.state));
    return this.engine;
  }

  /** @throws NotConnectedError when there is no engine at work, for instance in a stopped session. */
  runningEngine(): EngineService {
    if (!this.engine || !this.running) throw new NotConnectedError(`Session '${this.name}' is not running`);
    return this.engine;
  }

  /** Connects, or begins to link. Does nothing in a session that already runs. */
  start(): Promise<void> {
    return this.exclusive(async () => {
      if (!this.running) await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.exclusive(() => this.halt());
  }

  restart(): Promise<void> {
    return this.exclusive(async () => {
      await this.halt();
      await this.launch();
    });
  }

  /** Ends it until a person starts it again. */
  giveUp(detail: string): Promise<void> {
    return this.exclusive(async () => {
      await this.halt();
      this.breakDown({ state: 'failed', reason: 'crash_loop', detail }, 'stopped');
    });
  }

  /** Unlinks at WhatsApp where it can be reached, and ends. Returns false when there was no engine to do it. */
  logout(): Promise<boolean> {
    return this.exclusive(async () => {
      if (!this.engine) return false;
      await this.engine.session.logout();
      return true;
    });
  }

  /** Unlinks at WhatsApp where it is connected, and ends; a link that cannot be ended now is left to the phone. */
  leave(): Promise<void> {
    return this.exclusive(() => this.depart());
  }

  /**
   * Leaves the account, so that an engine of another kind can follow.
   * @param change makes the next engine another one; called while there is none. Returns whether there was a link.
   */
  replaceEngine(change: () => boolean): Promise<void> {
    return this.exclusive(async () => {
      await this.depart();
      const { state } = this.state;
      this.engine = undefined;
      const detail = 'The session has another engine now and has to be linked again';
      if (change()) this.breakDown({ state: 'logged_out', reason: 'switched_engine', detail }, state);
    });
  }

  private async depart(): Promise<void> {
    const { engine, state } = this;
    if (engine && state.state === 'connected') await this.unlinked(engine);
    await this.halt();
  }

  private async unlinked(engine: EngineService): Promise<void> {
    const { clock, logger } = this.parts;
    const done = engine.session.logout().catch((error: unknown) => {
      logger.warn('An account could not be told that this device is gone', { session: this.name, error });
    });
    await within(clock, LEAVES_WITHIN_MS, done);
  }

  /** Each start has a fresh engine, so that nothing of a broken one lives on. */
  private async launch(): Promise<void> {
    await this.halt();
    this.broken = undefined;
    try {
      await inSession(this.name, async () => {
        this.engine = await this.parts.makeEngine();
        await this.engine.start();
      });
    } catch (error) {
      const detail = 'The engine could not be started';
      this.breakDown({ state: 'failed', reason: 'engine_crashed', detail }, 'starting');
      throw toDomainError(error, 'engine_error');
    }
  }

  private async halt(): Promise<void> {
    const { engine } = this;
    if (engine && !(await this.hasStopped(engine))) this.engine = undefined;
    this.broken = undefined;
  }

  /** @returns false when the engine failed at it, or took too long: then it is of no more use. */
  private async hasStopped(engine: EngineService): Promise<boolean> {
    const { clock, logger } = this.parts;
    const stopped = engine.stop().then(
      () => true,
      (error: unknown) => {
        logger.error('An engine failed while it stopped', { session: this.name, error });
        return false;
      },
    );
    const ended = await within(clock, STOPS_WITHIN_MS, stopped);
    if (ended === undefined) logger.error('An engine does not stop and is left behind', { session: this.name });
    return ended ?? false;
  }

  private breakDown(change: StateChange, previous: SessionState): void {
    const { account } = this;
    this.broken = change;
    this.parts.tell(change, previous, account);
  }

  private exclusive<T>(step: () => Promise<T>): Promise<T> {
    const result = this.tail.then(step);
    this.tail = result.catch(() => undefined);
    return result;
  }
}

/** What a promise that never rejects resolves with; `undefined` after so long. */
function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    void promise.then((value) => {
      cancel();
      resolve(value);
    });
  });
}

/** For a person: why nothing can be sent now. */
export const notConnected = (session: string, state: SessionState): string =>
  `Session '${session}' is not connected: its state is ${state}`;
