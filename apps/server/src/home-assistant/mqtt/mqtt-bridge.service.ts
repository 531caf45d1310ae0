import type { Clock, LoggedEvent, Logger } from '@columba/core';
import type { Storage } from '@columba/storage';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../../common/tokens.js';
import type { ColumbaConfig } from '../../config/columba.config.js';
import { LogWatch } from '../../events/log-watch.js';
import { PairingService } from '../../sessions/pairing.service.js';
import { SessionRegistry } from '../../sessions/session-registry.js';
import { SendCommands } from '../commands/send-commands.service.js';
import { HaLink } from '../link/ha-link.js';
import { type Json, objectIn } from '../link/json.js';
import { findBroker } from './broker.js';
import { discoveryOf } from './discovery.js';
import { Favourites } from './favourites.js';
import { MqttConnection, type MqttState } from './mqtt-connection.js';
import { lastOf, toldOf } from './told.js';
import { readTopic, SUBSCRIPTIONS, topicsOf } from './topics.js';

const LOOK_MS = 60_000;
/** For the sensor of the last message: it is unknown, as Home Assistant reads it. */
const NO_MESSAGE = JSON.stringify({ preview: null });

/** The sessions as devices with entities, for those who have a broker. What Home Assistant missed it does not hear here. */
@Injectable()
export class MqttBridge implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly connection: MqttConnection;
  /** Keys of the notify entities that were announced, by session. */
  private readonly announced = new Map<string, string[]>();
  /** What was last said of each session, so that nothing is said twice. */
  private readonly said = new Map<string, string>();
  /** Ids of the messages that the broker keeps as the last ones, by session. */
  private readonly lastIds = new Map<string, string>();
  private unsubscribe: (() => void)[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    link: HaLink,
    private readonly watch: LogWatch,
    private readonly registry: SessionRegistry,
    private readonly pairing: PairingService,
    private readonly commands: SendCommands,
    private readonly favourites: Favourites,
  ) {
    const find = () => findBroker(config.mqtt, link.address, clock);
    const hooks = {
      connected: () => this.greet(),
      message: (topic: string, text: string) => void this.obey(topic, text),
    };
    this.connection = new MqttConnection({ find, lookMs: LOOK_MS }, hooks, clock, logger);
    favourites.onChange(() => this.announceAll());
  }

  get state(): MqttState {
    return this.connection.state;
  }

  onApplicationBootstrap(): void {
    if (this.config.mqtt.enabled === 'off') return;
    this.unsubscribe = [
      this.watch.subscribe((events) => events.forEach((event) => this.tell(event))),
      // While there is no broker, it hears of that when it is there again.
      this.registry.onForgotten((session) => this.connection.state === 'connected' && this.leave(session)),
    ];
    this.connection.start();
  }

  onModuleDestroy(): void {
    for (const end of this.unsubscribe) end();
    this.stopping ??= this.connection.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.onModuleDestroy();
    await this.stopping;
  }

  private get birthTopic(): string {
    return `${this.config.mqtt.discoveryPrefix}/status`;
  }

  private greet(): void {
    this.connection.subscribe([...SUBSCRIPTIONS, this.birthTopic]);
    this.announceAll();
  }

  /** Never retained: whoever was born or reborn asks for it, and nothing is left behind when Columba is gone. */
  private announceAll(): void {
    const sessions = this.registry.all().map(({ name }) => String(name));
    for (const session of sessions) this.announce(session, sessions.length === 1);
    for (const gone of [...this.announced.keys()].filter((name) => !sessions.includes(name))) this.leave(gone);
    this.said.clear();
    for (const session of sessions) {
      if (this.config.mqtt.content === 'off') this.say(topicsOf(session).last, NO_MESSAGE);
      this.tellState(session);
      this.tellQr(session);
    }
  }

  private announce(session: string, isOnly: boolean): void {
    const favourites = this.favourites.of(session);
    const { engine } = this.registry.record(session);
    const discovery = discoveryOf({ session, engine, isOnly, favourites });
    const keys = favourites.map(({ key }) => key);
    const removed = (this.announced.get(session) ?? []).filter((key) => !keys.includes(key));
    // An entity goes when it is announced as its platform and nothing else.
    const ends = Object.fromEntries(removed.map((key) => [`n_${key}`, { platform: 'notify' }]));
    const components = { ...objectIn(discovery['components']), ...ends };
    this.connection.publish(this.discoveryTopic(session), JSON.stringify({ ...discovery, components }));
    this.announced.set(session, keys);
  }

  /** The session is gone: its device goes, and the broker keeps nothing of it. */
  private leave(session: string): void {
    this.announced.delete(session);
    this.lastIds.delete(session);
    this.connection.publish(this.discoveryTopic(session), '');
    const { state, qrAvailable, last } = topicsOf(session);
    for (const topic of [state, qrAvailable, last]) {
      this.said.delete(topic);
      this.connection.publish(topic, '', { retain: true });
    }
  }

  private discoveryTopic(session: string): string {
    return `${this.config.mqtt.discoveryPrefix}/device/columba_${session}/config`;
  }

  private tell(event: LoggedEvent): void {
    const { session } = event;
    if (this.connection.state !== 'connected') return;
    if (!this.announced.has(session) && this.storage.sessions.get(session)) return this.announceAll();
    const { content } = this.config.mqtt;
    const topics = topicsOf(session);
    const told = toldOf(event, content);
    if (told) this.connection.publish(topics.event, JSON.stringify(told));
    if (content !== 'off') this.tellLast(event, content);
    if (event.type === 'session.pairing_changed' || event.type === 'session.state_changed') this.tellQr(session);
    if (event.type.startsWith('session.') || event.type.startsWith('message.')) this.tellState(session);
  }

  private tellLast(event: LoggedEvent, content: 'full' | 'metadata'): void {
    const { session } = event;
    const { last } = topicsOf(session);
    if (event.type === 'message.received') {
      this.lastIds.set(session, event.data.message.key.id);
      this.connection.publish(last, JSON.stringify(lastOf(event.data.message, content)), { retain: true });
    } else if (event.type === 'message.revoked' && event.data.messageId === this.lastIds.get(session)) {
      this.lastIds.delete(session);
      this.connection.publish(last, NO_MESSAGE, { retain: true });
    }
  }

  private tellState(session: string): void {
    if (!this.storage.sessions.get(session)) return;
    const { state } = this.registry.session(session).state;
    const queue = this.storage.sends.unfinished(this.registry.record(session).name).length;
    this.say(topicsOf(session).state, JSON.stringify({ connected: state === 'connected', state, queue }));
  }

  /** The picture lets whoever sees it link a device: it is not kept by the broker. */
  private tellQr(session: string): void {
    if (!this.storage.sessions.get(session)) return;
    const { qr, qrAvailable } = topicsOf(session);
    const isThere = this.registry.session(session).pairing.kind === 'qr';
    this.say(qrAvailable, isThere ? 'online' : 'offline');
    if (!isThere) return;
    this.pairing.qrImage(session).then(
      (png) => this.connection.publish(qr, png),
      (error: unknown) => this.logger.debug('The QR was gone before it was shown', { session, error }),
    );
  }

  private say(topic: string, text: string): void {
    if (this.said.get(topic) === text) return;
    this.said.set(topic, text);
    this.connection.publish(topic, text, { retain: true });
  }

  private async obey(topic: string, text: string): Promise<void> {
    if (topic === this.birthTopic) return text === 'online' ? this.announceAll() : undefined;
    const read = readTopic(topic);
    if (!read || !this.storage.sessions.get(read.session)) return undefined;
    const { session, what, key } = read;
    try {
      if (what === 'cmd') await this.press(session, text);
      if (what === 'send' && key === undefined) await this.send(session, text);
      if (what === 'notify' && key !== undefined) await this.notify(session, key, text);
    } catch (error) {
      this.logger.warn('A command over MQTT failed', { session, error });
    }
  }

  private async press(session: string, button: string): Promise<void> {
    const live = this.registry.session(session);
    if (button === 'restart') await live.restart();
    // Never logs out: a link that works is not given up by a button.
    if (button === 'relink' && live.state.state !== 'connected') await this.pairing.start(session, { method: 'qr' });
  }

  private async send(session: string, text: string): Promise<void> {
    let data: Json | undefined;
    try {
      data = objectIn(JSON.parse(text));
    } catch {
      data = undefined; // said below, as for any other JSON that is no object
    }
    const result = await this.commands.obey({ ...data, session_id: session });
    this.connection.publish(topicsOf(session).result, JSON.stringify(result));
  }

  private async notify(session: string, key: string, text: string): Promise<void> {
    const favourite = this.favourites.of(session).find((each) => each.key === key);
    if (favourite) await this.commands.obey({ to: favourite.chatId, message: text, session_id: session });
  }
}
