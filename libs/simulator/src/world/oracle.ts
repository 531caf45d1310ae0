import type { Deliveries, DeliveryStage } from './deliveries.js';
import type { EventLog } from './event-log.js';
import { keyText, type DeviceId, type MessageKey } from './ids.js';

/** A message that a linked device handed in: how often, under which id, and what it was told. */
export interface ClientSend {
  key: MessageKey;
  frames: number;
  acks: { at: number; error?: string }[];
}

export interface DeviceTruth {
  device: DeviceId;
  queued: MessageKey[];
  sent: MessageKey[];
  delivered: MessageKey[];
  read: MessageKey[];
  sends: ClientSend[];
}

/** @param device who confirmed; @param key what; the listener runs before anything else learns of it */
export type DeliveredHook = (device: DeviceId, key: MessageKey) => void;

/**
 * What the service believes, for tests to compare with what the gateway kept. It must be the log's first follower:
 * a hook may kill the gateway at the very instant at which the service counts a message as delivered.
 */
export class Oracle {
  readonly #sends = new Map<DeviceId, Map<string, ClientSend>>();
  readonly #hooks = new Set<DeliveredHook>();

  constructor(
    log: EventLog,
    private readonly deliveries: () => Deliveries,
  ) {
    log.on('delivery.delivered', ({ device, key }) => {
      for (const hook of this.#hooks) hook(device, key);
    });
    log.on('message.submitted', ({ device, key, frame }) => {
      this.#send(device, key).frames = frame;
    });
  }

  onDelivered(hook: DeliveredHook): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** The door told the client what became of its message. */
  acked(device: DeviceId, key: MessageKey, at: number, error?: string): void {
    this.#send(device, key).acks.push({ at, ...(error === undefined ? {} : { error }) });
  }

  truth(device: DeviceId): DeviceTruth {
    const reached = (stage: DeliveryStage) => this.deliveries().reached(device, stage);
    return {
      device,
      queued: reached('queued'),
      sent: reached('sent'),
      delivered: reached('delivered'),
      read: reached('read'),
      sends: [...(this.#sends.get(device)?.values() ?? [])],
    };
  }

  snapshot(): [DeviceId, ClientSend[]][] {
    return [...this.#sends].map(([device, sends]) => [device, [...sends.values()]]);
  }

  restore(state: [DeviceId, ClientSend[]][]): void {
    for (const [device, sends] of state)
      this.#sends.set(device, new Map(sends.map((send) => [keyText(send.key), send])));
  }

  #send(device: DeviceId, key: MessageKey): ClientSend {
    let sends = this.#sends.get(device);
    if (!sends) this.#sends.set(device, (sends = new Map()));
    let send = sends.get(keyText(key));
    if (!send) sends.set(keyText(key), (send = { key, frames: 0, acks: [] }));
    return send;
  }
}
