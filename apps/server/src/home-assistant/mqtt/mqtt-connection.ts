import { randomUUID } from 'node:crypto';
import type { Clock, Logger } from '@columba/core';
import { connect, type ErrorWithReasonCode, type MqttClient } from 'mqtt';
import { pause } from '../../relay/bell.js';
import type { Broker } from './broker.js';
import { BRIDGE_STATE } from './topics.js';

export type MqttState = 'off' | 'no_broker' | 'connecting' | 'connected' | 'refused';

export interface MqttHooks {
  connected: () => void;
  /** Never called with what was kept by the broker from before. */
  message: (topic: string, text: string) => void;
}

interface Options {
  find: () => Promise<Broker | undefined>;
  /** How often to look for a broker, and how long one may be away before it is looked for again. */
  lookMs: number;
}

const RECONNECT_MS = 5_000;
const CONNECT_MS = 10_000;
/** Wrong name or password, or not allowed, in both versions of the protocol. */
const REFUSALS = [4, 5, 134, 135];

/** The connection to the broker that is there now, or comes later. What is published while there is none is dropped. */
export class MqttConnection {
  private client: MqttClient | undefined;
  private held: MqttState = 'off';
  private run: { stopping: AbortController; done: Promise<void> } | undefined;

  constructor(
    private readonly options: Options,
    private readonly hooks: MqttHooks,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  get state(): MqttState {
    return this.held;
  }

  start(): void {
    if (this.run) return;
    const stopping = new AbortController();
    this.run = { stopping, done: this.keep(stopping.signal) };
  }

  /** Says that nobody is there any more, and goes. */
  async stop(): Promise<void> {
    this.run?.stopping.abort();
    await this.run?.done;
    this.run = undefined;
    this.held = 'off';
  }

  publish(topic: string, payload: string | Buffer, { retain = false }: { retain?: boolean } = {}): void {
    if (this.client?.connected === true) this.client.publish(topic, payload, { qos: 1, retain });
  }

  subscribe(topics: readonly string[]): void {
    this.client?.subscribe([...topics], { qos: 1 });
  }

  private async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const broker = await this.options.find();
      if (broker) await this.use(broker, signal);
      else this.enter('no_broker');
      await pause(this.clock, this.options.lookMs, signal);
    }
  }

  /** Until it is refused, or away for long, or all is over. */
  private async use({ url, username, password }: Broker, signal: AbortSignal): Promise<void> {
    this.enter('connecting');
    const client = connect(url, {
      clientId: `columba_${randomUUID().slice(0, 8)}`,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      will: { topic: BRIDGE_STATE, payload: Buffer.from('offline'), qos: 1, retain: true },
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_MS,
    });
    this.client = client;
    const lost = new AbortController();
    let cancel = this.clock.after(this.options.lookMs, () => lost.abort());
    client.on('connect', () => {
      cancel();
      this.enter('connected');
      this.publish(BRIDGE_STATE, 'online', { retain: true });
      this.hooks.connected();
    });
    client.on('close', () => {
      if (this.held !== 'connected') return;
      this.enter('connecting');
      cancel = this.clock.after(this.options.lookMs, () => lost.abort());
    });
    client.on('message', (topic, payload, { retain }) => {
      if (!retain) this.hooks.message(topic, payload.toString('utf8'));
    });
    client.on('error', (error) => {
      if (!REFUSALS.includes((error as Partial<ErrorWithReasonCode>).code ?? -1)) return;
      this.enter('refused');
      lost.abort();
    });
    await new Promise<void>((resolve) => {
      const over = AbortSignal.any([signal, lost.signal]);
      if (over.aborted) resolve();
      over.addEventListener('abort', () => resolve());
    });
    cancel();
    await this.leave(client);
  }

  private async leave(client: MqttClient): Promise<void> {
    this.client = undefined;
    // The will is for those who vanish; who leaves has to say so.
    if (client.connected) await client.publishAsync(BRIDGE_STATE, 'offline', { qos: 1, retain: true }).catch(() => {});
    await client.endAsync(true).catch(() => {});
  }

  private enter(state: MqttState): void {
    if (this.held === state) return;
    this.held = state;
    this.logger[state === 'refused' ? 'warn' : 'info']('MQTT', { state });
  }
}
