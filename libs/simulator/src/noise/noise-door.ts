import type { WebSocket } from 'ws';
import type { Clock } from '../world/clock.js';
import { seconds } from '../world/clock.js';
import { WorldError } from '../world/errors.js';
import { accountOf, type DeviceId } from '../world/ids.js';
import type { World } from '../world/world.js';
import { makeServerIdentity, type ServerIdentity } from './certificate.js';
import { Companions, type CompanionsState } from './companions.js';
import { Connection, type ConnectionHandlers } from './connection.js';
import type { DoorContext } from './context.js';
import type { Finished } from './handshake.js';
import { IqRouter } from './iq/router.js';
import { JidBook } from './jid.js';
import { Linking } from './link/linking.js';
import { Listener } from './listener.js';
import { recognise, refuse, welcome } from './login.js';
import { Outbound } from './outbound.js';
import { Phones } from './phone/phones.js';
import type { PhoneState } from './phone/phone.js';
import { silenceLibsignal } from './quiet.js';
import { StanzaLog } from './record.js';
import { routeMessage } from './routes/message-route.js';
import { routeReceipt, settleAck } from './routes/receipt-route.js';
import { routeTyping, tellTyping } from './routes/typing-route.js';
import { stanza, type Stanza } from './stanza.js';
import { DoorStats } from './stats.js';

export interface NoiseDoorOptions {
  host: string;
  port: number;
  network: Clock;
  latencyMs: number;
  receiptDelayMs: number;
}

export interface NoiseDoorState {
  phones: [string, PhoneState][];
  companions: CompanionsState;
}

/** The multi-device protocol for the world: sockets in, stanzas out, no rules of its own. */
export class NoiseDoor implements ConnectionHandlers {
  readonly stats = new DoorStats();
  readonly record: StanzaLog;
  readonly linking: Linking;
  readonly listener: Listener;
  readonly context: DoorContext;
  readonly #outbound: Outbound;
  readonly #iqs: IqRouter;
  readonly #identity: ServerIdentity;
  readonly #connections = new Set<Connection>();
  readonly #online = new Map<DeviceId, Connection>();
  readonly #stopped: (() => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly options: NoiseDoorOptions,
  ) {
    this.context = {
      world,
      jids: new JidBook(world.directory),
      phones: new Phones(),
      companions: new Companions(),
      stats: this.stats,
      network: options.network,
      latencyMs: options.latencyMs,
      receiptDelayMs: options.receiptDelayMs,
      connectionOf: (device) => this.#online.get(device),
    };
    this.record = new StanzaLog(world.clock);
    this.#identity = makeServerIdentity(seconds(world.clock));
    this.linking = new Linking(this.context);
    this.#outbound = new Outbound(this.context);
    this.#iqs = new IqRouter(this.context, this.#outbound);
    this.listener = new Listener(options.host, options.port, (socket) => this.#accept(socket));
  }

  async start(): Promise<void> {
    this.#stopped.push(silenceLibsignal());
    this.#stopped.push(
      this.world.log.on('queue.added', ({ device }) => {
        if (this.#online.get(device)?.active) void this.#outbound.pump(device);
      }),
      this.world.log.on('typing', (typing) => tellTyping(this.context, typing)),
    );
    await this.listener.open();
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.terminate();
    await this.listener.close();
    this.context.phones.close();
    for (const undo of this.#stopped.splice(0)) undo();
  }

  snapshot(): NoiseDoorState {
    return { phones: this.context.phones.snapshot(), companions: this.context.companions.snapshot() };
  }

  restore(state: NoiseDoorState): void {
    this.context.phones.restore(state.phones);
    this.context.companions.restore(state.companions);
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
    const outcome = recognise(this.context, payload, clientStatic);
    if ('refused' in outcome) {
      this.world.log.append('login.refused', { device: outcome.device, code: outcome.refused });
      return refuse(connection, outcome.refused);
    }
    const { device } = outcome;
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
    this.#route(connection, node);
  }

  onOutbound(connection: Connection, node: Stanza, write: (node: Stanza) => void): void {
    this.stats.sent++;
    this.record.add(connection.device, 'out', node);
    write(node);
  }

  onClosed(connection: Connection): void {
    this.#connections.delete(connection);
    this.linking.end(connection);
    connection.active = false;
    const { device } = connection;
    if (device === undefined || this.#online.get(device) !== connection) return;
    this.#online.delete(device);
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

  #route(connection: Connection, node: Stanza): void {
    const { device } = connection;
    const companion = device === undefined ? undefined : this.context.companions.find(device);
    if (device === undefined || !companion) return this.linking.route(connection, node);
    switch (node.tag) {
      case 'iq':
        if (node.attrs.type === 'result' || node.attrs.type === 'error') return;
        void this.#iqs.handle({ connection, companion, account: accountOf(device) }, node);
        return;
      case 'message':
        void routeMessage(this.context, connection, device, node).catch((error: unknown) =>
          this.onError(connection, error),
        );
        return;
      case 'receipt':
        return routeReceipt(this.context, connection, device, node);
      case 'ack':
        return settleAck(this.context, device, node);
      case 'chatstate':
        return routeTyping(this.context, device, node);
      case 'presence':
      case 'ib':
        return;
      default:
        this.stats.count('unknownStanzas', node.tag);
    }
  }
}
