import {
  canFollow,
  ConflictError,
  needsPerson,
  NotConnectedError,
  type Account,
  type EngineContext,
  type Pairing,
  type SessionPort,
  type StateChange,
  ServerClock,
  SessionLog,
  within,
} from '@columba/core';
import { Identity } from './auth/identity.js';
import type { BaileysOptions } from './baileys.options.js';
import { keepConnected } from './connection/connection-loop.js';
import { DisconnectPolicy } from './connection/disconnect-policy.js';
import { LinkedDevice } from './connection/linked-device.js';
import type { LifeListener, SocketLife } from './connection/socket-life.js';
import { askForCode } from './pairing/pairing-code.js';
import { PairingDesk } from './pairing/pairing-desk.js';

/** A run from start to stop: one device, one loop that keeps it connected. */
interface Run {
  device: LinkedDevice;
  stop: AbortController;
  life?: SocketLife;
  /** We have asked to be unlinked, so that is no surprise. */
  leaving?: true;
  finished: Promise<void>;
}

/** The link between this session and a WhatsApp account. */
export class BaileysSession implements SessionPort {
  private readonly log: SessionLog;
  private readonly desk: PairingDesk;
  private readonly serverClock: ServerClock;
  private run: Run | undefined;
  /** The account of the last run, known also while stopped. */
  private known: Account | undefined;

  constructor(
    private readonly context: EngineContext,
    private readonly options: BaileysOptions,
    /** Told of each socket before it can hear anything. */
    private readonly attach: (life: SocketLife, device: LinkedDevice) => void,
  ) {
    this.log = new SessionLog(context, () => this.account);
    this.serverClock = new ServerClock(context.clock);
    this.desk = new PairingDesk({
      clock: context.clock,
      bootId: this.log.bootId,
      emit: (made) => this.log.tell(made),
      qrTimeoutMs: options.qrTimeoutMs,
      printQr: options.printQr,
    });
  }

  get state(): Readonly<StateChange> {
    return this.log.state;
  }

  get account(): Account | undefined {
    if (this.state.state === 'logged_out') return undefined;
    return this.run ? this.run.device.identity.account : this.known;
  }

  get pairing(): Pairing {
    return this.desk.current;
  }

  get serverTime(): Date | undefined {
    return this.serverClock.now;
  }

  /** The open connection and its device. @throws NotConnectedError */
  connected(): { life: SocketLife; device: LinkedDevice } {
    const { run } = this;
    if (!run?.life?.isOpen) throw new NotConnectedError('This session is not connected to WhatsApp');
    return { life: run.life, device: run.device };
  }

  async start(): Promise<void> {
    if (this.run && !this.isResting()) return;
    // A run that has come to rest is still winding up, or waits for the end of a ban.
    await this.end('The session was started again');
    this.log.enter({ state: 'starting' });
    const loaded = Identity.load(this.context.credentials);
    if (loaded.kind === 'unreadable') {
      this.log.enter({ state: 'failed', reason: 'creds_unreadable', detail: loaded.detail });
      return;
    }
    const device = new LinkedDevice(this.context, this.options, loaded.identity);
    const run: Run = { device, stop: new AbortController(), finished: Promise.resolve() };
    this.run = run;
    run.finished = this.keep(run);
  }

  async stop(): Promise<void> {
    await this.end('The session was stopped');
    this.desk.close();
    if (canFollow(this.state.state, 'stopped')) this.log.enter({ state: 'stopped', reason: 'requested' });
  }

  async requestCode(phone: string): Promise<Extract<Pairing, { kind: 'code' }>> {
    const { run } = this;
    if (!run?.life || this.state.state !== 'pairing') throw new ConflictError('This session is not being linked');
    const asked = askForCode(run.life, phone);
    return this.desk.offerCode(await within(this.context.clock, this.options.queryTimeoutMs, asked));
  }

  async logout(): Promise<void> {
    const { run } = this;
    if (run?.life?.isOpen) await this.unlink(run, run.life);
    await this.end('The session was logged out');
    this.archive(run?.device.identity);
    this.desk.close();
    const { state } = this.state;
    if (state === 'logged_out') return;
    if (canFollow(state, 'logged_out')) this.log.enter({ state: 'logged_out', reason: 'requested' });
    else if (canFollow(state, 'stopped')) this.log.enter({ state: 'stopped', reason: 'requested' });
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

  /**
   * Where WhatsApp cannot be reached, the phone goes on showing a device that is none any more. The library's own
   * `logout` does not wait for the answer, and closes the connection on its question.
   */
  private async unlink(run: Run, { socket }: SocketLife): Promise<void> {
    run.leaving = true;
    const jid = run.device.me.id;
    const farewell = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
    const iq = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'md' }, content: [farewell] };
    try {
      await within(this.context.clock, this.options.queryTimeoutMs, socket.query(iq));
    } catch (error) {
      this.context.logger.warn('WhatsApp could not be told that the device is gone', { error });
    }
  }

  /** WhatsApp refused a message because the account may not begin new chats now. */
  limited(): void {
    this.log.restricted(undefined);
  }

  private async keep(run: Run): Promise<void> {
    const { context, log, desk } = this;
    const { device, stop } = run;
    try {
      await device.recover();
      await keepConnected(
        {
          clock: context.clock,
          policy: new DisconnectPolicy(context.clock, context.random),
          state: () => log.state.state,
          enter: (change) =>
            log.enter(
              run.leaving && change.reason === 'unlinked' ? { state: change.state, reason: 'requested' } : change,
            ),
          permit: (signal) => context.permitConnect(signal),
          connect: () => this.connect(run),
          disconnected: async () => {
            desk.close();
            await device.recover();
          },
          refreshVersion: (signal) => this.refreshVersion(signal),
          archive: () => this.archive(device.identity),
        },
        stop.signal,
      );
    } catch (error) {
      if (!stop.signal.aborted) this.crashed(error);
    } finally {
      await device.stopHistory();
      this.known = this.account;
      this.run = undefined;
    }
  }

  private connect(run: Run): SocketLife {
    const life = run.device.connect(this.listener(run));
    run.life = life;
    // WhatsApp says what time it is when it lets us in.
    life.on('CB:success', ({ attrs }) => this.serverClock.tell(attrs.t));
    this.attach(life, run.device);
    return life;
  }

  private listener({ device }: Run): LifeListener {
    const { log, desk } = this;
    return {
      qr: (text) => {
        if (log.state.state !== 'pairing') log.enter({ state: 'pairing' });
        desk.offerQr(text);
      },
      paired: () => {
        desk.close();
        log.enter({ state: 'connecting', reason: 'restart_required' });
      },
      opened: (life) => {
        log.enter({ state: 'connected' });
        void device.presence.repeat(life.socket);
        void device.catchUp(life);
      },
      credentialsChanged: () => {
        try {
          device.identity.save();
        } catch (error) {
          device.refused(error);
        }
      },
      restricted: (limited, until) => {
        if (limited) log.restricted(until);
      },
    };
  }

  private archive(identity: Identity | undefined): void {
    this.known = undefined;
    try {
      if (identity) identity.archive('unlinked');
      else this.context.credentials.archive('unlinked');
    } catch (error) {
      this.context.logger.error('The identity could not be archived', { error });
    }
  }

  private async refreshVersion(signal: AbortSignal): Promise<boolean> {
    const { options, context } = this;
    try {
      const version = await options.latestVersion?.(signal);
      if (!version || version.join('.') === options.version.join('.')) return false;
      options.version = version;
      return true;
    } catch (error) {
      context.logger.warn('A newer version of the client could not be looked up', { error });
      return false;
    }
  }

  private crashed(error: unknown): void {
    this.context.logger.error('The engine failed', { error });
    if (canFollow(this.state.state, 'failed'))
      this.log.enter({ state: 'failed', reason: 'engine_crashed', detail: 'The engine failed unexpectedly' });
  }
}
