import type { WebSocket } from 'ws';
import type { FaultRules } from '../faults/fault-rules.js';
import type { Clock } from '../world/clock.js';
import { seconds } from '../world/clock.js';
import { WorldError } from '../world/errors.js';
import { accountOf, type DeviceId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { followBlocks } from './block-notice.js';
import { makeServerIdentity, type ServerIdentity } from './certificate.js';
import { Companions, type CompanionsState } from './companions.js';
import { Connection, type ConnectionHandlers } from './connection.js';
import type { DoorContext } from './context.js';
import { FaultGate } from './fault-gate.js';
import type { Finished } from './handshake.js';
import { IqRouter } from './iq/router.js';
import { JidBook } from './jid.js';
import { Linking } from './link/linking.js';
import { PairingCode } from './link/pairing-code.js';
import { Listener } from './listener.js';
import { recognise, refuse, welcome } from './login.js';
import { MediaHost, type MediaHostState } from './media/media-host.js';
import { PhoneMedia, type MediaRef } from './media/phone-media.js';
import { Outbound } from './outbound.js';
import { AppStates, type AppStatesState } from './phone/app-state.js';
import { followOwn } from './phone/own-sync.js';
import { Phones } from './phone/phones.js';
import type { PhoneState } from './phone/phone.js';
import { silenceLibsignal } from './quiet.js';
import { StanzaLog } from './record.js';
import { Refusals } from '../world/refusals.js';
import { routeCall } from './routes/call-route.js';
import { routeMessage } from './routes/message-route.js';
import { PresenceRoute } from './routes/presence-route.js';
import { routeReceipt, settleAck } from './routes/receipt-route.js';
import { BANNED, isBanned } from './routes/sessions.js';
import { routeTyping, tellTyping } from './routes/typing-route.js';
import { errorResult, stanza, type Stanza } from './stanza.js';
import { DoorStats } from './stats.js';

export interface NoiseDoorOptions {
  host: string;
  port: number;
  /** A free one by default. */
  mediaPort?: number;
  /** Host to name to clients, when it differs. */
  publicHost?: string;
  faults: FaultRules;
  network: Clock;
  latencyMs: number;
  receiptDelayMs: number;
}

export interface NoiseDoorState {
  phones: [string, PhoneState][];
  companions: CompanionsState;
  appStates: AppStatesState;
  /** Absent in what older simulators saved. */
  mediaHost?: MediaHostState;
  media?: [string, MediaRef][];
}

/** The multi-device protocol for the world: sockets in, stanzas out, no rules of its own. */
export class NoiseDoor implements ConnectionHandlers {
  readonly stats = new DoorStats();
  readonly record: StanzaLog;
  readonly linking: Linking;
  readonly pairingCode: PairingCode;
  readonly refusals = new Refusals();
  readonly listener: Listener;
  readonly context: DoorContext;
  readonly #gate: FaultGate;
  readonly #outbound: Outbound;
  readonly #iqs: IqRouter;
  readonly #identity: ServerIdentity;
  readonly #presence: PresenceRoute;
  readonly #connections = new Set<Connection>();
  readonly #online = new Map<DeviceId, Connection>();
  readonly #stopped: (() => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly options: NoiseDoorOptions,
  ) {
    const mediaHost = new MediaHost(world, { ...options, port: options.mediaPort ?? 0 });
    this.context = {
      world,
      jids: new JidBook(world.directory),
      phones: new Phones(),
      companions: new Companions(),
      appStates: new AppStates(),
      mediaHost,
      historyFiles: { on: false },
      media: new PhoneMedia(world, mediaHost),
      stats: this.stats,
      network: options.network,
      receiptDelayMs: options.receiptDelayMs,
      connectionOf: (device) => this.#online.get(device),
    };
    this.record = new StanzaLog(world.clock);
    this.#identity = makeServerIdentity(seconds(world.clock));
    this.linking = new Linking(this.context);
    this.pairingCode = new PairingCode(this.context, this.linking);
    this.#gate = new FaultGate(options.faults, options.network);
    this.#outbound = new Outbound(this.context);
    this.#presence = new PresenceRoute(this.context);
    this.#iqs = new IqRouter(this.context, this.#outbound);
    this.listener = new Listener(options.host, options.port, (socket) => this.#accept(socket));
  }

  async start(): Promise<void> {
    this.#stopped.push(silenceLibsignal());
    this.#stopped.push(
      this.world.log.on('queue.added', ({ device }) => {
        if (this.#online.get(device)?.active) void this.#outbound.pump(device);
      }),
      this.world.log.on('presence', (presence) => this.#presence.tell(presence)),
      followOwn(this.context),
      followBlocks(this.context),
      this.world.log.on('typing', (typing) => tellTyping(this.context, typing)),
    );
    await this.context.mediaHost.open();
    await this.listener.open();
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.terminate();
    await this.listener.close();
    await this.context.mediaHost.close();
    this.context.phones.close();
    for (const undo of this.#stopped.splice(0)) undo();
  }

  snapshot(): NoiseDoorState {
    const { phones, companions, appStates, mediaHost, media } = this.context;
    return {
      phones: phones.snapshot(),
      companions: companions.snapshot(),
      appStates: appStates.snapshot(),
      mediaHost: mediaHost.snapshot(),
      media: media.snapshot(),
    };
  }

  restore(state: NoiseDoorState): void {
    const { phones, companions, appStates, mediaHost, media } = this.context;
    if (state.mediaHost) mediaHost.restore(state.mediaHost);
    media.restore(state.media ?? []);
    phones.restore(state.phones);
    companions.restore(state.companions);
    appStates.restore(state.appStates);
  }

  connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /**
   * The connection a device is logged in on.
   * @throws WorldError offline when there is none
   */
  live(device: DeviceId): Connection {
    const connection = this.#online.get(device);
    if (!connection) throw new WorldError('offline', `${device} is not connected`);
    return connection;
  }

  onLogin(connection: Connection, { payload, clientStatic }: Finished): void {
    if (payload.devicePairingData?.eIdent?.length) {
      this.linking.begin(connection, payload);
      return;
    }
    const { device, known } = recognise(this.context, payload, clientStatic);
    const banned = isBanned(this.context, device) ? BANNED : undefined;
    const code = known ? (banned ?? this.refusals.take(device)) : '401';
    if (code !== undefined) {
      this.world.log.append('login.refused', { device, code });
      return refuse(connection, code);
    }
    this.#online.get(device)?.streamError({}, stanza('conflict', { type: 'replaced' }));
    this.#online.set(device, connection);
    connection.device = device;
    if (payload.pushName) this.world.directory.update(accountOf(device), { name: payload.pushName });
    this.world.directory.setOnline(device, true);
    welcome(this.context, connection, device);
  }

  onInbound(connection: Connection, node: Stanza): void {
    this.stats.received++;
    this.record.add(connection.device, 'in', node);
    this.#gate.inbound(connection, node, (passed, refusal) => this.#route(connection, passed, refusal));
  }

  onOutbound(connection: Connection, node: Stanza, write: (node: Stanza) => void): void {
    this.stats.sent++;
    this.#gate.outbound(connection, node, (passed) => {
      this.record.add(connection.device, 'out', passed);
      write(passed);
    });
  }

  onClosed(connection: Connection): void {
    this.#connections.delete(connection);
    this.linking.end(connection);
    this.pairingCode.end(connection);
    connection.active = false;
    const { device } = connection;
    if (device === undefined || this.#online.get(device) !== connection) return;
    this.#online.delete(device);
    this.#presence.forget(device);
    this.world.deliveries.rewind(device);
    this.world.directory.setOnline(device, false);
  }

  onError(connection: Connection, error: unknown): void {
    this.stats.error(`connection of ${connection.device ?? '?'}`, error);
  }

  #accept(socket: WebSocket): void {
    this.stats.connections++;
    const { network, latencyMs } = this.options;
    this.#connections.add(new Connection(socket, { identity: this.#identity, network, latencyMs }, this));
  }

  /** @param refusal error code that a fault rule demands */
  #route(connection: Connection, node: Stanza, refusal?: string): void {
    const { device } = connection;
    const companion = device === undefined ? undefined : this.context.companions.find(device);
    if (device === undefined || !companion) return this.#routeUnlinked(connection, node);
    switch (node.tag) {
      case 'iq':
        if (node.attrs.type === 'result' || node.attrs.type === 'error') return;
        if (refusal !== undefined) return connection.send(errorResult(node, refusal, 'refused by a fault rule'));
        void this.#iqs.handle({ connection, companion, account: accountOf(device) }, node);
        return;
      case 'message':
        void this.#guard(connection, routeMessage(this.context, connection, device, node, refusal));
        return;
      case 'receipt':
        void this.#guard(connection, routeReceipt(this.context, connection, device, node));
        return;
      case 'ack':
        return settleAck(this.context, device, node);
      case 'call':
        return routeCall(this.context, connection, device, node);
      case 'chatstate':
        return routeTyping(this.context, device, node);
      case 'presence':
        return this.#presence.route(device, node);
      case 'ib':
        return;
      default:
        this.stats.count('unknownStanzas', node.tag);
    }
  }

  #routeUnlinked(connection: Connection, node: Stanza): void {
    const answer = node.tag === 'iq' ? this.pairingCode.answer(connection, node) : undefined;
    if (answer) connection.send(answer);
    else this.linking.route(connection, node);
  }

  async #guard(connection: Connection, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.onError(connection, error);
    }
  }
}
