import { rm } from 'node:fs/promises';
import {
  ConflictError,
  DomainError,
  failpoint,
  type EngineKind,
  type LoggedEvent,
  type Logger,
  type SessionName,
} from '@columba/core';
import type { SessionRecord, Storage } from '@columba/storage';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { CONFIG, LOGGER, STORAGE } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { LogWatch } from '../events/log-watch.js';
import { EngineContexts } from './engine-contexts.js';
import type { LiveSession } from './live-session.js';
import { SessionRegistry } from './session-registry.js';

/** Together with the deliveries in flight this stays below what Docker waits. */
const ENGINES_STOP_WITHIN_MS = 4_000;

export interface SessionView {
  record: SessionRecord;
  live: LiveSession;
}

/** The life of sessions: making, starting, stopping, unlinking, removing. */
@Injectable()
export class SessionsService implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  private ending: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly registry: SessionRegistry,
    private readonly contexts: EngineContexts,
    private readonly watch: LogWatch,
  ) {}

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.noteActivity(event)));
  }

  list(caller: Caller): SessionView[] {
    return this.registry
      .all()
      .filter((live) => caller.sees(live.name))
      .map((live) => this.view(live.name));
  }

  get(name: string): SessionView {
    return this.view(name);
  }

  /** @throws ConflictError when the name is taken; DomainError `forbidden` when the key is bound to other sessions. */
  create(caller: Caller, wanted: { name: string; engine?: EngineKind; autoStart?: boolean }): SessionView {
    if (!caller.sees(wanted.name)) throw new DomainError('forbidden', 'This key is bound to other sessions');
    if (this.storage.sessions.get(wanted.name)) throw new ConflictError(`There is a session '${wanted.name}' already`);
    const { name, engine = this.config.engine.kind, autoStart = true } = wanted;
    this.storage.sessions.create({ name: name as SessionName, engine, autoStart });
    if (autoStart) this.startInBackground(this.registry.session(name));
    return this.view(name);
  }

  /** With another engine the session goes on, and asks to be linked again. */
  async update(name: string, change: { engine?: EngineKind; autoStart?: boolean }): Promise<SessionView> {
    const { record, live } = this.view(name);
    if (change.engine !== undefined && change.engine !== record.engine) await this.switchEngine(live, change.engine);
    this.storage.sessions.update(live.name, change);
    return this.view(name);
  }

  async start(name: string): Promise<SessionView> {
    await this.registry.session(name).start();
    return this.view(name);
  }

  async stop(name: string): Promise<SessionView> {
    await this.registry.session(name).stop();
    return this.view(name);
  }

  async restart(name: string): Promise<SessionView> {
    await this.registry.session(name).restart();
    return this.view(name);
  }

  /** Unlinks at WhatsApp where it can be reached; in any case the credentials are set aside. */
  async logout(name: string): Promise<SessionView> {
    const live = this.registry.session(name);
    if (!(await live.logout())) this.storage.forSession(live.name).credentials.archive('logout');
    return this.view(name);
  }

  /** Logs out, stops, and forgets the chats, messages and people of the account. Its events stay in the log. */
  async forget(name: string): Promise<void> {
    await this.logout(name);
    const { live } = await this.stop(name);
    this.storage.sessions.forgetAccount(live.name);
  }

  /** Logs out where possible, then wipes everything that the session owned. */
  async delete(name: string): Promise<void> {
    const live = this.registry.session(name);
    await live.leave();
    this.registry.forget(name);
    this.storage.sessions.delete(live.name);
    await rm(this.contexts.directoryOf(live.name), { recursive: true, force: true });
  }

  /** Makes the configured sessions and starts those that start by themselves, one after the other. */
  async startConfigured(): Promise<void> {
    for (const name of this.config.sessions.names) {
      if (!this.storage.sessions.get(name))
        this.storage.sessions.create({ name: name as SessionName, engine: this.config.engine.kind, autoStart: true });
    }
    for (const { name, autoStart } of this.storage.sessions.list()) {
      // The order to stop may come while they start.
      if (this.ending) return;
      if (autoStart) await this.started(this.registry.session(name));
    }
  }

  /** At once, beside the deliveries that are in flight: nothing more is read from WhatsApp. */
  onModuleDestroy(): void {
    const stops = this.registry
      .all()
      .map((live) =>
        live.stop().catch((error: unknown) => this.logger.error('session did not stop', { session: live.name, error })),
      );
    this.ending = within(ENGINES_STOP_WITHIN_MS, Promise.all(stops));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.ending;
    failpoint('stop.engines');
  }

  /** No engine can use the credentials of another, so the account is left. */
  private async switchEngine(live: LiveSession, engine: EngineKind): Promise<void> {
    const { credentials } = this.storage.forSession(live.name);
    const wasRunning = live.running;
    const wasLinked = credentials.load().kind !== 'absent';
    await live.replaceEngine(() => {
      credentials.archive('another engine was chosen');
      this.storage.sessions.update(live.name, { engine });
      return wasLinked;
    });
    if (wasRunning) this.startInBackground(live);
  }

  private startInBackground(live: LiveSession): void {
    void this.started(live);
  }

  /** Never throws: what went wrong is the session's state, and stands in the log. */
  private async started(live: LiveSession): Promise<void> {
    try {
      await live.start();
    } catch (error) {
      this.logger.error('session did not start', { session: live.name, error });
    }
  }

  private view(name: string): SessionView {
    const live = this.registry.session(name);
    return { record: this.registry.record(name), live };
  }

  private noteActivity(event: LoggedEvent): void {
    if (!this.storage.sessions.get(event.session)) return;
    this.registry.session(event.session).lastActivityAt = event.storedAt;
  }
}

/** Waits for a promise that never rejects, but not for ever. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
