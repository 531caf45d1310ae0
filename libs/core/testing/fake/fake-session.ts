import {
  ConflictError,
  InvalidInputError,
  ServerClock,
  SessionStateMachine,
  canFollow,
  fact,
  type Account,
  type EngineContext,
  type EventMap,
  type Fact,
  type Pairing,
  type SessionPort,
  type SessionState,
  type StateChange,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { DisconnectCause } from '../disconnect-cause.js';
import type { DeviceClient, FakeDevice } from './fake-device.js';
import { AFTER_DISCONNECT, RETRY_MS } from './fake-disconnects.js';
import type { FakeGate } from './fake-gate.js';
import { FakePairing } from './fake-pairing.js';
import type { FakeNetwork } from './fake-network.js';

/** The link of one session and its connection. */
export class FakeSession implements SessionPort, DeviceClient {
  private readonly machine = new SessionStateMachine((change, previous) => this.changed(change, previous));
  private readonly linking: FakePairing;
  private readonly boot: string;
  private readonly serverClock: ServerClock;
  private facts = 0;
  private unsaved: Fact[] = [];
  private current: FakeDevice | undefined;
  private attempt = new AbortController();
  private cancelRetry = () => {};
  private banEndsAt: Date | undefined;

  constructor(
    private readonly context: EngineContext,
    private readonly world: FakeNetwork,
    private readonly gate: FakeGate,
  ) {
    this.boot = world.hex(16);
    this.serverClock = new ServerClock(context.clock);
    this.linking = new FakePairing(context.clock, world, {
      changed: (pairing) => this.pairingChanged(pairing),
      linked: (device) => this.linked(device),
      expired: () => this.machine.enter({ state: 'stopped', reason: 'qr_expired' }),
      refused: () => this.machine.enter({ state: 'passkey_required' }),
    });
  }

  get state(): Readonly<StateChange> {
    return this.machine.current;
  }

  get pairing(): Pairing {
    return this.linking.current;
  }

  get serverTime(): Date | undefined {
    return this.serverClock.now;
  }

  get account(): Account | undefined {
    const account = this.current?.account;
    return account && { id: account.jid, phone: account.phone, lid: account.lid, name: account.name };
  }

  /** The device while its connection stands. */
  get device(): FakeDevice | undefined {
    return this.machine.current.state === 'connected' ? this.current : undefined;
  }

  get connectedAccount(): FakeAccount | undefined {
    return this.device?.account;
  }

  async start(): Promise<void> {
    if (!canFollow(this.state.state, 'starting')) return;
    this.hangUp();
    this.attempt = new AbortController();
    this.machine.enter({ state: 'starting', reason: 'requested' });
    const stored = this.context.credentials.load();
    if (stored.kind === 'unreadable')
      return this.machine.enter({ state: 'failed', reason: 'creds_unreadable', detail: stored.detail });
    if (stored.kind === 'absent') {
      this.machine.enter({ state: 'pairing' });
      return this.linking.begin();
    }
    this.current = this.world.linking.device(new TextDecoder().decode(stored.value));
    this.beginConnect();
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.linking.end();
    if (this.state.state !== 'stopped') this.machine.enter({ state: 'stopped', reason: 'requested' });
  }

  async requestCode(phone: string): Promise<Extract<Pairing, { kind: 'code' }>> {
    this.gate.admit('session.requestCode', 'session.pairing.code', [phone]);
    if (!/^[1-9]\d{6,14}$/.test(phone)) throw new InvalidInputError('A phone number in digits is expected');
    if (this.state.state !== 'pairing') throw new ConflictError('A code can be asked for only while linking');
    return this.linking.requestCode();
  }

  async logout(): Promise<void> {
    this.gate.admit('session.logout', 'session.logout', []);
    const device = this.current;
    this.hangUp();
    this.linking.end();
    this.current = undefined;
    if (device) this.world.linking.unlink(device);
    this.context.credentials.archive('logout');
    if (this.state.state === 'stopped') return;
    const last: SessionState = ['connected', 'connecting', 'reconnecting'].includes(this.state.state)
      ? 'logged_out'
      : 'stopped';
    this.machine.enter({ state: last, reason: 'requested' });
  }

  receive(facts: readonly Fact[]): boolean {
    try {
      this.context.emit(...this.unsaved, ...facts);
      this.unsaved = [];
      return true;
    } catch (error) {
      const full = String((error as Error).cause).includes('ENOSPC');
      this.lost({ state: 'reconnecting', reason: full ? 'disk_full' : 'storage_error' }, RETRY_MS);
      return false;
    }
  }

  disconnected(cause: DisconnectCause): void {
    const { state, retryMs, archive } = AFTER_DISCONNECT[cause];
    if (archive) {
      this.context.credentials.archive(cause);
      this.hangUp();
      this.current = undefined;
    }
    this.lost({ ...state, ...(this.banEndsAt ? { until: this.banEndsAt } : {}) }, retryMs);
    this.banEndsAt = undefined;
  }

  /** WhatsApp ends this connection, if there is one. */
  cut(cause: DisconnectCause, until?: Date): void {
    this.banEndsAt = until;
    if (cause === 'unlinked' && this.current) this.world.linking.unlink(this.current);
    else this.current?.cut(cause);
  }

  private beginConnect(): void {
    this.connect().catch((error: unknown) => {
      this.context.logger.error('Connecting failed unexpectedly', { error });
      this.hangUp();
      this.machine.enter({ state: 'failed', reason: 'engine_crashed' });
    });
  }

  private async connect(): Promise<void> {
    const { signal } = this.attempt;
    if (this.state.state !== 'connecting') this.machine.enter({ state: 'connecting' });
    try {
      await this.context.permitConnect(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (signal.aborted) return;
    if (this.world.outage) return this.lost({ state: 'reconnecting', reason: 'connection_lost' }, RETRY_MS);
    const device = this.current;
    if (!device || !this.world.linking.device(device.id)) return this.disconnected('unlinked');
    this.serverClock.tell(Math.floor(this.world.time.getTime() / 1000));
    this.machine.enter({ state: 'connected' });
    this.world.office.post(() => {
      if (signal.aborted || this.device !== device) return;
      device.connect(this);
      this.world.delivery.arrivals(device.account);
    });
  }

  private linked(device: FakeDevice): void {
    this.current = device;
    this.context.credentials.save(new TextEncoder().encode(device.id));
    this.beginConnect();
  }

  private lost(change: StateChange, retryMs: number | undefined): void {
    this.hangUp();
    this.attempt = new AbortController();
    this.machine.enter(change);
    const wait = change.until ? change.until.getTime() - this.context.clock.now().getTime() : retryMs;
    if (wait === undefined) return;
    this.cancelRetry = this.context.clock.after(wait, () => {
      if (this.state.state === 'banned') this.machine.enter({ state: 'reconnecting', reason: 'temporary' });
      this.beginConnect();
    });
  }

  private hangUp(): void {
    this.attempt.abort(new ConflictError('The connection was given up'));
    this.cancelRetry();
    this.current?.disconnect(this);
  }

  private changed(change: StateChange, previousState: SessionState): void {
    const data: EventMap['session.state_changed'] = { ...change, previousState };
    if (change.state === 'connected' && this.account) data.account = this.account;
    this.tell(fact('session.state_changed', data, this.nextKey(), { occurredAt: this.context.clock.now() }));
  }

  private pairingChanged(pairing: Pairing): void {
    const data: EventMap['session.pairing_changed'] = { kind: pairing.kind };
    if (pairing.kind !== 'none') data.expiresAt = pairing.expiresAt;
    this.tell(fact('session.pairing_changed', data, this.nextKey(), { occurredAt: this.context.clock.now() }));
  }

  /** What cannot be stored now is stored before the next fact that can be. */
  private tell(fact: Fact): void {
    this.unsaved.push(fact);
    try {
      this.context.emit(...this.unsaved);
      this.unsaved = [];
    } catch (error) {
      this.context.logger.warn('A change of the session could not be stored yet', { error });
    }
  }

  private nextKey(): string[] {
    this.facts += 1;
    return ['s', this.boot, String(this.facts)];
  }
}
