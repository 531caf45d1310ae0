import { type Clock, fullJitter, type Logger } from '@columba/core';
import { pause } from '../../relay/bell.js';
import type { HomeAssistantAddress } from './address.js';
import { type Answer, type BusEvent, HaSocket, type OpenFailure } from './ha-socket.js';
import { objectIn } from './json.js';

export interface LinkOptions {
  /** For the login and for each command. */
  timeoutMs: number;
  /** Automations are armed some moments after Home Assistant says RUNNING. */
  readyDelayMs: number;
  /** How often to ask while Home Assistant starts. */
  pollMs: number;
  heartbeatMs: number;
  /** A wrong token is tried this rarely: a failed login may ban the address. */
  unauthorisedRetryMs: number;
  /** How often to look whether there is a WebSocket after all. */
  upgradeRetryMs: number;
  /** Never tries the WebSocket. */
  restOnly?: boolean;
  random?: () => number;
}

export type LinkState =
  | { kind: 'stopped' }
  | { kind: 'connecting'; reason?: string }
  /** Connected, and Home Assistant starts or stops. */
  | { kind: 'starting' }
  /** It listens from `readyAt` (monotonic) on. */
  | { kind: 'running'; readyAt: number }
  | { kind: 'unauthorised'; reason: string }
  /** Only its REST interface can be used. */
  | { kind: 'rest_only' };

const BACKOFF = { firstMs: 1_000, maximumMs: 60_000 };

/** The lasting connection to Home Assistant: comes back by itself, knows whether Home Assistant runs, and hears its bus. */
export class HaLink {
  private held: LinkState = { kind: 'stopped' };
  private socket: HaSocket | undefined;
  private lastVersion: string | undefined;
  private failures = 0;
  private run: { stopping: AbortController; done: Promise<void> } | undefined;
  private readonly listeners = new Map<string, (event: BusEvent) => void>();

  constructor(
    /** Absent: there is no Home Assistant to be linked to. */
    readonly address: HomeAssistantAddress | undefined,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: LinkOptions,
  ) {}

  get state(): LinkState {
    return this.held;
  }

  /** Of Home Assistant, as it said at the last login. */
  get version(): string | undefined {
    return this.lastVersion;
  }

  /** From now on, and on every connection to come, `heard` is called with each event of this type. */
  listen(eventType: string, heard: (event: BusEvent) => void): void {
    this.listeners.set(eventType, heard);
    void this.socket?.subscribe(eventType, heard);
  }

  start(): void {
    if (this.run || !this.address) return;
    const stopping = new AbortController();
    this.run = { stopping, done: this.keep(this.address, stopping.signal) };
  }

  async stop(): Promise<void> {
    this.run?.stopping.abort();
    await this.run?.done;
    this.run = undefined;
    this.held = { kind: 'stopped' };
  }

  /** Leaves at once. `ok` only when Home Assistant still ran when it answered. */
  async fire(name: string, payload: object): Promise<Answer> {
    const answer = await this.ask('fire_event', { event_type: name, event_data: payload });
    // One that shuts down goes on answering, and nobody listens any more.
    if (answer.kind === 'ok' && this.held.kind !== 'running') return { kind: 'lost', reason: 'it shuts down' };
    return answer;
  }

  ask(type: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    return this.socket?.ask(type, fields) ?? Promise.resolve({ kind: 'lost', reason: 'it is not connected' });
  }

  private async keep(address: HomeAssistantAddress, signal: AbortSignal): Promise<void> {
    if (this.options.restOnly) return this.enter({ kind: 'rest_only' });
    this.held = { kind: 'connecting' };
    while (!signal.aborted) {
      const opened = await HaSocket.open(address, this.clock, this.options.timeoutMs, signal);
      const wait = opened instanceof HaSocket ? await this.use(opened, signal) : this.failed(opened);
      await pause(this.clock, wait, signal);
    }
  }

  /** Works with a connection until it ends; tells how long to wait before the next. */
  private async use(socket: HaSocket, signal: AbortSignal): Promise<number> {
    const stop = () => socket.close('stopped');
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    this.socket = socket;
    this.lastVersion = socket.version;
    const refused = await this.introduce(socket);
    if (refused === undefined) {
      this.failures = 0;
      this.heartbeat(socket);
      this.lookUntilRunning(socket);
    } else socket.close(refused);
    const reason = await socket.ended;
    this.socket = undefined;
    signal.removeEventListener('abort', stop);
    if (refused !== undefined) return this.failed({ kind: 'unauthorised', reason: refused });
    return this.failed({ kind: 'unreachable', reason });
  }

  /** Subscribes to what matters. A sentence when the token may not do that. */
  private async introduce(socket: HaSocket): Promise<string | undefined> {
    const answers = await Promise.all([
      socket.subscribe('homeassistant_stop', () => this.enter({ kind: 'starting' })),
      socket.subscribe('homeassistant_started', () => this.running()),
      ...[...this.listeners].map(([type, heard]) => socket.subscribe(type, heard)),
    ]);
    return answers.some((answer) => answer.kind === 'error' && answer.code === 'unauthorized')
      ? 'Home Assistant refuses the token: it must belong to an administrator'
      : undefined;
  }

  /** Asks for the state until it is RUNNING; from then on its own events tell. */
  private lookUntilRunning(socket: HaSocket): void {
    void socket.ask('get_config').then((answer) => {
      if (answer.kind === 'lost' || this.socket !== socket) return;
      const state = answer.kind === 'ok' ? objectIn(answer.result)?.['state'] : undefined;
      if (state === 'RUNNING') return this.running();
      this.enter({ kind: 'starting' });
      const cancel = this.clock.after(this.options.pollMs, () => this.lookUntilRunning(socket));
      void socket.ended.then(cancel);
    });
  }

  private running(): void {
    if (this.held.kind === 'running') return;
    this.enter({ kind: 'running', readyAt: this.clock.monotonic() + this.options.readyDelayMs });
  }

  /** Proves that the other side is there; what does not answer ends the connection. */
  private heartbeat(socket: HaSocket): void {
    const cancel = this.clock.after(this.options.heartbeatMs, () => {
      void socket.ask('ping').then(() => this.socket === socket && this.heartbeat(socket));
    });
    void socket.ended.then(cancel);
  }

  private failed(failure: OpenFailure): number {
    const { unauthorisedRetryMs, upgradeRetryMs, random = Math.random } = this.options;
    switch (failure.kind) {
      case 'unauthorised':
        this.enter({ kind: 'unauthorised', reason: failure.reason });
        return unauthorisedRetryMs;
      case 'no_websocket':
        this.enter({ kind: 'rest_only' });
        return upgradeRetryMs;
      default:
        this.enter({ kind: 'connecting', reason: failure.reason });
        return Math.max(100, fullJitter(this.failures++, BACKOFF, random));
    }
  }

  private enter(state: LinkState): void {
    const before = this.held;
    this.held = state;
    if (before.kind === state.kind) return;
    const reason = 'reason' in state ? { reason: state.reason } : {};
    const isTrouble =
      state.kind === 'unauthorised' || (state.kind === 'connecting' && !this.run?.stopping.signal.aborted);
    this.logger[isTrouble ? 'warn' : 'info'](SENTENCES[state.kind], reason);
  }
}

const SENTENCES: Record<LinkState['kind'], string> = {
  stopped: 'The link to Home Assistant is closed',
  connecting: 'Home Assistant is not reached',
  starting: 'Home Assistant is linked and does not run yet',
  running: 'Home Assistant is linked and runs',
  unauthorised: 'Home Assistant refuses the token',
  rest_only: 'Home Assistant is asked without a WebSocket',
};
