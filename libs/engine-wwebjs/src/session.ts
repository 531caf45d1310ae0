import {
  canFollow,
  ConflictError,
  delay,
  DomainError,
  fullJitter,
  needsPerson,
  NotConnectedError,
  StorageError,
  type Account,
  type EngineContext,
  type Pairing,
  type SessionPort,
  type SessionState,
  type StateChange,
  SessionLog,
  within,
} from '@columba/core';
import { toPageError } from './answers.js';
import { Identity } from './auth/identity.js';
import { Profile } from './browser/profile.js';
import { EndPolicy } from './connection/end-policy.js';
import type { End, Rest } from './connection/ends.js';
import { PageLife, type PageListener } from './connection/page-life.js';
import { PairingDesk } from './connection/pairing-desk.js';
import { Readings } from './connection/readings.js';
import { storageReason } from './connection/storage-trouble.js';
import { NewsDesk, type NewsFollower } from './facts/news-desk.js';
import { AddressBook } from './mappers/address-book.js';
import { toPerson } from './mappers/person.mapper.js';
import type { Bridge } from './page/bridge.js';
import type { Batch, PagePerson } from './page/page-scope.js';
import type { WwebjsOptions } from './wwebjs.options.js';

/** A run from start to stop: one profile, one browser after the other. */
interface Run {
  identity: Identity;
  stop: AbortController;
  life?: PageLife;
  /** We have asked to be unlinked, so that is no surprise. */
  leaving?: true;
  finished: Promise<void>;
}

/** Told once per outage, not once per attempt. */
const ON_THE_WAY: readonly SessionState[] = ['reconnecting', 'connecting'];
const STORAGE = { firstMs: 1000, maximumMs: 300_000 };

/** The link between this session and a WhatsApp account. */
export class WwebjsSession implements SessionPort {
  readonly book = new AddressBook();
  readonly news: NewsDesk;
  /** Given by the engine. */
  follower: NewsFollower | undefined;
  private readonly log: SessionLog;
  private readonly desk: PairingDesk;
  private readonly profile: Profile;
  private run: Run | undefined;
  /** The account of the last run, known also while stopped. */
  private known: Account | undefined;

  constructor(
    private readonly context: EngineContext,
    private readonly options: WwebjsOptions,
  ) {
    const { clock } = context;
    const { qrTimeoutMs, linkTimeoutMs, printQr } = options;
    this.log = new SessionLog(context, () => this.account);
    this.profile = new Profile(context.dataDirectory);
    this.news = new NewsDesk(context, this.book, () => this.account);
    const { log } = this;
    this.desk = new PairingDesk({ clock, log, qrTimeoutMs, linkTimeoutMs, printQr });
  }

  get state(): Readonly<StateChange> {
    return this.log.state;
  }

  get account(): Account | undefined {
    if (this.state.state === 'logged_out') return undefined;
    return this.run ? this.run.identity.account : this.known;
  }

  get pairing(): Pairing {
    return this.desk.current;
  }

  /** The open page. @throws NotConnectedError */
  connected(): { life: PageLife; bridge: Bridge; me: Account } {
    const { life, identity } = this.run ?? {};
    const me = identity?.account;
    if (!life?.isOpen || !me) throw new NotConnectedError('This session is not connected to WhatsApp');
    return { life, bridge: life.bridge, me };
  }

  async start(): Promise<void> {
    if (this.run && !this.isResting()) return;
    await this.end('The session was started again');
    this.log.enter({ state: 'starting' });
    const loaded = Identity.load(this.context.credentials);
    if (loaded.kind === 'unreadable') return this.unreadable(loaded.detail);
    const { identity } = loaded;
    if (identity.linked && !this.profile.exists) return this.unreadable('The browser profile of this session is gone');
    if (identity.account) this.book.learnMe(identity.account);
    const run: Run = { identity, stop: new AbortController(), finished: Promise.resolve() };
    this.run = run;
    run.finished = this.keep(run);
  }

  async stop(): Promise<void> {
    await this.end('The session was stopped');
    this.desk.close();
    if (canFollow(this.state.state, 'stopped')) this.log.enter({ state: 'stopped', reason: 'requested' });
  }

  async requestCode(phone: string): Promise<Extract<Pairing, { kind: 'code' }>> {
    const life = this.run?.life;
    if (!life || this.state.state !== 'pairing') throw new ConflictError('This session is not being linked');
    try {
      return this.desk.offerCode(
        await within(this.context.clock, this.options.queryTimeoutMs, life.requestCode(phone)),
      );
    } catch (error) {
      throw toPageError(error);
    }
  }

  async logout(): Promise<void> {
    const { run } = this;
    if (run?.life?.isOpen) await this.unlink(run, run.life);
    await this.end('The session was logged out');
    await this.archive(run?.identity);
    this.desk.close();
    const { state } = this.state;
    if (state === 'logged_out') return;
    if (canFollow(state, 'logged_out')) this.log.enter({ state: 'logged_out', reason: 'requested' });
    else if (canFollow(state, 'stopped')) this.log.enter({ state: 'stopped', reason: 'requested' });
  }

  /** WhatsApp refused a message because the account may not begin new chats now. */
  limited(): void {
    this.log.restricted(undefined);
  }

  private unreadable(detail: string): void {
    this.log.enter({ state: 'failed', reason: 'creds_unreadable', detail });
  }

  private isResting(): boolean {
    const { state } = this.state;
    return state === 'stopped' || needsPerson(state);
  }

  private async end(why: string): Promise<void> {
    const { run } = this;
    run?.stop.abort(new NotConnectedError(why));
    await run?.finished;
  }

  /** Where WhatsApp cannot be reached, the phone goes on showing a device that is none any more. */
  private async unlink(run: Run, life: PageLife): Promise<void> {
    run.leaving = true;
    try {
      await within(this.context.clock, this.options.queryTimeoutMs, life.bridge.run('session.logout', null));
    } catch (error) {
      this.context.logger.warn('WhatsApp could not be told that the device is gone', { error });
    }
  }

  private async keep(run: Run): Promise<void> {
    try {
      if (!run.identity.linked && this.profile.isMarked) await this.profile.archive(this.context.clock.now());
      await this.profile.prepare();
      await this.keepConnected(run);
    } catch (error) {
      if (!run.stop.signal.aborted) this.crashed(error);
    } finally {
      this.known = this.account;
      this.run = undefined;
    }
  }

  private async keepConnected(run: Run): Promise<void> {
    const { context } = this;
    const { signal } = run.stop;
    const policy = new EndPolicy(context.clock, context.random);
    while (!signal.aborted) {
      await context.permitConnect(signal);
      if (run.identity.linked && !ON_THE_WAY.includes(this.state.state)) this.log.enter({ state: 'connecting' });
      const { end, openMs } = await this.live(run);
      this.desk.close();
      if (signal.aborted) return;
      const decision = policy.decide(end, openMs);
      if (decision.kind === 'rest') return this.rest(run, decision);
      if (this.state.state === 'starting') this.log.enter({ state: 'connecting' });
      this.log.enter({ state: 'reconnecting', reason: decision.reason });
      await delay(context.clock, decision.waitMs, signal);
    }
  }

  /** One browser, from start to end. */
  private async live(run: Run): Promise<{ end: End; openMs: number | undefined }> {
    const { signal } = run.stop;
    const readings = new Readings(this.context, this.news, this.options, () => run.identity.linkedAt);
    const linked = () => run.identity.linked;
    const life = new PageLife(this.context, this.options, this.profile, linked, this.listener(run, readings));
    run.life = life;
    const stop = () => life.end('stopped');
    signal.addEventListener('abort', stop, { once: true });
    const begun = life.begin();
    const end = await life.ended;
    signal.removeEventListener('abort', stop);
    readings.stop();
    await life.close();
    await begun;
    return { end, openMs: life.openMs };
  }

  private listener(run: Run, readings: Readings): PageListener {
    const { log, desk } = this;
    return {
      qr: (text) => {
        if (run.identity.linked) return;
        if (log.state.state !== 'pairing') log.enter({ state: 'pairing' });
        desk.offerQr(text);
      },
      connecting: () => {
        desk.close();
        if (log.state.state !== 'reconnecting') log.enter({ state: 'connecting' });
      },
      connected: (account) => this.opened(run, account, readings),
      reconnecting: () => {
        readings.stop();
        log.enter({ state: 'reconnecting', reason: 'connection_lost' });
      },
      reloaded: () => {
        readings.stop();
        log.enter({ state: 'connecting', reason: 'restart_required' });
      },
      store: (batch) => this.store(run, batch),
    };
  }

  private async opened(run: Run, page: PagePerson, readings: Readings): Promise<void> {
    const { desk, log, context } = this;
    const account = toPerson(page);
    if (!account || !run.life) throw new DomainError('engine_error', 'The page does not say whose account it is');
    this.book.learn(page);
    this.book.learnMe(account);
    run.identity.keep(account, Math.floor(context.clock.now().getTime() / 1000));
    await this.profile.mark();
    desk.close();
    // Some steps are too quick to be seen.
    if (!canFollow(log.state.state, 'connected') && log.state.state !== 'connected') log.enter({ state: 'connecting' });
    log.enter({ state: 'connected' });
    // What was told before the account was known.
    await this.store(run, { epoch: '', entries: [], overflowed: false });
    readings.start(run.life.bridge);
  }

  /** What cannot be stored stays in the page, and nothing after it is taken. */
  private async store(run: Run, batch: Batch): Promise<void> {
    const { context, log } = this;
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.news.store(batch, this.follower);
        if (attempt > 0 && run.life?.isOpen) log.enter({ state: 'connected' });
        return;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        log.enter({ state: 'reconnecting', reason: storageReason(error) });
        await delay(context.clock, fullJitter(attempt, STORAGE, context.random), run.stop.signal);
      }
    }
  }

  private async rest(run: Run, { state, reason, archive, detail }: Rest): Promise<void> {
    if (archive) await this.archive(run.identity);
    if (!canFollow(this.state.state, state)) this.log.enter({ state: 'reconnecting', ...(reason ? { reason } : {}) });
    const why = run.leaving && reason === 'unlinked' ? 'requested' : reason;
    this.log.enter({ state, ...(why ? { reason: why } : {}), ...(detail ? { detail } : {}) });
  }

  private async archive(identity: Identity | undefined): Promise<void> {
    this.known = undefined;
    try {
      if (identity) identity.archive('unlinked');
      else this.context.credentials.archive('unlinked');
      await this.profile.archive(this.context.clock.now());
    } catch (error) {
      this.context.logger.error('The identity could not be archived', { error });
    }
  }

  private crashed(error: unknown): void {
    this.context.logger.error('The engine failed', { error });
    const detail = error instanceof DomainError ? error.message : 'The engine failed unexpectedly';
    if (canFollow(this.state.state, 'failed')) this.log.enter({ state: 'failed', reason: 'engine_crashed', detail });
  }
}
